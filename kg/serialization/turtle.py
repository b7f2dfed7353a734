"""Turtle and TriG from sorted lines, in one pass and in constant memory; the same lines give the same bytes.

The type comes first, then the names, then the rest; numbers and truth values in canonical form are written bare.
A prefix is declared where it is first used: at the head, or in a large file before the first block that needs it.
Source: RDF 1.1 Turtle, https://www.w3.org/TR/turtle/, and TriG, https://www.w3.org/TR/trig/.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from kg.namespaces import DCTERMS, DEFAULT_BASE, RDFS, SKOS, TYPE, XSD
from kg.regexes import late
from kg.serialization.names import Names, look_ahead
from kg.serialization.terms import split_line

_DATATYPE = late(r"\^\^<([^>]*)>$")
_BARE = late(
    rf'"(-?(?:0|[1-9][0-9]*))"\^\^<{XSD}integer>|"(-?(?:0|[1-9][0-9]*)\.[0-9]+)"\^\^<{XSD}decimal>'
    rf'|"(true|false)"\^\^<{XSD}boolean>'
)
#: Predicates that come first, in this order.
_FIRST = {
    term: number
    for number, term in enumerate(
        (TYPE, f"<{RDFS}label>", f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>", f"<{DCTERMS}title>")
    )
}
#: Columns that the objects of a predicate may take before each gets a line of its own.
_WIDTH = 80
#: Subjects in one block of a graph; a larger graph has several.
_SUBJECTS = 2000
#: Written IRIs that are remembered, at most.
_REMEMBERED = 1 << 15

Parts = tuple[str, str, str, str]


class _Terms:
    """Writes terms, shortened, and remembers them: what a graph links to, it mostly links to often."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[str, str] = {}

    def iri(self, term: str) -> str:
        """Shorten a written IRI; a blank node stays as it is."""
        known = self._known.get(term)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = (self._names.short(term[1:-1]) if term.startswith("<") else None) or term
            self._known[term] = known
        return known

    def object(self, term: str) -> str:
        """Shorten a written IRI, or the datatype of a written literal; write a number bare."""
        if not term.startswith('"'):
            return self.iri(term)
        if term.endswith('"') or not term.endswith(">"):
            return term
        bare = _BARE.fullmatch(term)
        if bare:
            return str(bare[1] or bare[2] or bare[3])
        return _DATATYPE.sub(lambda match: f"^^{self.iri(f'<{match[1]}>')}", term)


def turtle(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write Turtle; graphs are left out.

    :param lines: N-Quads or N-Triples lines, those of one subject together
    :param base: base IRI of the build
    :returns: pieces of text, one a subject, after the prefixes
    """
    return turtle_of(map(split_line, lines), base)


def turtle_of(quads: Iterable[Parts], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write Turtle of lines that have been split: subject, predicate, object and graph as they are written."""
    names = Names(base)
    terms = _Terms(names)
    groups = groupby(quads, key=itemgetter(0))
    yield from _declaring(("\n" + _block(subject, group, terms, "") for subject, group in groups), names)


def trig(lines: Iterable[str], base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write TriG.

    :param lines: N-Quads lines, those of one graph together, and in it those of one subject
    :param base: base IRI of the build
    :returns: pieces of text, one a graph (a large one has several), after the prefixes
    """
    names = Names(base)
    terms = _Terms(names)
    groups = groupby(map(split_line, lines), key=itemgetter(3))
    yield from _declaring((block for graph, inside in groups for block in _graph(graph, inside, terms)), names)


def _declaring(pieces: Iterator[str], names: Names) -> Iterator[str]:
    """Put the declaration of each prefix before the first piece that uses it."""
    done: set[str] = set()
    for number, piece in enumerate(look_ahead(pieces)):
        new = names.used - done
        if new:
            done |= new
            declared = names.declared(new).items()
            yield ("\n" if number else "") + "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in declared)
        yield piece if done or number else piece.removeprefix("\n")


def _graph(graph: str, inside: Iterable[Parts], terms: _Terms) -> Iterator[str]:
    opening = f"\n{terms.iri(graph)} {{\n" if graph else "\n{\n"
    blocks: list[str] = []
    for subject, group in groupby(inside, key=itemgetter(0)):
        blocks.append(_block(subject, group, terms, "    "))
        if len(blocks) == _SUBJECTS:
            yield opening + "".join(blocks) + "}\n"
            blocks = []
    if blocks:
        yield opening + "".join(blocks) + "}\n"


def _block(subject: str, parts: Iterable[Parts], terms: _Terms, indent: str) -> str:
    """Write what is said of one subject; a triple that two graphs state is written once."""
    said: dict[str, dict[str, None]] = {}
    for _, predicate, value, _ in parts:
        said.setdefault(predicate, {})[value] = None
    if len(said) > 1:
        said = dict(sorted(said.items(), key=lambda item: _FIRST.get(item[0], len(_FIRST))))
    written = [
        f"{'a' if predicate == TYPE else terms.iri(predicate)} {_objects(values, terms, indent)}"
        for predicate, values in said.items()
    ]
    return f"{indent}{terms.iri(subject)} " + f" ;\n{indent}    ".join(written) + " .\n"


def _objects(values: Iterable[str], terms: _Terms, indent: str) -> str:
    written = [terms.object(value) for value in values]
    if len(written) > 1 and sum(map(len, written)) > _WIDTH:
        return f" ,\n{indent}        ".join(written)
    return " , ".join(written)
