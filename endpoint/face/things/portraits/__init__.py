"""A page a kind of thing, in words: what it is, in time, with whom, and what says so.

Each module has one function that draws a portrait of one kind; :mod:`endpoint.face.things.portraits.gallery` picks it.
"""
