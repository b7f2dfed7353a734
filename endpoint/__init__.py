"""The HTTP face of a release: SPARQL, linked data, downloads and pages."""
