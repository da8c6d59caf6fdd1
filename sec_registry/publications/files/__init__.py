"""Whole registers as files: the open ones kept ready, the restricted ones written for who asks."""
