"""Stage 4: a document and its facts as N-Quads of one named graph."""
