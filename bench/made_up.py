"""Made-up documents over the register, in the shape that the converter gives real ones: spans, speech acts, visits.

Whoever speaks in them is made up too; States, bodies, places and fields of work are those of the register.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.namespaces import DCTERMS, DEFAULT_BASE, FOAF, NIF, RDF, SKOS, XSD
from kg.pipeline import Plan, build

ID, TERM, SCHEME = f"{DEFAULT_BASE}id/", f"{DEFAULT_BASE}ontology#", f"{DEFAULT_BASE}scheme/"
SEED = 20
_PEOPLE = 2_000
_ACTS = ("calls-on", "welcomes", "condemns", "urges")
#: One document in so many tells of a visit.
_VISITS = 3

Triple = tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up document: its slug, title and text, and what it is about, each as IRI and name."""

    slug: str
    title: str
    text: str
    day: str
    states: tuple[Named, ...]
    speaker: Named
    issuer: Named
    place: Named
    field: Named


def documents(store: ox.Store, number: int) -> Iterator[Made]:
    """Make up documents about what the register of a store has."""
    rng = random.Random(SEED)
    words = _words(rng)
    states, bodies, places, fields = (
        _named(store, name) for name in ("State", "FieldOperation", "Place", "FieldOfWork")
    )
    people = [_person(words, rng, n) for n in range(_PEOPLE)]
    for n in range(number):
        met = rng.sample(states, 3)
        title = f"{' '.join(rng.choices(words, k=4)).capitalize()} in {met[0][1]}"
        text = "\n".join(f"{' '.join(rng.choices(words, k=18)).capitalize()} {name}." for _, name in met * 3)
        day = f"{1995 + n % 30}-{1 + n % 12:02}-{1 + n % 28:02}"
        yield Made(
            f"made-{n}",
            title,
            text,
            day,
            tuple(met),
            *(rng.choice(those) for those in (people, bodies, places, fields)),
        )


def _words(rng: random.Random) -> list[str]:
    letters = ("ba", "ren", "to", "lim", "sa", "vor", "ki", "du", "mel", "an", "os", "pri")
    return ["".join(rng.choices(letters, k=rng.randint(2, 4))) for _ in range(5_000)]


def _person(words: list[str], rng: random.Random, n: int) -> Named:
    return f"{ID}person/made-{n}", " ".join(word.capitalize() for word in rng.choices(words, k=2))


def _named(store: ox.Store, name: str) -> list[Named]:
    found: Any = store.query(
        f"SELECT DISTINCT ?x ?n {{ ?x a <{TERM}{name}> ; <{SKOS}prefLabel> ?n FILTER(LANG(?n) = 'en') }} ORDER BY ?x",
        use_default_graph_as_union=True,
    )
    return [(row["x"].value, row["n"].value) for row in found]


def quads(made: Iterator[Made]) -> Iterator[ox.Quad]:
    """Write documents as a release's store has them: each statement in the document's graph and the default one."""
    for each in made:
        graph = ox.NamedNode(f"{DEFAULT_BASE}graph/doc/{each.slug}")
        for subject, predicate, value in _triples(each):
            for where in (graph, ox.DefaultGraph()):
                yield ox.Quad(subject, ox.NamedNode(predicate), value, where)


def _triples(made: Made) -> Iterator[Triple]:
    node, literal = ox.NamedNode, ox.Literal
    digest = hashlib.sha256(made.slug.encode()).hexdigest()
    doc, version, copy = (
        node(f"{ID}{path}") for path in (f"doc/{made.slug}", f"doc/{made.slug}/en", f"snapshot/{digest[:12]}")
    )
    met = [*made.states, made.speaker, made.issuer, made.place]
    yield from (
        (doc, f"{RDF}type", node(f"{TERM}PressRelease")),
        (doc, f"{RDF}type", node(f"{TERM}Document")),
        (doc, f"{DCTERMS}title", literal(made.title, language="en")),
        (doc, f"{TERM}issuedOn", _day(made)),
        (doc, f"{TERM}issuedBy", node(made.issuer[0])),
        (doc, f"{TERM}datelinePlace", node(made.place[0])),
        (doc, f"{TERM}hasFieldOfWork", node(made.field[0])),
        (doc, f"{TERM}hasLanguageVersion", version),
        (version, f"{RDF}type", node(f"{TERM}LanguageVersion")),
        (version, f"{TERM}languageTag", literal("en")),
        (version, f"{TERM}hasSnapshot", copy),
        (copy, f"{RDF}type", node(f"{TERM}Snapshot")),
        (copy, f"{TERM}plainText", literal(made.text)),
        (copy, f"{TERM}sha256", literal(digest)),
        (node(made.speaker[0]), f"{RDF}type", node(f"{FOAF}Person")),
        (node(made.speaker[0]), f"{SKOS}prefLabel", literal(made.speaker[1], language="en")),
        *((doc, f"{TERM}mentions", node(iri)) for iri, _ in met),
    )
    for m, (iri, name) in enumerate(met):
        yield from _mention(made, copy, m * 10, name)
        yield (_place_in(made, m * 10), f"{TERM}refersTo", node(iri))
    yield from _act(made, doc, copy)
    if int(digest, 16) % _VISITS == 0:
        yield from _visit(made, doc, copy)


def _day(made: Made) -> ox.Literal:
    return ox.Literal(made.day, datatype=ox.NamedNode(f"{XSD}date"))


def _place_in(made: Made, at: int) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}mention/{made.slug}-{at}")


def _mention(made: Made, copy: ox.NamedNode, at: int, written: str) -> Iterator[Triple]:
    mention, integer = _place_in(made, at), ox.NamedNode(f"{XSD}integer")
    yield from (
        (mention, f"{RDF}type", ox.NamedNode(f"{TERM}Mention")),
        (mention, f"{TERM}foundIn", copy),
        (mention, f"{TERM}asWritten", ox.Literal(written)),
        (mention, f"{TERM}confidence", ox.Literal("0.98", datatype=ox.NamedNode(f"{XSD}decimal"))),
        (mention, f"{NIF}beginIndex", ox.Literal(str(at), datatype=integer)),
        (mention, f"{NIF}endIndex", ox.Literal(str(at + 5), datatype=integer)),
    )


def _act(made: Made, doc: ox.NamedNode, copy: ox.NamedNode) -> Iterator[Triple]:
    act, words = ox.NamedNode(f"{ID}speech-act/{made.slug}"), made.text.partition("\n")[0]
    kind = _ACTS[len(made.title) % len(_ACTS)]
    yield from (
        (act, f"{RDF}type", ox.NamedNode(f"{TERM}SpeechAct")),
        (act, f"{TERM}speechActType", ox.NamedNode(f"{SCHEME}speech-act-type/{kind}")),
        (act, f"{TERM}speaker", ox.NamedNode(made.speaker[0])),
        (act, f"{TERM}addressee", ox.NamedNode(made.states[0][0])),
        (act, f"{TERM}reportedOn", _day(made)),
        (act, f"{TERM}statedIn", doc),
        (act, f"{TERM}evidencedBy", _place_in(made, 70)),
        (act, f"{TERM}quotedText", ox.Literal(words, language="en")),
    )
    yield from _mention(made, copy, 70, words)


def _visit(made: Made, doc: ox.NamedNode, copy: ox.NamedNode) -> Iterator[Triple]:
    visit, words = ox.NamedNode(f"{ID}contact/{made.slug}"), made.text.partition("\n")[2].partition("\n")[0]
    yield from (
        (visit, f"{RDF}type", ox.NamedNode(f"{TERM}Contact")),
        (visit, f"{TERM}eventType", ox.NamedNode(f"{SCHEME}event-type/visit")),
        (visit, f"{TERM}hadParticipant", ox.NamedNode(made.speaker[0])),
        (visit, f"{TERM}reportedOn", _day(made)),
        (visit, f"{TERM}statedIn", doc),
        (visit, f"{TERM}evidencedBy", _place_in(made, 80)),
    )
    yield from _mention(made, copy, 80, words)


def make(folder: Path, number: int) -> tuple[Path, list[Made]]:
    """Write a release of the register, and made-up documents into its store; one that is there stays as it is."""
    release = folder / "release"
    if (release / "manifest.json").is_file():
        return release, list(documents(ox.Store.read_only(str(release / "store")), number))
    build(Plan(sources=(), out=release))
    store = ox.Store(str(release / "store"))
    made = list(documents(store, number))
    store.bulk_extend(quads(iter(made)))
    store.flush()
    store.optimize()
    return release, made
