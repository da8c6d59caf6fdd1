"""Pages on which anybody asks of one Device Model, or of many, whether it is on the list (A2)."""
