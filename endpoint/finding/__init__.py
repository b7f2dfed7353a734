"""Finding things by words, years and facets: an index of what a release describes, made beside it.

Knows stores and folders, no address and no page. The face asks :mod:`endpoint.finding.catalogue`.
"""
