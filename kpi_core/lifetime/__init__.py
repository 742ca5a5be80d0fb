"""What customers may be expected to bring: how often they will order, and for how much."""
