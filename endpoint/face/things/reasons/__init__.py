"""``/why/…``: what stands behind one fact of a page, on a page of its own, so that pages ask for none of it."""
