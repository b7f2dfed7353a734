"""Stage 1: files, folders and archives in, pages out, one at a time."""
