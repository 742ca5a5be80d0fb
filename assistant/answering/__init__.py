"""From results to an answer that a person reads; nothing is computed here."""
