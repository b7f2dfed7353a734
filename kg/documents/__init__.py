"""Stage 2: a page in, a document or a reason why not out."""
