"""Words between quotation marks that are parts of a sentence: those of a list, names, and single words."""

from collections.abc import Sequence

from kg.facts.reading.parties import Part
from kg.facts.reading.quotes import Quote

#: Words of a part of a sentence that may go on with what somebody is reported to have said.
LONG = 4
_THE = "the"
#: Classes of what may stand between the parts of a list.
_JOINS = frozenset({"and", "determiner"})


def is_a_word_of(quote: Part, speaker: Part) -> bool:
    """Tell whether a short quotation is only a word that a sentence marks."""
    return quote.begin > speaker.begin or (quote.has("fragment") and not quote.has("broken"))


def is_in_a_list(between: Sequence[Part]) -> bool:
    """Tell whether only marks and small words are between two parts of a list: "“A”, “B” and the “C”"."""
    return bool(between) and all(u.text == "," or u.classes & _JOINS for u in between)


def is_name(before: Sequence[Part], quote: Part) -> bool:
    """Tell what something is called, behind an article: "on the day on which the “Loom camp” was opened"."""
    content = quote.content
    short = isinstance(content, Quote) and content.words <= LONG
    return short and bool(before) and before[-1].text.casefold() == _THE and not quote.has("ended")
