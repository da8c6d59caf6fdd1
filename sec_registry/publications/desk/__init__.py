"""A register at the desk as a publication holds it, and its lists as files."""
