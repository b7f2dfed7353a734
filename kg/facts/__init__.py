"""Stage 3: what a document's text says, each fact with its span."""
