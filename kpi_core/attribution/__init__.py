"""Which touch deserves the credit of a conversion: models, each declared once."""
