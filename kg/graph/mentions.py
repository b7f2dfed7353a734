"""Mentions in their compact form: one node and seven triples each."""

from collections.abc import Iterable, Iterator

from kg.iris import Iris, digest
from kg.model import Mention
from kg.namespaces import NIF, XSD
from kg.nquads import TYPE, iri, literal, quad

#: Kinds of target that no span denotes: the span is a passage that bears the fact out.
_BORNE_OUT = ("tenure", "event")


def mention_iri(mention: Mention, snapshot: str, iris: Iris) -> str:
    """Name a mention: snapshot, begin, end and four hex digits of its target.

    :param snapshot: the snapshot's IRI, which ends in 12 hex digits

    >>> mention = Mention(start=3, end=9, quote="Serbia", target="https://w3id.org/osce-kg/id/state/serbia",
    ...                   kind="state", confidence=1.0)
    >>> mention_iri(mention, Iris().snapshot("a" * 64), Iris())
    'https://w3id.org/osce-kg/id/mention/aaaaaaaaaaaa-3-9-f014'
    """
    copy = snapshot.rsplit("/", 1)[-1]
    return iris.thing("mention", f"{copy}-{mention.start}-{mention.end}-{digest(mention.target)[:4]}")


def decimal(value: float) -> str:
    """Write a confidence as canonical ``xsd:decimal``, three places at most.

    >>> decimal(1), decimal(0.95), decimal(0.8123)
    ('1.0', '0.95', '0.812')
    """
    text = f"{value:.3f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def mention_lines(mentions: Iterable[Mention], snapshot: str, iris: Iris, graph: str) -> Iterator[str]:
    """State mentions; one whose target is a fact is a passage, and refers to nothing: the fact points at it.

    :param mentions: spans of the snapshot's text
    :param snapshot: IRI of the snapshot that they are found in
    :param graph: IRI of the document's graph
    :returns: seven N-Quads lines a mention, eight where a pattern read it
    """
    named = iri(graph)
    for mention in mentions:
        me = iri(mention_iri(mention, snapshot, iris))
        yield quad(me, TYPE, iri(iris.term("Mention")), named)
        yield quad(me, iri(iris.term("foundIn")), iri(snapshot), named)
        yield quad(me, f"<{NIF}beginIndex>", _offset(mention.start), named)
        yield quad(me, f"<{NIF}endIndex>", _offset(mention.end), named)
        yield quad(me, iri(iris.term("asWritten")), literal(mention.quote), named)
        if mention.kind in _BORNE_OUT:
            yield quad(me, TYPE, iri(iris.term("Passage")), named)
        else:
            yield quad(me, iri(iris.term("refersTo")), iri(mention.target), named)
        confidence = literal(decimal(mention.confidence), datatype=f"{XSD}decimal")
        yield quad(me, iri(iris.term("confidence")), confidence, named)
        if mention.pattern:
            yield quad(me, iri(iris.term("readBy")), literal(mention.pattern), named)


def mentioned(mentions: Iterable[Mention], document: str, iris: Iris, graph: str) -> Iterator[str]:
    """State directly which things a document mentions, so that no query needs a reasoner."""
    predicate = iri(iris.term("mentions"))
    for target in sorted({mention.target for mention in mentions}):
        yield quad(iri(document), predicate, iri(target), iri(graph))


def _offset(value: int) -> str:
    return literal(str(value), datatype=f"{XSD}integer")
