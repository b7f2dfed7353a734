"""``osce-kg explain``: why a release holds a triple."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kg.cli.outputs import output
from kg.cli.settings import verbosity
from kg.closure import Triple
from kg.closure.explanation import Step
from kg.iris import Iris, digest
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, compact, prefixes
from kg.release import read_manifest
from kg.release.evidence import Ground, Passage
from kg.release.explaining import Explanation
from kg.release.explaining import explain as find
from kg.serialization.formats import serialize

_PROFILES = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"


@click.command(short_help="Why a triple is in a release.")
@click.argument("release", type=click.Path(path_type=Path))
@click.argument("terms", nargs=3, metavar="S P O")
@click.option("--format", "form", type=click.Choice(("text", "turtle", "json")), default="text", show_default=True)
@click.option(
    "--proofs", type=click.IntRange(min=1), default=1, show_default=True, help="How many proofs to give at most."
)
@verbosity
def explain(release: Path, terms: tuple[str, str, str], form: str, proofs: int) -> None:
    """Say why a RELEASE holds the triple S P O.

    For what a page says, the sentence with the span marked, the page's address and when it was fetched. For what
    follows, the rule by its OWL 2 RL name and its premises, down to sentences. Write terms as in Turtle, with the
    project's prefixes, or as bare IRIs. Exit code 1 if the release does not hold the triple.

    \b
    Example:
      osce-kg explain release doc:485162 osce:mentions state:kyrgyzstan
      osce-kg explain release body:odihr a foaf:Agent --format json
    """
    found = find(release, terms, proofs)
    base = read_manifest(release).base
    with output("-") as stream:
        stream.writelines(_FORMS[form](found, base))


class _Names:
    """Shortens terms for reading."""

    def __init__(self, base: str) -> None:
        self._prefixes = prefixes(base)

    def triple(self, triple: Triple) -> str:
        return " ".join(map(self.term, triple))

    def term(self, term: str) -> str:
        if not term.startswith("<"):
            return term
        short = compact(term[1:-1], self._prefixes)
        return term if short == term[1:-1] else short


def _text(found: list[Explanation], base: str) -> Iterator[str]:
    names = _Names(base)
    for number, explanation in enumerate(found):
        yield "\n" if number else ""
        yield from _step(explanation.proof, explanation, names, 0)


def _step(step: Step, explanation: Explanation, names: _Names, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{names.triple(step.triple)}\n"
    if step.rule is None:
        for ground in explanation.grounds.get(step.triple, ()):
            yield from _ground(ground, names, indent + "  ")
        return
    axioms = "; ".join(names.triple(axiom) for axiom in step.rule.schema)
    yield f"{indent}  entailed by {step.rule.name}{f' with {axioms}' if axioms else ''}, from\n"
    for premise in step.premises:
        yield from _step(premise, explanation, names, depth + 2)


def _ground(ground: Ground, names: _Names, indent: str) -> Iterator[str]:
    yield f"{indent}asserted in {names.term(f'<{ground.graph}>')}\n"
    for source in ground.sources:
        yield f"{indent}  source: {source}\n"
    for passage in ground.passages:
        sentence = passage.sentence
        marked = f"{sentence[: passage.begin]}»{sentence[passage.begin : passage.end]}«{sentence[passage.end :]}"
        yield f"{indent}  {' '.join(marked.split())}\n"
        yield f"{indent}    {_where(passage)}\n"


def _where(passage: Passage) -> str:
    parts = [
        passage.address or passage.title or "a page without address",
        f"captured {passage.captured}" if passage.captured else "capture time not known",
        *([f"confidence {passage.confidence}"] if passage.confidence else []),
        *([f"read by the pattern {passage.pattern!r}"] if passage.pattern else []),
    ]
    return ", ".join(parts)


def _json(found: list[Explanation], base: str) -> Iterator[str]:
    del base
    told = [_tree(explanation.proof, explanation) for explanation in found]
    yield json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _tree(step: Step, explanation: Explanation) -> dict[str, Any]:
    tree: dict[str, Any] = {"triple": step.triple, "rule": step.rule.name if step.rule else None}
    if step.rule:
        tree["axioms"] = step.rule.schema
        tree["premises"] = [_tree(premise, explanation) for premise in step.premises]
        return tree
    tree["grounds"] = [
        {
            "graph": ground.graph,
            "sources": ground.sources,
            "passages": [{name: getattr(each, name) for name in Passage.__slots__} for each in ground.passages],
        }
        for ground in explanation.grounds.get(step.triple, ())
    ]
    return tree


def _turtle(found: list[Explanation], base: str) -> Iterator[str]:
    """Write proofs as reified statements, derived from one another; the rule is a title."""
    lines = sorted({line for each in found for line in _statements(each.proof, each, Iris(base))})
    yield from serialize(lines, "turtle", base)


def _statements(step: Step, explanation: Explanation, iris: Iris) -> Iterator[str]:
    me = _statement(step.triple, iris)
    yield f"{me} <{RDF}type> <{RDF}Statement> .\n"
    for role, term in zip(("subject", "predicate", "object"), step.triple, strict=True):
        yield f"{me} <{RDF}{role}> {term} .\n"
    if step.rule:
        yield f'{me} <{RDFS}comment> "entailed by {step.rule.name}"@en .\n'
        yield f"{me} <{DCTERMS}conformsTo> <{_PROFILES}> .\n"
    for ground in explanation.grounds.get(step.triple, ()) if step.rule is None else ():
        yield f"{me} <{PROV}wasDerivedFrom> <{ground.graph}> .\n"
    for premise in step.premises:
        yield f"{me} <{PROV}wasDerivedFrom> {_statement(premise.triple, iris)} .\n"
        yield from _statements(premise, explanation, iris)


def _statement(triple: Triple, iris: Iris) -> str:
    return f"<{iris.thing('statement', digest(*triple)[:12])}>"


_FORMS = {"text": _text, "json": _json, "turtle": _turtle}
