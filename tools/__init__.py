"""Commands that maintainers run by hand to write tables anew."""
