"""Things done in words: who calls on whom, welcomes, condemns, thanks."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.quotations import Quoted
from kg.facts.references import ADVERBS, Reference, subject_of_verb
from kg.facts.tables import entries
from kg.facts.tokens import Paragraph, Sentence, Token

_NOT_SAID = frozenset(
    {"not", "never", "to", "be", "been", "was", "were", "being", "is", "are", "would", "could", "n't"}
)
_INSERTED = frozenset(
    {
        "deep",
        "grave",
        "serious",
        "great",
        "strong",
        "profound",
        "sincere",
        "his",
        "her",
        "its",
        "their",
        "my",
        "our",
        "the",
        "heartfelt",
        "particular",
        "continued",
        "growing",
        "and",
        "sincerest",
        "deepest",
        "utmost",
        "concern",
        "thanks",
    }
)
_FIRST = frozenset({"I", "We", "we"})
_ADDRESSED = frozenset({"calls-on", "urges", "appeals", "encourages", "thanks", "congratulates", "commends"})


#: Before one of these a verb's form is a noun: "a call for", "its welcome".
_BEFORE_NOUN = frozenset({"a", "an", "the", "The", "his", "her", "its", "their", "this", "of", "for", "with", "in"})
_GUESTS = frozenset({"participants", "delegations", "guests", "delegates", "ministers", "visitors", "attendees"})
_AUTHORITIES = frozenset({"authorities", "government", "Government", "parliament", "leaders", "officials", "courts"})


@dataclass(frozen=True, slots=True)
class Said:
    """A verb phrase at tokens ``begin`` ≤ i < ``end`` with what it does, its subject, and whom it addresses."""

    begin: int
    end: int
    kind: str
    speakers: tuple[str, ...]
    addressees: tuple[str, ...]
    reach: int
    quoted: Quoted | None


def _forms(verb: str) -> Iterator[str]:
    yield verb
    yield f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s"
    if verb == "regret":
        yield "regretted"
    else:
        yield f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries("speech_acts"):
        verb, *rest = entry.term.split()
        for form in _forms(verb):
            found.setdefault(form, []).append((tuple(rest), entry.value))
    return {form: sorted(rows, key=lambda row: -len(row[0])) for form, rows in found.items()}


_BY_VERB = _phrases()


def acts_in(paragraph: Paragraph, references: list[Reference], quotations: list[Quoted]) -> list[Said]:
    """Find the acts of a paragraph whose actor the same sentence, or the quotation's speaker, makes certain."""
    found = []
    for sentence in paragraph.sentences:
        for index in range(sentence.begin, sentence.end):
            match = _phrase_at(paragraph.tokens, index, sentence.end)
            if match is None:
                continue
            end, kind = match
            quoted = next((q for q in quotations if q.begin <= index < q.end), None)
            speakers = _speakers(paragraph.tokens, sentence, references, index, quoted, quotations)
            if speakers:
                if kind == "welcomes" and _greets(paragraph.tokens, end, sentence.end):
                    continue
                addressees, reach = _addressees(paragraph.tokens, end, sentence.end, references, kind)
                found.append(Said(index, end, kind, speakers, addressees, reach, quoted))
    return found


def _greets(tokens: tuple[Token, ...], at: int, limit: int) -> bool:
    """Tell a greeting from praise: who welcomes guests receives them."""
    words = [token.text for token in tokens[at : min(at + 3, limit)]]
    return any(word in _GUESTS for word in words)


def _phrase_at(tokens: tuple[Token, ...], index: int, limit: int) -> tuple[int, str] | None:
    token = tokens[index]
    if token.mention is not None or (index and tokens[index - 1].text in _BEFORE_NOUN):
        return None
    for rest, kind in _BY_VERB.get(token.text, ()):
        at = index + 1
        if rest and token.text.startswith(("express", "voice", "extend", "offer")):
            while at < limit and tokens[at].text in _INSERTED and tokens[at].text != rest[0]:
                at += 1
        if kind == "calls-on" and at < limit and tokens[at].text in ADVERBS - {"on"}:
            at += 1
        words = tuple(t.text for t in tokens[at : min(at + len(rest), limit)])
        if words == rest:
            return at + len(rest), kind
    return None


def _speakers(
    tokens: tuple[Token, ...],
    sentence: Sentence,
    references: list[Reference],
    verb: int,
    quoted: Quoted | None,
    quotations: list[Quoted],
) -> tuple[str, ...]:
    at = verb - 1
    while at >= sentence.begin and tokens[at].text in ADVERBS:
        at -= 1
    if quoted:
        first = at >= quoted.begin and tokens[at].text in _FIRST
        return quoted.speaker.agents if first and quoted.speaker else ()
    if at < sentence.begin or tokens[at].text in _NOT_SAID:
        return ()
    if any(q.begin <= at < q.end for q in quotations):
        return ()
    return subject_of_verb(tokens, sentence, references, verb)


def _addressees(
    tokens: tuple[Token, ...], at: int, limit: int, references: list[Reference], kind: str
) -> tuple[tuple[str, ...], int]:
    """Read whom an act addresses: the States and persons named before "to" and "for"."""
    if kind not in _ADDRESSED:
        return (), _reach(tokens, at, limit)
    stop = at
    while stop < limit and (_places_addressee(tokens, stop) or not _ends_addressee(tokens, stop)):
        stop += 1
    if kind in ("calls-on", "appeals") and tokens[at - 1].text == "for":
        return (), _reach(tokens, at, limit)
    agents: list[str] = []
    for index in range(at, stop):
        mention = tokens[index].mention
        if mention and mention.kind == "state":
            agents.append(mention.target)
    agents.extend(agent for r in references if at <= r.begin < stop and r.is_person for agent in r.agents)
    return tuple(dict.fromkeys(agents)), _reach(tokens, at, limit)


def _ends_addressee(tokens: tuple[Token, ...], index: int) -> bool:
    token = tokens[index]
    if token.text in ("to", "for", "that", "not", "who", "which", "over", "about", "on", ".", ";", ":", "”", "in"):
        return True
    return token.text == "," and not (index + 1 < len(tokens) and tokens[index + 1].mention is not None)


def _places_addressee(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether "in" only says where an addressee is: "the authorities in Albania"."""
    if tokens[index].text != "in" or index + 1 >= len(tokens):
        return False
    mention = tokens[index + 1].mention
    return tokens[index - 1].text in _AUTHORITIES and mention is not None and mention.kind == "state"


def _reach(tokens: tuple[Token, ...], at: int, limit: int) -> int:
    """Find where the words that tell the act end: at the clause's end."""
    while at < limit and tokens[at].text not in (".", ";", "“", "”", "!", "?"):
        at += 1
    return at
