"""What is spent, of what kind, what is missing from it, and what more of it would bring.

Nothing here reads data: amounts by label and month come from whoever asks.
"""
