"""Where people begin: the first page and the search."""
