"""The publications to read and to compare, as pages for everybody."""
