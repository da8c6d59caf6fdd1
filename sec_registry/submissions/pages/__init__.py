"""The submitters' own pages under ``/submissions/``: made, mended, sent and followed there."""
