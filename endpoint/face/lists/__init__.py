"""Lists of things: what a search found and what there is of a kind, with facets, as pages, tables, JSON and feeds."""
