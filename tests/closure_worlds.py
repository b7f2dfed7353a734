"""Random small ontologies with data, that use every construct which the closure reads but keys.

owlrl 7 takes two things that both lack the values of a key to share them, so keys are tested apart.
"""

import random

from kg.closure import Triple
from kg.namespaces import OWL, RDF, RDFS, XSD

TYPE = f"<{RDF}type>"
CLASSES = [f"<urn:C{i}>" for i in range(7)]
PROPERTIES = [f"<urn:p{i}>" for i in range(7)]
THINGS = [f"<urn:x{i}>" for i in range(8)]


def owl(name: str) -> str:
    return f"<{OWL}{name}>"


def rdfs(name: str) -> str:
    return f"<{RDFS}{name}>"


class World:
    """One ontology with data, from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.axioms: list[Triple] = []
        self.data: list[Triple] = []
        self._nodes = 0
        self._declare()
        makers = [getattr(self, name) for name in dir(self) if name.startswith("make_")]
        for _ in range(self.random.randint(3, 14)):
            self.random.choice(makers)()
        for _ in range(self.random.randint(4, 22)):
            self._state()

    def one(self, of: list[str]) -> str:
        return self.random.choice(of)

    def node(self) -> str:
        self._nodes += 1
        return f"_:n{self._nodes}"

    def listed(self, members: list[str]) -> str:
        nodes = [self.node() for _ in members]
        for node, member, rest in zip(nodes, members, [*nodes[1:], f"<{RDF}nil>"], strict=True):
            self.axioms += [(node, f"<{RDF}first>", member), (node, f"<{RDF}rest>", rest)]
        return nodes[0]

    def some(self, of: list[str], least: int = 2, most: int = 3) -> list[str]:
        return self.random.sample(of, self.random.randint(least, most))

    def _declare(self) -> None:
        self.axioms += [(each, TYPE, owl("Class")) for each in CLASSES]
        self.axioms += [(each, TYPE, owl("ObjectProperty")) for each in PROPERTIES]

    def _state(self) -> None:
        kind = self.random.random()
        if kind < 0.4:
            self.data.append((self.one(THINGS), TYPE, self.one(CLASSES)))
        elif kind < 0.93:
            self.data.append((self.one(THINGS), self.one(PROPERTIES), self.one(THINGS)))
        elif kind < 0.97:
            self.data.append((self.one(THINGS), owl("sameAs"), self.one(THINGS)))
        else:
            self.data.append((self.one(THINGS), owl("differentFrom"), self.one(THINGS)))

    def make_subclass(self) -> None:
        self.axioms.append((self.one(CLASSES), rdfs("subClassOf"), self.one(CLASSES)))

    def make_equivalent_class(self) -> None:
        self.axioms.append((self.one(CLASSES), owl("equivalentClass"), self.one(CLASSES)))

    def make_subproperty(self) -> None:
        self.axioms.append((self.one(PROPERTIES), rdfs("subPropertyOf"), self.one(PROPERTIES)))

    def make_equivalent_property(self) -> None:
        self.axioms.append((self.one(PROPERTIES), owl("equivalentProperty"), self.one(PROPERTIES)))

    def make_domain(self) -> None:
        self.axioms.append((self.one(PROPERTIES), rdfs("domain"), self.one(CLASSES)))

    def make_range(self) -> None:
        self.axioms.append((self.one(PROPERTIES), rdfs("range"), self.one(CLASSES)))

    def make_inverse(self) -> None:
        self.axioms.append((self.one(PROPERTIES), owl("inverseOf"), self.one(PROPERTIES)))

    def make_character(self) -> None:
        names = ["Symmetric", "Transitive", "Functional", "InverseFunctional", "Irreflexive", "Asymmetric"]
        self.axioms.append((self.one(PROPERTIES), TYPE, owl(f"{self.one(names)}Property")))

    def make_chain(self) -> None:
        steps = [self.one(PROPERTIES) for _ in range(self.random.randint(2, 4))]
        self.axioms.append((self.one(PROPERTIES), owl("propertyChainAxiom"), self.listed(steps)))

    def make_restriction(self) -> None:
        node, kind = (
            self.node(),
            self.one(["someValuesFrom", "allValuesFrom", "hasValue", "maxCardinality", "qualified"]),
        )
        self.axioms += [(node, TYPE, owl("Restriction")), (node, owl("onProperty"), self.one(PROPERTIES))]
        number = f'"{self.random.randint(0, 1)}"^^<{XSD}nonNegativeInteger>'
        if kind == "maxCardinality":
            self.axioms.append((node, owl(kind), number))
        elif kind == "qualified":
            self.axioms += [(node, owl("maxQualifiedCardinality"), number)]
            self.axioms += [(node, owl("onClass"), self.one([*CLASSES, owl("Thing")]))]
        elif kind == "hasValue":
            self.axioms.append((node, owl(kind), self.one(THINGS)))
        else:
            self.axioms.append((node, owl(kind), self.one([*CLASSES, owl("Thing")])))
        above, below = self.random.sample([node, self.one(CLASSES)], 2)
        self.axioms.append((below, rdfs("subClassOf"), above))

    def make_boolean(self) -> None:
        name = self.one(["intersectionOf", "unionOf"])
        self.axioms.append((self.one(CLASSES), owl(name), self.listed(self.some(CLASSES))))

    def make_one_of(self) -> None:
        self.axioms.append((self.one(CLASSES), owl("oneOf"), self.listed(self.some(THINGS))))

    def make_disjoint(self) -> None:
        one, other = self.random.sample(CLASSES, 2)
        self.axioms.append((one, owl(self.one(["disjointWith", "complementOf"])), other))

    def make_disjoint_properties(self) -> None:
        one, other = self.random.sample(PROPERTIES, 2)
        self.axioms.append((one, owl("propertyDisjointWith"), other))

    def make_all_disjoint(self) -> None:
        node = self.node()
        kind, of = self.random.choice([("AllDisjointClasses", CLASSES), ("AllDisjointProperties", PROPERTIES)])
        self.axioms += [(node, TYPE, owl(kind)), (node, owl("members"), self.listed(self.some(of)))]

    def make_all_different(self) -> None:
        node = self.node()
        self.axioms += [(node, TYPE, owl("AllDifferent")), (node, owl("members"), self.listed(self.some(THINGS)))]

    def make_denial(self) -> None:
        node = self.node()
        self.axioms += [
            (node, TYPE, owl("NegativePropertyAssertion")),
            (node, owl("sourceIndividual"), self.one(THINGS)),
            (node, owl("assertionProperty"), self.one(PROPERTIES)),
            (node, owl("targetIndividual"), self.one(THINGS)),
        ]
