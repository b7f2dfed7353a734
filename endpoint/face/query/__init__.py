"""SPARQL over HTTP: queries, updates, the graph store and the service description."""
