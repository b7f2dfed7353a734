"""How well the extractor reads the practice pages: precision, recall and F1 per kind, and every miss."""
