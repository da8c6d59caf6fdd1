"""Anybody's search of the Central Products List, as the front page shows it (W1)."""
