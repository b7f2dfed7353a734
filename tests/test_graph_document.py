"""Stage 4: what is stated of a document, and how its captures settle."""

from dataclasses import dataclass, replace

import pytest

from kg.facts import Facts
from kg.graph import Conversion, assemble, settle, state_document
from kg.iris import Iris
from kg.model import Document, DocumentKind, Mention, Printed, Span

IRIS = Iris()
NOTHING = Facts()
TITLE = "Training for border guards opens in Kelheim"
TEXT = f"{TITLE}\nKELHEIM, 3 March 2015 – The course began."


@dataclass(frozen=True)
class Register:
    """Knows one name of each kind."""

    base = IRIS.base

    def issuer(self, printed: str) -> str | None:
        return IRIS.org("osce") if printed == "OSCE" else None

    def issuer_of_section(self, section: str, day: str | None) -> str | None:
        return IRIS.org("odihr") if section == "odihr" and day else None

    def has_section(self, body: str) -> bool:
        return body in (IRIS.org("odihr"), IRIS.org("secretariat"), IRIS.org("osce"))

    def place(self, printed: str) -> str | None:
        return IRIS.place("vienna") if printed == "VIENNA" else None

    def field_of_work(self, label: str) -> str | None:
        return IRIS.concept("field-of-work", "elections") if label == "Elections" else None

    def label(self, iri: str) -> str | None:
        return "OSCE" if iri == IRIS.org("osce") else None


def _label(value: str) -> Printed:
    return Printed(value=value, evidence="label")


def _document(
    *,
    kind: DocumentKind = "press-release",
    places: tuple[str, ...] = (),
    retrieved: str | None = None,
    text: str = TEXT,
) -> Document:
    return Document(
        key="900001",
        kind=kind,
        address="https://www.osce.org/node/900001",
        language="en",
        title=_label(TITLE),
        text=text,
        paragraphs=(Span(len(TITLE) + 1, len(text)),),
        issued=Printed(value="2015-03", evidence="dateline"),
        places=tuple(map(_label, places)),
        sources=(_label("OSCE"), _label("An unknown office")),
        fields_of_work=(_label("Elections"), _label("Beekeeping")),
        retrieved=retrieved,
    )


def _lines(document: Document, facts: Facts = NOTHING) -> list[str]:
    return list(assemble(document, facts, Register(), IRIS))


def _has(lines: list[str], *parts: str) -> bool:
    return any(all(part in line for part in parts) for line in lines)


def test_a_release_without_source_and_section_is_issued_by_whom_its_first_sentence_names() -> None:
    text = f"{TITLE}\nKELHEIM, 3 March 2015 – The office of bees said so."
    at = text.index("office")
    named = Mention(start=at, end=at + 6, quote="office", target=IRIS.org("odihr"), kind="org", confidence=0.9)
    bare = replace(_document(text=text), sources=())
    lines = _lines(bare, Facts(mentions=(named,)))
    assert _has(lines, "issuedBy", IRIS.org("odihr")) and _has(lines, "editorialNote", "first sentence")
    assert not _has(_lines(replace(bare, kind="document"), Facts(mentions=(named,))), "issuedBy")
    other = replace(bare, sources=(_label("Beekeepers' News Agency"),))
    assert not _has(_lines(other, Facts(mentions=(named,))), "issuedBy")


def test_a_release_that_begins_with_the_secretary_general_is_issued_by_the_secretariat() -> None:
    text = f"{TITLE}\nKELHEIM, 3 March 2015 – The OSCE Secretary General said so."
    at = text.index("OSCE Sec")
    owner = Mention(start=at, end=at + 4, quote="OSCE", target=IRIS.org("osce"), kind="org", confidence=0.9)
    title = "OSCE Secretary General"
    post = owner._replace(end=at + len(title), quote=title, target=IRIS.post("secretary-general"), kind="post")
    lines = _lines(replace(_document(text=text), sources=()), Facts(mentions=(owner, post)))
    assert _has(lines, "issuedBy", IRIS.org("secretariat"))


def test_every_line_stands_in_the_graph_of_the_document_and_none_has_a_blank_node() -> None:
    lines = _lines(_document(places=("VIENNA",)))
    assert all(line.endswith(f"<{IRIS.graph('doc/900001')}> .\n") for line in lines)
    assert not _has(lines, "_:")
    assert lines == sorted(set(lines))


def test_a_date_keeps_the_precision_that_was_printed_and_the_ground_it_stands_on() -> None:
    lines = _lines(_document())
    assert _has(lines, "#issuedOn>", '"2015-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
    assert _has(lines, "#dateEvidence>", "/evidence-kind/dateline>")


def test_printed_names_that_the_register_lacks_stay_as_printed() -> None:
    lines = _lines(_document())
    assert _has(lines, "#issuedBy>", "/id/org/osce>")
    assert _has(lines, "#issuerAsPrinted>", '"An unknown office"')
    assert _has(lines, "#hasFieldOfWork>", "/field-of-work/elections>")
    assert _has(lines, "#fieldOfWorkAsPrinted>", '"Beekeeping"')


def test_an_unknown_place_is_minted_with_a_label_that_follows_from_its_iri() -> None:
    known, minted = _lines(_document(places=("VIENNA",))), _lines(_document(places=("KELHEIM",)))
    assert _has(known, "#datelinePlace>", "/id/place/vienna>")
    assert not _has(known, "#Place>")
    assert _has(minted, "<https://w3id.org/osce-kg/id/place/kelheim>", "#prefLabel>", '"Kelheim"@en')


def test_a_page_that_is_no_press_release_is_a_document_of_its_type() -> None:
    lines = _lines(_document(kind="story"))
    assert _has(lines, "/terms/type>", "/document-type/story>")
    assert not _has(lines, "#PressRelease>")


def test_a_mention_is_seven_triples_and_is_stated_of_the_document_directly() -> None:
    mention = Mention(start=0, end=8, quote="Training", target=IRIS.state("malta"), kind="state", confidence=0.9)
    plain, with_mention = _lines(_document()), _lines(_document(), Facts(mentions=(mention,)))
    assert len(with_mention) == len(plain) + 7 + 1
    assert _has(with_mention, "/id/doc/900001>", "#mentions>", "/id/state/malta>")


def _conversion(
    text: str, captured: str = "", language: str = "en", title: str = "a", source: str = "one"
) -> Conversion:
    document = _document(text=text, retrieved=captured or None)
    quads = state_document(document, Facts(), Register(), IRIS)
    head = tuple(line.replace(TITLE, title) for line in quads.head)
    return Conversion(
        key="900001",
        language=language,
        captured=captured,
        sha256=document.sha256,
        source=source,
        offset=0,
        page=text,
        head=head,
        body=quads.body,
    )


def test_the_latest_capture_speaks_for_the_document_and_earlier_ones_stay_as_snapshots() -> None:
    old = _conversion("old", "2015-03-03T10:00:00Z", title="old title")
    new = _conversion("new", "2016-03-03T10:00:00Z", title="new title")
    settled = settle([new, old], IRIS)
    assert _has(list(settled.lines), "terms/title>", '"new title"')
    assert not _has(list(settled.lines), '"old title"')
    before, after = IRIS.snapshot(old.sha256), IRIS.snapshot(new.sha256)
    assert _has(list(settled.lines), f"<{after}>", "#previousSnapshot>", f"<{before}>")


def test_a_text_that_was_read_twice_stands_once_and_is_told() -> None:
    first, again = _conversion("same", source="a"), _conversion("same", source="b")
    settled = settle([again, first], IRIS)
    assert settled.kept == (first,)
    assert settled.repeated == ((again, first),)


def test_each_language_gives_its_title_and_english_gives_the_rest() -> None:
    english = _conversion("one", title="english")
    russian = _conversion("two", language="ru", title="russian")
    lines = list(settle([russian, english], IRIS).lines)
    assert _has(lines, '"english"')
    assert _has(lines, '"russian"')


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_captures_settle_alike_in_any_order(order: tuple[int, ...]) -> None:
    captures = [_conversion("a", "2015-01-01T00:00:00Z"), _conversion("b"), _conversion("c", "2014-01-01T00:00:00Z")]
    assert settle([captures[each] for each in order], IRIS) == settle(captures, IRIS)
