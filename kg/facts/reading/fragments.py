"""Words between quotation marks that are parts of a sentence: those of a list, names, and single words."""

from collections.abc import Sequence
from itertools import pairwise

from kg.facts.reading.agents import Agent
from kg.facts.reading.parties import Clause, Part, persons_of
from kg.facts.reading.quotes import Quote

#: Words of a part of a sentence that may go on with what somebody is reported to have said.
LONG = 4
_THE = "the"
#: How many words a name may have, and classes of a quotation that is none.
_NAME, _SAID = 8, frozenset({"fragment", "ended"})
#: Classes of what words follow that somebody says, without a mark between.
_SPEAKS = frozenset(
    {"say", "act", "express", "verb-ing", "verb-ed", "verb-s", "clause", "and", "preposition", "adverb", "be"}
)
#: Words of the shortest quotation in a sentence, what may be a noun behind it, and what is none.
_PAIR, _NOUNS = 2, frozenset({"lower", "capital"})
_SMALL = frozenset({"and", "preposition", "clause", "adverb", "verb-ing", "determiner", "verb-ed", "be", "relative"})
#: How many units behind a quotation may say whose it is.
_NEAR = 6
#: Classes of what may stand between the parts of a list.
_JOINS = frozenset({"and", "determiner"})


def is_a_word_of(quote: Part, speaker: Part) -> bool:
    """Tell whether a short quotation is only a word that a sentence marks."""
    return quote.begin > speaker.begin or (quote.has("fragment") and not quote.has("broken"))


def is_a_phrase(line: Clause, quote: Part, speaker: Part) -> bool:
    """Tell two words that somebody said, "called it “dear wool” and left", from a name: "the “old wool” law"."""
    content, at = quote.content, line.index(quote)
    before, after = line.units[at - 1], line.units[at + 1 : at + 2]
    plain = any(unit.classes & _NOUNS and unit.classes.isdisjoint(_SMALL) for unit in after)
    return (
        isinstance(content, Quote)
        and content.words == _PAIR
        and quote.begin > speaker.begin
        and quote.has("fragment")
        and not plain
        and not before.has("titling")
    )


def is_in_a_list(between: Sequence[Part]) -> bool:
    """Tell whether only marks and small words are between two parts of a list: "“A”, “B” and the “C”"."""
    return bool(between) and all(u.text == "," or u.classes & _JOINS for u in between)


def is_name(before: Sequence[Part], quote: Part) -> bool:
    """Tell what something is called, behind an article or a noun: "at a “Loom Day”", "in her book “Looms for all”"."""
    content = quote.content
    if not isinstance(content, Quote) or content.words > LONG or not before or quote.has("ended"):
        return False
    return before[-1].text.casefold() == _THE or (not quote.has("fragment") and _may_be_named(before[-1]))


def _may_be_named(before: Part) -> bool:
    """Tell an article or a noun, which no words that somebody says follow without a mark, from a verb or a mark."""
    return before.has("determiner") or (before.has("lower") and before.classes.isdisjoint(_SPEAKS))


def is_called(line: Clause, quote: Part) -> bool:
    """Tell what something is called, by an article and a capital: "has begun the “Ravnik dialogue on better wool”"."""
    before, content = line.units[line.index(quote) - 1], quote.content
    short = isinstance(content, Quote) and content.words <= _NAME
    return short and before.text.casefold() == _THE and before.end == quote.begin and not quote.classes & _SAID


def is_answer(line: Clause, quote: Quote, before: Clause | None, asker: Sequence[Agent]) -> bool:
    """Tell the words of whoever was asked, and not of the asker: "X asked Y whether it was. “No,” he replied"."""
    at = next((at for at, unit in enumerate(line.units) if unit.content is quote), len(line.units))
    answers = any(unit.has("answering") for unit in line.units[at : at + _NEAR])
    told = (*(before.units if before else ()), *line.units[:at])
    askers = [set(persons_of((first,))) for first, verb in pairwise(told) if verb.has("asking")]
    return answers and set(asker) in askers


def is_a_strangers(units: Sequence[Part]) -> bool:
    """Tell words behind a quotation that give it to somebody who is not named: "a weaver said", "said one smith"."""
    near = [unit for unit in units[:_NEAR] if not unit.has("mark")]
    said = any(unit.has("say") for unit in near)
    subject = near[1:] if near and near[0].has("say") else near
    return said and bool(subject) and subject[0].has("indefinite")
