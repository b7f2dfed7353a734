"""What happened and what changed: feeds of a thing, a calendar of meetings, the difference between two releases."""
