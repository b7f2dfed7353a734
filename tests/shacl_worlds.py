"""Random shapes with random data to validate: every component of SHACL Core, nesting, paths, targets, severities."""

from collections.abc import Callable
from random import Random

EX = "http://example.org/"
_PREFIXES = f"""@prefix ex: <{EX}> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_NODES = [f"ex:n{index}" for index in range(6)]
_CLASSES = ["ex:A", "ex:B", "ex:C"]
_PREDICATES = ["ex:p", "ex:q", "ex:r"]
_DATATYPES = ["xsd:string", "xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:date", "rdf:langString", "xsd:anyURI"]
_LITERALS = [
    '"a"', '"abc"', '""', '"a"@en', '"b"@en', '"c"@de', '"c"@de-AT', "1", "2", "5", "-3", "1.5", "2.5", "true", "false",
    '"2020-01-01"^^xsd:date', '"2021-06-30"^^xsd:date', '"x"^^xsd:integer', '"2020-13-01"^^xsd:date', '"u"^^xsd:anyURI',
    '"07"^^xsd:integer', '"2.50"^^xsd:decimal', '"4"^^xsd:byte', '"400"^^xsd:byte',
]  # fmt: skip
_KINDS = ["BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
_PATTERNS = ["^a", "b$", "[0-9]", "^$", "n[0-2]"]


class ShaclWorld:
    """One shapes graph and one data graph, as Turtle, the same for the same seed.

    :param seed: of the random numbers
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._inner = 0
        self._later: list[str] = []
        self.data = _PREFIXES + self._make_data()
        self.shapes = _PREFIXES + self._make_shapes()

    def _one(self, items: list[str]) -> str:
        return self._random.choice(items)

    def _value(self) -> str:
        return self._one(_NODES) if self._random.random() < 0.45 else self._one(_LITERALS)

    def _make_data(self) -> str:
        lines = ["ex:B rdfs:subClassOf ex:A ."] if self._random.random() < 0.5 else []
        for node in _NODES:
            if self._random.random() < 0.7:
                lines.append(f"{node} a {self._one(_CLASSES)} .")
            for _ in range(self._random.randrange(5)):
                lines.append(f"{node} {self._one(_PREDICATES)} {self._value()} .")
        return "\n".join(lines) + "\n"

    def _make_shapes(self) -> str:
        tops = [self._shape(f"ex:S{index}", self._target(), 0) for index in range(self._random.randrange(1, 4))]
        return "\n".join([*tops, *self._later]) + "\n"

    def _target(self) -> str:
        kinds = [
            f"sh:targetClass {self._one(_CLASSES)}",
            f"sh:targetNode {self._value()}",
            f"sh:targetSubjectsOf {self._one(_PREDICATES)}",
            f"sh:targetObjectsOf {self._one(_PREDICATES)}",
        ]
        return " ; ".join(self._random.sample(kinds, self._random.randrange(1, 3))) + " ;"

    def _shape(self, name: str, target: str, depth: int, *, is_property: bool | None = None) -> str:
        if is_property is None:
            is_property = self._random.random() < 0.6
        head = f"{name} a sh:PropertyShape ; sh:path {self._path()} ; " if is_property else f"{name} a sh:NodeShape ; "
        makers = self._constraints(is_property, depth)
        chosen = self._random.sample(makers, self._random.randrange(1, 4))
        severity = self._one(["", "sh:severity sh:Warning ;", "sh:severity ex:Mine ;"])
        message = self._one(["", 'sh:message "said"@en ;'])
        return f"{head}{target} {severity} {message} {' ; '.join(make() for make in chosen)} ."

    def _path(self) -> str:
        one, other = self._one(_PREDICATES), self._one(_PREDICATES)
        complex_paths = [
            f"[ sh:inversePath {one} ]",
            f"( {one} {other} )",
            f"[ sh:alternativePath ( {one} {other} ) ]",
            f"[ sh:zeroOrMorePath {one} ]",
            f"[ sh:oneOrMorePath {one} ]",
            f"[ sh:zeroOrOnePath {one} ]",
        ]
        return one if self._random.random() < 0.7 else self._one(complex_paths)

    def _constraints(self, is_property: bool, depth: int) -> list[Callable[[], str]]:
        one, number = self._one, self._random.randrange
        makers: list[Callable[[], str]] = [
            lambda: f"sh:class {one(_CLASSES)}",
            lambda: f"sh:datatype {one(_DATATYPES)}",
            lambda: f"sh:nodeKind sh:{one(_KINDS)}",
            lambda: f"sh:minLength {number(4)}",
            lambda: f"sh:maxLength {number(4)}",
            lambda: f'sh:pattern "{one(_PATTERNS)}"',
            lambda: f"sh:in ( {self._value()} {self._value()} {self._value()} )",
            lambda: f"sh:hasValue {self._value()}",
            lambda: f"sh:minInclusive {one(['1', '2.0'])}",
            lambda: f"sh:maxExclusive {one(['2', '5.0'])}",
            lambda: f"sh:equals {one(_PREDICATES)}",
            lambda: f"sh:disjoint {one(_PREDICATES)}",
            lambda: f"sh:closed true ; sh:ignoredProperties ( rdf:type {one(_PREDICATES)} )",
            lambda: 'sh:languageIn ( "en" "de" )',
        ]
        if is_property:
            makers += [
                lambda: f"sh:minCount {number(3)}",
                lambda: f"sh:maxCount {number(3)}",
                lambda: "sh:uniqueLang true",
                lambda: f"sh:lessThan {one(_PREDICATES)}",
                lambda: f"sh:lessThanOrEquals {one(_PREDICATES)}",
            ]
        if depth < 2:
            makers += [
                lambda: f"sh:node {self._nested(depth, is_property=False)}",
                lambda: f"sh:not {self._nested(depth)}",
                lambda: f"sh:and ( {self._nested(depth)} {self._nested(depth)} )",
                lambda: f"sh:or ( {self._nested(depth)} {self._nested(depth)} )",
                lambda: f"sh:xone ( {self._nested(depth)} {self._nested(depth)} )",
                lambda: f"sh:property {self._nested(depth, is_property=True)}",
            ]
            if is_property:
                makers.append(
                    lambda: f"sh:qualifiedValueShape {self._nested(depth)} ; sh:qualifiedMinCount {number(3)}"
                )
        return makers

    def _nested(self, depth: int, *, is_property: bool | None = None) -> str:
        self._inner += 1
        name = f"ex:I{self._inner}"
        self._later.append(self._shape(name, "", depth + 1, is_property=is_property))
        return name
