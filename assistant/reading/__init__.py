"""From words to a query: every word that carries meaning is accounted for, or nothing is answered."""
