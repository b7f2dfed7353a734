"""Reconciliation: names in a spreadsheet to things of the release, also as of a day."""
