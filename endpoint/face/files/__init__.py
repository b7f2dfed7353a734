"""Files: those of the release to download, and those of clients to validate."""
