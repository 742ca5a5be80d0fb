"""The tools that a language model's application is given, over the Model Context Protocol."""
