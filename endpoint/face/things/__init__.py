"""Things, terms and shapes under their own addresses: pages for people, data for programs."""
