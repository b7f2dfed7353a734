"""What may be given to anybody: the facts without the texts of pages, under CC BY 4.0.

What is left out: the text of a page and quotations of it, which belong to the OSCE, and what the reference tables have
from a source under the ODbL (``LICENSE-DATA``): demonyms and alternative English names of States.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.iris import Iris
from kg.namespaces import SKOS
from kg.release.dumps import compressed, read_compressed
from kg.serialization.turtle import turtle

NAMES = ("osce-kg-facts.nq.gz", "osce-kg-facts.ttl.gz")


def write_facts(folder: Path, base: str) -> int:
    """Write ``osce-kg-facts.nq.gz`` and ``osce-kg-facts.ttl.gz`` from the whole dump.

    :param folder: a release with ``osce-kg.nq.gz``
    :param base: base IRI of the build
    :returns: the number of quads that were written
    """
    number = 0

    def counted(lines: Iterable[str]) -> Iterator[str]:
        nonlocal number
        for line in lines:
            number += 1
            packed.write(line)
            yield line

    quads, readable = (folder / name for name in NAMES)
    with compressed(quads) as packed, compressed(readable) as text:
        text.writelines(turtle(counted(free(read_compressed(folder / "osce-kg.nq.gz"), base)), base))
    return number


def free(lines: Iterable[str], base: str) -> Iterator[str]:
    """Leave out the lines that are not everybody's.

    >>> text = '<d> <https://w3id.org/osce-kg/ontology#plainText> "whole" <g> .\\n'
    >>> list(free([text, "<d> <p> <o> <g> .\\n"], "https://w3id.org/osce-kg/"))
    ['<d> <p> <o> <g> .\\n']
    """
    iris = Iris(base)
    left_out = {f"<{iris.term(name)}>" for name in ("plainText", "quotedText", "demonym")}
    alternative, states = f"<{SKOS}altLabel>", f"<{iris.state('')}"
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in left_out:
            continue
        if predicate == alternative and subject.startswith(states) and '"@en <' in rest:
            continue
        yield line
