"""Proofs of what is entailed, found by ``osce-kg explain`` in a process of its own, bounded in memory and time."""

import json
import subprocess
import threading
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from endpoint.engine.service import Generation, ran_out_of_memory, run_command
from endpoint.face.answers import service
from endpoint.face.things.reasons.quotes import asking
from endpoint.problems import Problem, busy
from kg.release.evidence import Ground, Passage, grounds

#: Proofs looked for at once in a front; each may use a core.
_PLACES = threading.BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Reason:
    """A statement with what is behind it: the graphs that state it, or the rule that entails it of others.

    ``rule`` is the OWL 2 RL name of the rule, empty where the statement is asserted; ``axioms`` are the statements of
    the ontology that the rule rests on, ``premises`` those of the release.
    """

    triple: ox.Triple
    grounds: tuple[Ground, ...] = ()
    rule: str = ""
    axioms: tuple[ox.Triple, ...] = ()
    premises: tuple["Reason", ...] = ()


def reason_for(generation: Generation, triple: ox.Triple) -> Reason:
    """Say why a release holds a statement.

    :raises Problem: 503 if it is entailed and no proof is found in time, 507 in the memory there is; 501 if it is
        entailed over another store
    """
    stated = tuple(grounds(asking(generation), triple, generation.release.base))
    return Reason(triple, stated) if stated else _proved(generation, triple)


def _proved(generation: Generation, triple: ox.Triple) -> Reason:
    config = service().config
    if config.backend:
        raise Problem(501, "what follows from what is known of a finished release alone: serve one", kind="no-proof")
    if not _PLACES.acquire(timeout=2):
        raise busy("another proof is being looked for; come back in a moment")
    words = [str(triple.subject), str(triple.predicate), str(triple.object)]
    try:
        folder = str(generation.release.folder)
        ended = run_command(config, "explain", "--format", "json", "--", folder, *words)
    except subprocess.TimeoutExpired:
        raise Problem(503, f"no proof was found in {config.timeout:g} s", kind="timeout") from None
    finally:
        _PLACES.release()
    if ended.returncode and ran_out_of_memory(ended.stderr, bounded_from_the_start=True):
        raise Problem(507, "the proof needs more memory than one query may use", kind="memory")
    if ended.returncode:
        said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Problem(503, said[-1].removeprefix("osce-kg: ") if said else "no proof was found", kind="no-proof")
    return _read(json.loads(ended.stdout)[0])


def _read(tree: dict[str, Any]) -> Reason:
    """Read what ``osce-kg explain --format json`` writes of one proof."""
    triple = _triple(tree["triple"])
    if tree["rule"]:
        premises = tuple(map(_read, tree["premises"]))
        return Reason(triple, rule=tree["rule"], axioms=tuple(map(_triple, tree["axioms"])), premises=premises)
    found = tuple(
        Ground(
            graph=ground["graph"],
            passages=tuple(Passage(**passage) for passage in ground["passages"]),
            sources=tuple(ground["sources"]),
        )
        for ground in tree["grounds"]
    )
    return Reason(triple, found)


def _triple(words: list[str]) -> ox.Triple:
    quads = ox.parse(f"{' '.join(words)} .", format=ox.RdfFormat.N_TRIPLES)
    return ox.Triple(*next(iter(quads)).triple)
