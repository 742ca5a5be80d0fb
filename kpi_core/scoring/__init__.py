"""Scoring leads: a card of points, a model that learns from outcomes, and how either is judged."""
