"""How well questions are read: sets of questions with their right answers, and the measure of them."""
