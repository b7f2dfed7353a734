"""The page of a document: its text with every span that says something lit and linked, and the facts beside it."""

from dataclasses import dataclass
from itertools import pairwise

from endpoint.face.language import chosen, gettext
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import Line, Link, Portrait, Row, Section, Subject, maybe, named
from endpoint.face.things.portraits.shared import acts, certainty, contacts, facts

#: What a span can stand for and be linked to; whole sentences stand for events and are anchors instead.
_ENTITIES = ("/id/person/", "/id/state/", "/id/org/", "/id/post/", "/id/place/", "/id/meeting/", "/scheme/")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: plain, or a span that stands for something."""

    text: str
    address: str = ""
    title: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one language, as paragraphs of pieces."""

    language: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    digest: str


def document(subject: Subject) -> Portrait:
    """Draw a document: what it is, who issued it, and the facts that it states."""
    portrait = Portrait()
    portrait.facts = facts(
        subject,
        (gettext("Issued"), "osce:issuedOn"),
        (gettext("Issued by"), "osce:issuedBy"),
        (gettext("Place"), "osce:datelinePlace"),
        (gettext("Fields of work"), "osce:hasFieldOfWork"),
        (gettext("Symbol"), "osce:documentSymbol"),
        (gettext("Adopted by"), "osce:adoptedBy"),
        (gettext("Original"), "osce:hasLanguageVersion/osce:sourceUrl"),
    )
    portrait.add(acts(subject, "osce:statedIn", gettext("What is said in it")))
    portrait.add(contacts(subject, "osce:statedIn", gettext("Calls, visits and meetings")))
    portrait.add(_offices(subject))
    return portrait


def _offices(subject: Subject) -> Section:
    written = """?m osce:foundIn/osce:snapshotOf/osce:languageVersionOf ?this ; osce:asWritten ?words ;
      nif:beginIndex ?at OPTIONAL { ?m osce:confidence ?sure } OPTIONAL { ?m osce:readBy ?reader }"""
    pattern = f"""?tenure ?person ?person_name ?post ?post_name ?words ?at ?sure ?reader {{
      ?tenure osce:statedIn ?this ; osce:ofPost ?post ; org:member ?person . {named("person")} {named("post")}
      OPTIONAL {{ ?tenure osce:evidencedBy ?m . {written} }} }}"""
    found = {row["tenure"]: row for row in subject.ask(pattern, "?person_name")}
    lines = tuple(
        Line(
            (subject.link(row, "person"), subject.link(row, "post")),
            words=row.get("words", ""),
            source=Link(row["words"], f"#s{row['at']}") if "words" in row else None,
            note=certainty(row),
            record=subject.address(row["tenure"]),
        )
        for row in found.values()
    )
    return Section(gettext("Who is named with an office"), (gettext("Who"), gettext("Office")), lines)


def texts(subject: Subject) -> list[Text]:
    """Read the texts of a document, the reader's language first, then English; empty where the release has none."""
    found = subject.ask(
        """?tag ?snapshot ?text ?digest { ?this osce:hasLanguageVersion ?v . ?v osce:languageTag ?tag .
        ?v osce:hasSnapshot ?snapshot . ?snapshot osce:plainText ?text OPTIONAL { ?snapshot osce:sha256 ?digest } }""",
        "?tag",
        20,
    )
    ordered = sorted(found, key=lambda row: (row["tag"] != chosen(), row["tag"] != "en", row["tag"]))
    return [_text(subject, row) for row in ordered]


def _text(subject: Subject, row: Row) -> Text:
    spans = subject.ask(
        f"""?begin ?end ?target ?target_name {{ ?m osce:foundIn <{row["snapshot"]}> .
        ?m nif:beginIndex ?begin ; nif:endIndex ?end . {maybe("m", "osce:refersTo", "target")} }}""",
        limit=5000,
    )
    return Text(
        row["tag"], paragraphs(row["text"], _chosen(spans), _anchors(spans), subject.base), row.get("digest", "")
    )


@dataclass(frozen=True, slots=True, order=True)
class _Span:
    begin: int
    end: int
    target: str
    name: str


def _chosen(spans: list[Row]) -> list[_Span]:
    """Take spans that stand for a thing, longer ones first where two overlap, in the order of the text."""
    known = sorted(
        _Span(int(row["begin"]), int(row["end"]), row["target"], row.get("target_name", ""))
        for row in spans
        if any(kind in row.get("target", "") for kind in _ENTITIES)
    )
    taken: list[_Span] = []
    for span in sorted(known, key=lambda each: (each.begin - each.end, each)):
        if all(span.end <= other.begin or span.begin >= other.end for other in taken):
            taken.append(span)
    return sorted(taken)


def _anchors(spans: list[Row]) -> dict[int, tuple[str, ...]]:
    """Map the beginning of each sentence that states an event to the anchors that facts link to."""
    found: dict[int, set[str]] = {}
    for row in spans:
        if not any(kind in row.get("target", "") for kind in _ENTITIES):
            found.setdefault(int(row["begin"]), set()).add(f"s{row['begin']}")
    return {begin: tuple(sorted(names)) for begin, names in found.items()}


def paragraphs(
    text: str, spans: list["_Span"], anchors: dict[int, tuple[str, ...]], base: str
) -> tuple[tuple[Piece, ...], ...]:
    """Cut a text into paragraphs of pieces; together they are the text, line breaks apart.

    :param spans: what to link, in order, none overlapping; offsets in code points
    """
    cuts = sorted({0, len(text), *anchors, *(span.begin for span in spans), *(span.end for span in spans)})
    by_begin = {span.begin: span for span in spans}
    made: list[list[Piece]] = [[]]
    for begin, end in pairwise(cuts):
        span = by_begin.get(begin)
        for n, run in enumerate(text[begin:end].split("\n")):
            if n:
                made.append([])
            if run:
                address = address_of(span.target, base) if span else ""
                made[-1].append(
                    Piece(run, address, span.name if span else "", anchors.get(begin, ()) if n == 0 else ())
                )
    return tuple(tuple(pieces) for pieces in made if pieces)
