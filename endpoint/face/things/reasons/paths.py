"""From the fact that a page shows to the statements it is made of: a path of properties from a thing to a value.

The path is the part of SPARQL 1.1 Query §9.1 that pages use: properties joined by ``/``, each maybe backwards (``^``).
"""

import re
from dataclasses import dataclass

import pyoxigraph as ox

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.problems import Problem

_STEP = re.compile(r"(\^?)(?:([A-Za-z][\w-]*):([\w-]+)|<([^<>\"{}|^`\\\s]+)>)")
_LONGEST = 4
_MOST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A property of a path, and whether it is read from its other end."""

    predicate: ox.NamedNode
    is_inverse: bool


def steps_of(path: str, prefixes: dict[str, str]) -> tuple[Step, ...]:
    """Read a path.

    :param path: as ``^org:member/org:role``; an IRI in angle brackets where no prefix fits
    :raises Problem: 400 if it is not one

    >>> [step.is_inverse for step in steps_of("^e:a/e:b", {"e": "https://e.org/"})]
    [True, False]
    """
    steps, at = [], 0
    while found := _STEP.match(path, at):
        inverse, prefix, name, iri = found.groups()
        if iri is None and prefix not in prefixes:
            break
        steps.append(_step(iri or prefixes[prefix] + name, bool(inverse)))
        at = found.end()
        if at == len(path) and len(steps) <= _LONGEST:
            return tuple(steps)
        if path[at : at + 1] != "/":
            break
        at += 1
    raise Problem(400, f"p={path!r} is not a path of properties: write it as osce:hostState", kind="parameters")


def _step(iri: str, is_inverse: bool) -> Step:
    try:
        return Step(ox.NamedNode(iri), is_inverse)
    except ValueError:
        raise Problem(400, f"{iri!r} is not an absolute IRI", kind="parameters") from None


def triples_along(generation: Generation, subject: str, steps: tuple[Step, ...], value: str) -> list[ox.Triple]:
    """Find the statements that lead from a thing to a value; empty where none do.

    :param subject: IRI of the thing
    :param value: an IRI, or the text of a literal whatever its language or datatype
    """
    found: list[ox.Triple] = []
    for row in rows(generation, _query(subject, steps, value)):
        ends = [ox.NamedNode(subject), *(_term(row[f"x{n}"]) for n in range(1, len(steps) + 1))]
        for step, begin, end in zip(steps, ends, ends[1:], strict=False):
            first, last = (end, begin) if step.is_inverse else (begin, end)
            # A literal has no properties: a path that goes back from one says nothing.
            if isinstance(first, ox.NamedNode):
                found.append(ox.Triple(first, step.predicate, last))
    return list(dict.fromkeys(found))[:_MOST]


def _query(subject: str, steps: tuple[Step, ...], value: str) -> str:
    ends = [f"<{subject}>", *(f"?x{n}" for n in range(1, len(steps) + 1))]
    pattern = " ".join(
        f"{end} {step.predicate} {begin} ." if step.is_inverse else f"{begin} {step.predicate} {end} ."
        for step, begin, end in zip(steps, ends, ends[1:], strict=False)
    )
    last, given = ends[-1], ox.Literal(value)
    # What looks like an IRI is looked up, as one and as the address that a page has; any other text is compared.
    both = f'VALUES {last} {{ <{value}> "{value}"^^xsd:anyURI }}'
    wanted = both if _is_iri(value) else f"FILTER(STR({last}) = {given})"
    return f"SELECT DISTINCT {' '.join(ends[1:])} {{ {wanted} {pattern} }} ORDER BY {' '.join(ends[1:])} LIMIT {_MOST}"


def _is_iri(value: str) -> bool:
    try:
        return value.startswith(("http://", "https://", "urn:")) and bool(ox.NamedNode(value))
    except ValueError:
        return False


def _term(cell: dict[str, str]) -> ox.NamedNode | ox.Literal:
    if cell["type"] == "uri":
        return ox.NamedNode(cell["value"])
    if "xml:lang" in cell:
        return ox.Literal(cell["value"], language=cell["xml:lang"])
    return ox.Literal(cell["value"], datatype=ox.NamedNode(cell["datatype"]) if "datatype" in cell else None)
