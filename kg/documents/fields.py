"""Labelled fields that stand on one line, and values that hold several names."""

import re

from kg.documents.draft import LabelledField
from kg.documents.labels import Field, field_of
from kg.regexes import late

_INLINE = late(r"^(?:\d\.\s)?([^\W\d_][^:\n]{1,40}?)\s?:\s(\S.*)$")
#: A label with its number and colon is in so many characters.
_LONGEST = 50
#: ``No``, ``Nr.``: the label of a number, which is short.
_NUMBER = 3
_BREAKS: dict[Field, re.Pattern[str]] = {
    "place": late(r"\s?[/;|]\s?"),
    "source": late(r"\s?[;|]\s?|,\s(?=(?:the )?(?:OSCE|ОБСЕ|OSZE)\b)"),
    "fields_of_work": late(r"\s?[;|]\s?|,\s"),
}


def split_inline(line: str) -> LabelledField | None:
    """Read ``Label: value`` on one line.

    :param line: a line in canonical form
    :returns: the field, or nothing if the words before the colon label none

    >>> split_inline("Place: VIENNA/KYIV").values
    ['VIENNA', 'KYIV']
    >>> split_inline("1. Date: Thursday, 1 October 2020").values
    ['Thursday, 1 October 2020']
    >>> split_inline("He said: yes") is None
    True
    """
    match = _INLINE.match(line) if ": " in line[:_LONGEST] else None
    name = field_of(match[1]) if match else None
    if not match or not name or (name == "other" and len(match[1]) <= _NUMBER and len(match[2]) > _LONGEST):
        return None
    return LabelledField(match[1].rstrip(), name, split_values(name, [match[2]]))


def split_values(name: Field, values: list[str]) -> list[str]:
    """Take values apart that hold several names, each kept once, in order.

    :param name: the field; only places, sources and fields of work are lists
    :param values: values in canonical form

    >>> split_values("source", ["OSCE Secretariat, OSCE Centre in Bishkek"])
    ['OSCE Secretariat', 'OSCE Centre in Bishkek']
    """
    breaks = _BREAKS.get(name)
    parts = [part for value in values for part in (breaks.split(value) if breaks else [value])]
    return list(dict.fromkeys(stripped for part in parts if (stripped := part.strip(" ,;"))))
