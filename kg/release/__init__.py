"""Stage 7: a release folder, whole or absent."""
