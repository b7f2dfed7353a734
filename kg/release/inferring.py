"""The closure's place in a release: ``inferred.nt.gz`` and ``graph/inferred``."""

from collections.abc import Iterator
from pathlib import Path

from kg.closure import Closure, Contradiction, close
from kg.closure.explanation import Explainer
from kg.errors import Inconsistent
from kg.iris import Iris
from kg.nquads import iri
from kg.release.dumps import compressed, read_compressed

NAME = "inferred.nt.gz"
#: So many contradictions are told; the number of all of them is told as well.
_TOLD = 5


def write_inferred(plain: Path, folder: Path, iris: Iris) -> int:
    """Close the asserted quads and write what follows of them.

    :param plain: the asserted graphs as plain N-Quads
    :param folder: the release
    :param iris: IRIs of the build
    :returns: how many triples follow
    :raises Inconsistent: if the data contradicts the ontology; the message has the premises
    """
    with plain.open(encoding="utf-8", newline="\n") as lines:
        closure = close(lines, base=iris.base)
    refuse_contradictions(closure)
    with compressed(folder / NAME) as stream:
        stream.writelines(closure.entailed)
    return len(closure.entailed)


def refuse_contradictions(closure: Closure) -> None:
    """Raise what a closure contradicts.

    :raises Inconsistent: with the first contradictions, one a line, and their number
    """
    found = closure.contradictions
    if found:
        explainer = Explainer(closure)
        told = "\n".join(f"{each}\n  asserted: {_behind(each, explainer)}" for each in found[:_TOLD])
        more = f"\nand {len(found) - _TOLD:,} more" if len(found) > _TOLD else ""
        times = "once" if len(found) == 1 else f"{len(found):,} times"
        raise Inconsistent(f"the data contradicts the ontology {times}\n{told}{more}")


def _behind(contradiction: Contradiction, explainer: Explainer) -> str:
    """Write the asserted triples that the premises of a contradiction rest on."""
    proofs = (proof for premise in contradiction.premises for proof in explainer.proofs(premise))
    leaves = dict.fromkeys(leaf for proof in proofs for leaf in proof.leaves())
    return " ; ".join(" ".join(leaf) for leaf in leaves)


def inferred_quads(folder: Path, iris: Iris) -> Iterator[str]:
    """Read the inferred triples of a release as quads of ``graph/inferred``; none if it has none."""
    graph = f" {iri(iris.graph('inferred'))} .\n"
    path = folder / NAME
    for line in read_compressed(path) if path.exists() else ():
        yield line.removesuffix(" .\n") + graph
