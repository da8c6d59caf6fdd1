"""Submissions over REST: for the systems of those who send Device Models in, and for the Panel."""
