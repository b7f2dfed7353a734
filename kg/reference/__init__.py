"""Stage 4': the reference tables as quads, and the gazetteer made of them."""
