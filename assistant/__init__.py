"""From a question to a query, and from results to an answer that a person reads."""
