"""The elements that patterns are written with."""

from kg.regexes import late

ELEMENT = late(
    r"\s*(?:(?P<word>\"[^\"]+\")|<(?P<macro>[\w-]+)>|(?P<look>then|unless|after|not-after)\(|(?P<capture>\w+):"
    r"|(?P<mark>once\(|\{\d*,?\d*\}|[()|?*+])|(?P<no>!)|(?P<name>[a-z][\w-]*))"
)
#: Borders of the line, and any unit.
BORDERS = {"start": r"\A", "end": r"\Z", "any": "."}
#: Class of the units that are exactly a word: ``"of"`` in a pattern is the class ``=of``.
WORD = "="
#: What opens a group, and that of a group which fits in one way only.
GROUPS = ("(", "once(")
