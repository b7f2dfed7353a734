"""SPARQL of shapes: what SHACL forbids in it, and how it is asked for all focus nodes at once.

A query of a shape is meant to run once a focus node, with ``$this`` and the parameters bound before it starts
(SHACL §5.3.1, appendix A). Here it runs once: every group of the query that would not see a pre-bound variable by a
join gets the pattern that binds it. A query whose answer depends on running once a node (LIMIT, aggregates over
everything) is told apart and runs once a node.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import ShapesError
from kg.namespaces import OWL as OWL_NS
from kg.namespaces import RDF as RDF_NS
from kg.namespaces import RDFS as RDFS_NS
from kg.sparql import called
from kg.terminals import pieces
from kg.validation.dataset import Pattern
from kg.validation.terms import Term
from kg.validation.triples import Triples
from kg.validation.vocabulary import OWL, SH

_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
#: What makes one solution depend on the others.
_OF_ALL = {"GROUP", "HAVING", "LIMIT", "OFFSET"}


@dataclass(slots=True)
class _Group:
    """One group of the query: which variables its own patterns bind, which its own expressions use."""

    start: int
    is_select: bool = False
    is_top: bool = False
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


class ShapeQuery:
    """A SELECT or ASK query of a shape, read into tokens.

    :param text: the query as the shapes graph has it
    :param where: whose query it is, for messages
    :param prebound: names of the variables that are bound before it runs
    :raises ShapesError: if SHACL forbids what the query does
    """

    def __init__(self, text: str, where: str, prebound: frozenset[str]) -> None:
        self._where = where
        self._prebound = prebound
        self._words = pieces(text)
        self._groups: list[_Group] = []
        self._read()
        self._refuse_forbidden(text)
        self._refuse_hidden()

    @property
    def uses(self) -> set[str]:
        """Names of all variables in the query."""
        return {word[1:] for word in self._words if word[0] in "?$" and len(word) > 1}

    @property
    def runs_once_a_node(self) -> bool:
        """Tell whether the answer depends on running for one focus node at a time."""
        upper = [word.upper() for word in self._words]
        if {"LIMIT", "OFFSET"} & set(upper):
            return True
        if not ({"HAVING"} | _AGGREGATES) & set(upper):
            return False
        plain = " ".join(word for word in self._words if word[0] not in "\"'#<")
        selects = len(re.findall(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b|\bSELECT\b", plain, re.I))
        grouped = re.findall(r"\bGROUP\s+BY\b[^{}]*?[?$]\s*this\b", plain, re.I)
        return selects > 2 * max(len(grouped), 0) or not grouped

    def injected(self, patterns: Mapping[str, Pattern], path: str | None) -> str:
        """Write the query with the patterns of pre-bound variables where they are needed.

        :param patterns: name of a variable → pattern that binds it
        :param path: the shape's path, for ``$PATH``
        """
        starts = {group.start: group for group in self._groups if not group.is_select}
        out: list[str] = []
        for index, word in enumerate(self._words):
            out.append(self._written(word, path))
            if (group := starts.get(index)) is not None:
                out.extend(f" {pattern(f'?{name}')} " for name, pattern in self._needed(group, patterns))
        return "".join(out)

    def body(self, patterns: Mapping[str, Pattern], path: str | None) -> str:
        """Write the outermost group of the query, braces included."""
        text = self.injected(patterns, path)
        return text[text.index("{") : text.rindex("}") + 1]

    def seeded(self, name: str, seed: Pattern, patterns: Mapping[str, Pattern], path: str | None) -> str | None:
        """Write the query with some values of one of its variables given, and ``$this`` to be found.

        It has every solution that the query has with one of these values, and perhaps others.

        :param name: the variable that has the values
        :param seed: pattern that binds a variable to them
        :param patterns: as for :meth:`injected`, without ``this``
        :param path: the shape's path, for ``$PATH``
        :returns: None unless triples that the query begins with bind both variables, so that what follows them (an
            OPTIONAL, a BIND) sees no more than it would see without the seed
        """
        upper = {word.upper() for word in self._words}
        nested = self._groups[1:]
        is_plain = not upper & (_AGGREGATES | _OF_ALL) and not any(group.is_select for group in nested)
        needs_this = any("this" in group.used - group.bound for group in nested)
        if not is_plain or needs_this or not {"this", name} <= self._begins_with():
            return None
        before, brace, after = self.injected(patterns, path).partition("{")
        return f"{before}{brace} {seed(f'?{name}')} {after}"

    def _begins_with(self) -> set[str]:
        """Name the variables of the triples that the outermost group begins with; FILTERs may stand between them."""
        names: set[str] = set()
        depth = 0
        for word in self._words[self._groups[0].start + 1 :] if self._groups else ():
            if word in "{}" or word.upper() == "BIND":
                break
            depth += {"(": 1, ")": -1}.get(word, 0)
            if depth == 0 and word[0] in "?$" and len(word) > 1:
                names.add(word[1:])
        return names

    def returns(self, name: str) -> bool:
        """Tell whether the query may return a variable: it is selected, or all are."""
        start = self._groups[0].start if self._groups else len(self._words)
        return bool({f"?{name}", f"${name}", "*"} & set(self._words[:start]))

    def _needed(self, group: _Group, patterns: Mapping[str, Pattern]) -> Iterator[tuple[str, Pattern]]:
        for name, pattern in patterns.items():
            if group.is_top or (name in group.used and name not in group.bound):
                yield name, pattern
            elif name in group.bound and name != "this":
                yield name, pattern

    def _written(self, word: str, path: str | None) -> str:
        if word[0] in "?$" and word[1:] == "PATH":
            if path is None:
                raise ShapesError(f"{self._where} uses $PATH, but its shape has no sh:path")
            return path
        return "" if word.startswith("#") else word

    def _read(self) -> None:
        stack: list[tuple[_Group, int]] = []
        depth = 0
        for index, word in enumerate(self._words):
            if word == "{":
                group = _Group(index, self._opens_select(index), is_top=not self._groups)
                self._groups.append(group)
                stack.append((group, depth))
                depth = 0
            elif word == "}" and stack:
                depth = stack.pop()[1]
            elif word in "()":
                depth += 1 if word == "(" else -1
            elif stack and word[0] in "?$" and len(word) > 1:
                (stack[-1][0].used if depth else stack[-1][0].bound).add(word[1:])

    def _opens_select(self, index: int) -> bool:
        following = (word for word in self._words[index + 1 :] if word.strip() and not word.startswith("#"))
        return next(following, "").upper() == "SELECT"

    def _refuse_forbidden(self, text: str) -> None:
        if called(text):
            raise ShapesError(f"{self._where} uses SERVICE, which SHACL forbids in a shape's query")
        significant = [word for word in self._words if word.strip() and not word.startswith("#")]
        for word, following in zip(significant, [*significant[1:], " "], strict=True):
            if forbidden := _forbidden(word):
                raise ShapesError(f"{self._where} uses {forbidden}, which SHACL forbids in a shape's query")
            if word.upper() == "AS" and following[0] in "?$" and following[1:] in self._prebound:
                raise ShapesError(f"{self._where} binds {following} anew, which is bound before the query runs")

    def _refuse_hidden(self) -> None:
        for group in self._groups:
            if not group.is_select:
                continue
            selected = self._selected(group.start)
            inside = self._inside(group.start)
            for name in sorted(self._prebound):
                if name not in selected and (name == "this" or name in inside):
                    raise ShapesError(f"{self._where} has a nested SELECT that does not return ${name}: add it")

    def _selected(self, start: int) -> set[str]:
        names: set[str] = set()
        for word in self._words[start + 1 :]:
            if word == "{":
                break
            if word[0] in "?$" and len(word) > 1:
                names.add(word[1:])
        return names

    def _inside(self, start: int) -> set[str]:
        names, depth = set(), 0
        for word in self._words[start:]:
            depth += {"{": 1, "}": -1}.get(word, 0)
            if depth == 0:
                break
            if word[0] in "?$" and len(word) > 1:
                names.add(word[1:])
        return names


def _forbidden(word: str) -> str:
    """Name what SHACL forbids in a word of a query; the engine needs no space between two, hence parts of words too."""
    if not word.isidentifier():
        return ""
    return word.upper() if word.upper() in _FORBIDDEN else "SERVICE" if "SERVICE" in word.upper() else ""


def prologue(graph: Triples, node: Term) -> str:
    """Write the PREFIX lines of a shape's query: declared ones, with ``rdf``, ``rdfs`` and ``owl`` known anyway.

    :raises ShapesError: if a declaration lacks its prefix or namespace
    """
    found = {"rdf": RDF_NS, "rdfs": RDFS_NS, "owl": OWL_NS}
    todo, seen = graph.objects(node, SH.prefixes), set[Term]()
    while todo:
        ontology = todo.pop()
        if ontology in seen:
            continue
        seen.add(ontology)
        todo.extend(graph.objects(ontology, OWL.imports))
        found |= dict(_declared(graph, ontology))
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in sorted(found.items()))


def _declared(graph: Triples, ontology: Term) -> Iterator[tuple[str, str]]:
    for declaration in graph.objects(ontology, SH.declare):
        prefix, namespace = graph.value(declaration, SH.prefix), graph.value(declaration, SH.namespace)
        if prefix is None or namespace is None:
            raise ShapesError(f"{ontology} declares a prefix without sh:prefix or sh:namespace: give both")
        yield prefix.value, namespace.value
