"""The rules of our own ontology, compiled beforehand.

Closing the axioms among themselves takes longer than closing a thousand documents with the rules made of them. The
rules therefore stand in ``rules.json`` with a digest of the ontology's files; where the digest does not fit, they are
compiled anew.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.assets import folder, rebased_text
from kg.closure.axioms import is_axiom, ontology_triples
from kg.closure.rule import Rule, Triple
from kg.namespaces import DEFAULT_BASE

PATH = Path(__file__).resolve().parent / "rules.json"


@lru_cache(maxsize=4)
def own_rules(base: str = DEFAULT_BASE) -> tuple[frozenset[Triple], tuple[Rule, ...]]:
    """Load the axioms of the ontology and the rules made of them.

    :param base: base IRI of the build
    """
    prepared = json.loads(rebased_text(PATH, base)) if PATH.is_file() else {}
    if prepared.get("ontology") == ontology_digest():
        return frozenset(map(_triple, prepared["axioms"])), tuple(map(_rule, prepared["rules"]))
    return _compiled(base)


def _compiled(base: str) -> tuple[frozenset[Triple], tuple[Rule, ...]]:
    from kg.closure.compiling import compile_rules

    axioms = frozenset(triple for triple in ontology_triples(base) if is_axiom(*triple))
    return axioms, compile_rules(axioms)


def ontology_digest() -> str:
    """Digest the files that the rules are made of: 64 hexadecimal digits."""
    root = folder("ontology")
    whole = hashlib.sha256()
    for path in (root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl"))):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def prepared_text() -> str:
    """Write ``rules.json``: one rule a line, in a fixed order."""
    axioms, rules = _compiled(DEFAULT_BASE)
    lines = [
        '{"ontology": ' + json.dumps(ontology_digest()) + ",",
        '"axioms": [',
        ",\n".join(json.dumps(axiom, ensure_ascii=False) for axiom in sorted(axioms)) + "],",
        '"rules": [',
        ",\n".join(
            json.dumps([rule.name, rule.body, rule.head, rule.schema, rule.distinct], ensure_ascii=False)
            for rule in rules
        )
        + "]}",
    ]
    return "\n".join(lines) + "\n"


def _rule(fields: list[Any]) -> Rule:
    name, body, head, schema, distinct = fields
    return Rule(
        name, tuple(map(_triple, body)), _triple(head) if head else None, tuple(map(_triple, schema)), tuple(distinct)
    )


def _triple(terms: list[str]) -> Triple:
    subject, predicate, value = terms
    return subject, predicate, value
