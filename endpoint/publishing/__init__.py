"""A release as static files: every page, the data beside it, search and SPARQL in the browser, no server at all."""
