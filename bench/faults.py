"""Faults for measuring validation: one release in a hundred gets one, of each kind by turns.

The same lines give the same faults. Every fault breaks a shape of the project.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.namespaces import XSD

_OSCE = "https://w3id.org/osce-kg/ontology#"
_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_TITLE = "<http://purl.org/dc/terms/title>"
_BEGIN, _END = f"<{_NIF}beginIndex>", f"<{_NIF}endIndex>"
_VERSION, _SNAPSHOT, _FOUND, _REFERS = (
    f"<{_OSCE}{name}>" for name in ("hasLanguageVersion", "hasSnapshot", "foundIn", "refersTo")
)
_ISSUED_ON, _ISSUED_BY, _FIELD, _PLACE, _CONFIDENCE, _DIGEST, _FROM, _UNTIL = (
    f"<{_OSCE}{name}>"
    for name in (
        "issuedOn", "issuedBy", "hasFieldOfWork", "datelinePlace", "confidence", "sha256", "validFrom", "validUntil",
    )
)  # fmt: skip
#: One release in so many has a fault.
EVERY = 100
#: Predicate → objects of one subject, all as in N-Triples.
Node = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A change of one thing of a release.

    :param name: what is wrong
    :param thing: ``document``, its first ``version``, its first ``snapshot`` or the first ``mention`` found there
    :param change: from a node to the new objects of some predicates
    """

    name: str
    thing: str
    change: Callable[[Node], Node]


def _date(day: str) -> str:
    return f'"{day}"^^<{XSD}date>'


def _behind(offset: str) -> list[str]:
    """Write the code point after another."""
    return [f'"{int(offset.split(chr(34))[1]) + 1}"^^<{XSD}integer>']


FAULTS = (
    Fault("no title", "document", lambda node: {_TITLE: []}),
    Fault("a second date", "document", lambda node: {_ISSUED_ON: [*node[_ISSUED_ON], _date("1806-08-06")]}),
    Fault(
        "a field of work of another scheme",
        "document",
        lambda node: {_FIELD: ["<https://w3id.org/osce-kg/scheme/document-type/document>"]},
    ),
    Fault("offsets beside the quotation", "mention", lambda node: {_BEGIN: _behind(node[_BEGIN][0])}),
    Fault("a reference to nothing", "mention", lambda node: {_REFERS: [f"{node[_FOUND][0][:-1]}/nothing>"]}),
    Fault(
        "a relation that ends before it begins",
        "version",
        lambda node: {
            _TYPE: [*node[_TYPE], f"<{_OSCE}TimedRelation>"],
            _FROM: [_date("2020-01-01")],
            _UNTIL: [_date("2019-12-31")],
        },
    ),
    Fault("a date as text", "document", lambda node: {_ISSUED_ON: ['"14 March 2006"']}),
    Fault("two titles in a language", "document", lambda n: {_TITLE: [n[_TITLE][0], f'"Or: {n[_TITLE][0][1:]}']}),
    Fault("a confidence above 1", "mention", lambda node: {_CONFIDENCE: [f'"1.5"^^<{XSD}decimal>']}),
    Fault("the digest of another text", "snapshot", lambda node: {_DIGEST: [f'"{"0" * 64}"']}),
    Fault("a mention that begins behind its end", "mention", lambda node: {_BEGIN: _behind(node[_END][0])}),
    Fault("an issuer that is a place", "document", lambda node: {_ISSUED_BY: node[_PLACE]}),
)


def seeded(lines: Sequence[str], faults: Sequence[Fault] = FAULTS) -> Iterator[str]:
    """Put a fault into every hundredth release.

    :param lines: sorted N-Triples
    :param faults: which, by turns
    :returns: the lines, those that are changed in the place of their subject
    """
    chosen = _chosen(lines, faults)
    nodes: dict[str, Node] = {subject: defaultdict(list) for subject in chosen}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject in nodes:
            nodes[subject][predicate].append(rest[:-3])
    for line in lines:
        subject = line.split(" ", 1)[0]
        if subject not in chosen:
            yield line
        elif subject in nodes:
            node = nodes.pop(subject)
            node.update(chosen[subject].change(node))
            yield from (f"{subject} {predicate} {each} .\n" for predicate in sorted(node) for each in node[predicate])


def _chosen(lines: Iterable[str], faults: Sequence[Fault]) -> dict[str, Fault]:
    """Choose the subjects that change: the document of every hundredth release, or what belongs to it."""
    versions, snapshots, mentions = (_first(lines, predicate) for predicate in (_VERSION, _SNAPSHOT, _FOUND))
    mention_in = {snapshot: mention for mention, snapshot in reversed(mentions.items())}
    chosen = {}
    for place, document in enumerate(sorted(versions)[::EVERY]):
        version = versions[document]
        snapshot = snapshots[version]
        things = {"document": document, "version": version, "snapshot": snapshot, "mention": mention_in[snapshot]}
        fault = faults[place % len(faults)]
        chosen[things[fault.thing]] = fault
    return chosen


def _first(lines: Iterable[str], predicate: str) -> dict[str, str]:
    """Tell the first object of a predicate of each subject."""
    found: dict[str, str] = {}
    for line in lines:
        if f" {predicate} " in line:
            subject, at, rest = line.split(" ", 2)
            if at == predicate:
                found.setdefault(subject, rest[:-3])
    return found
