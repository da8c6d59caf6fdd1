"""The form of a Device Model over HTTP: shown, taken, kept, wherever it stands."""
