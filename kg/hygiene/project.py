"""The files that hygiene looks at, and where in them a term stands."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from rdflib import OWL, RDF, Graph, Namespace, URIRef
from rdflib.term import Node

from kg.assets import folder
from kg.errors import KgError
from kg.hygiene.axioms import Axiom, axioms
from kg.hygiene.finding import Finding
from kg.namespaces import DEFAULT_BASE, prefixes
from kg.reference.tables import TABLES_FOLDER

#: The ontology's IRI, the namespace of its terms, and that of its concepts.
ONTOLOGY = URIRef(f"{DEFAULT_BASE}ontology")
OSCE = Namespace(f"{DEFAULT_BASE}ontology#")
SCHEME = f"{DEFAULT_BASE}scheme/"
#: The namespace of the terms of those who keep ontology and register.
CURATION = Namespace(f"{DEFAULT_BASE}ontology/curation#")
SHAPES = f"{DEFAULT_BASE}shapes#"


class TextFile:
    """A text file with its name as findings print it."""

    def __init__(self, path: Path, shown: str) -> None:
        self.path = path
        self.shown = shown

    @cached_property
    def text(self) -> str:
        """The file's text (UTF-8)."""
        return self.path.read_text(encoding="utf-8")

    def place(self, offset: int) -> tuple[int, int]:
        """Turn an offset in code points into line and column, both from 1."""
        before = self.text[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    def finding(self, offset: int, rule: str, message: str, remedy: str) -> Finding:
        """Make a finding at an offset of this file."""
        return Finding(self.shown, *self.place(offset), rule, message, remedy)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Graph:
    """Parse a file once a process, however often a project is looked at."""
    return Graph().parse(data=text, format="turtle")


class TurtleFile(TextFile):
    """A Turtle file: its triples, and the place where it speaks of a term."""

    @cached_property
    def graph(self) -> Graph:
        """The file's triples; not to be changed."""
        return _parsed(self.text)

    @cached_property
    def bound(self) -> dict[str, str]:
        """The file's prefixes and what each stands for."""
        return dict(re.findall(r"@prefix\s+([\w-]*):\s*<([^>]*)>", self.text, re.IGNORECASE))

    @cached_property
    def axioms(self) -> tuple[Axiom, ...]:
        """The file's triples with their places."""
        return tuple(axioms(self.text, self.bound))

    def spellings(self, iri: str) -> Iterator[str]:
        """Give the ways in which the file may write an IRI."""
        yield f"<{iri}>"
        for prefix, namespace in self.bound.items():
            if iri.startswith(namespace) and (local := iri.removeprefix(namespace)):
                yield f"{prefix}:{local}"

    def offset(self, iri: str) -> int:
        """Find where the file speaks of an IRI: at the head of a line, else wherever it first stands, else 0."""
        spelt = "|".join(rf"{re.escape(each)}(?![\w/-])" for each in self.spellings(iri))
        for pattern in (rf"^(?:{spelt})", rf"(?<![\w/-])(?:{spelt})"):
            if found := re.search(pattern, self.text, re.MULTILINE):
                return found.start()
        return 0

    def about(self, iri: str, rule: str, message: str, remedy: str) -> Finding:
        """Make a finding about an IRI where this file speaks of it."""
        return self.finding(self.offset(iri), rule, message, remedy)

    def place_of(self, triple: tuple[Node, Node, Node]) -> int:
        """Find where a triple is written: its object, or the head of its subject's block where it is not found.

        A blank node as object stands where a bracket opens after the predicate; of several places the last is taken.
        """
        wanted = tuple(str(node) if isinstance(node, URIRef) else "" for node in triple)
        places = [each.offset for each in self.axioms if (each.subject, each.predicate, each.object) == wanted]
        return places[-1] if places else self.offset(wanted[0])

    def at(self, triple: tuple[Node, Node, Node], rule: str, message: str, remedy: str) -> Finding:
        """Make a finding about a triple where this file writes it."""
        return self.finding(self.place_of(triple), rule, message, remedy)


@dataclass(frozen=True)
class Project:
    """The folders of a checkout or an installation; those that an installation lacks are ``None``."""

    ontology_folder: Path
    shapes_folder: Path | None = None
    tables: Path | None = None
    root: Path | None = None

    @classmethod
    def installed(cls) -> "Project":
        """Take the files of this installation; of an editable one also the documentation."""
        ontology = folder("ontology")
        root = ontology.parent if (ontology.parent / "pyproject.toml").is_file() else None
        return cls(ontology, folder("shapes"), TABLES_FOLDER, root)

    @classmethod
    def at(cls, root: Path) -> "Project":
        """Take the files of a checkout.

        :param root: a folder with ``ontology/osce.ttl``; ``shapes/``, ``kg/reference/tables/`` and ``docs/`` if there
        :raises KgError: if there is no ontology
        """
        if not (root / "ontology" / "osce.ttl").is_file():
            raise KgError(f"{str(root)!r} has no ontology/osce.ttl: name the folder of a checkout of osce-kg")
        tables = root / "kg" / "reference" / "tables"
        shapes = root / "shapes"
        return cls(root / "ontology", shapes if shapes.is_dir() else None, tables if tables.is_dir() else None, root)

    def _shown(self, path: Path) -> str:
        for part in (self.root, self.ontology_folder.parent):
            if part and path.is_relative_to(part):
                return path.relative_to(part).as_posix()
        return path.as_posix()

    def _turtle(self, pattern: str) -> tuple[TurtleFile, ...]:
        return tuple(TurtleFile(path, self._shown(path)) for path in sorted(self.ontology_folder.glob(pattern)))

    @cached_property
    def ontology(self) -> TurtleFile:
        """The one file that mints terms."""
        path = self.ontology_folder / "osce.ttl"
        return TurtleFile(path, self._shown(path))

    @cached_property
    def curation(self) -> tuple[TurtleFile, ...]:
        """The terms of the curators, in a namespace of their own: one file, or none."""
        return self._turtle("curation.ttl")

    @cached_property
    def versions(self) -> tuple[TurtleFile, ...]:
        """The older versions of the ontology, as they were."""
        return self._turtle("versions/*.ttl")

    @cached_property
    def alignments(self) -> tuple[TurtleFile, ...]:
        """The axioms towards other vocabularies."""
        return self._turtle("alignments/*.ttl")

    @cached_property
    def concepts(self) -> tuple[TurtleFile, ...]:
        """The SKOS schemes."""
        return self._turtle("concepts/*.ttl")

    @cached_property
    def shapes(self) -> tuple[TurtleFile, ...]:
        """The SHACL shapes."""
        paths = sorted(self.shapes_folder.rglob("*.ttl")) if self.shapes_folder else []
        return tuple(TurtleFile(path, self._shown(path)) for path in paths)

    @cached_property
    def shaped(self) -> frozenset[str]:
        """The IRIs of the project's own shapes and their queries."""
        own = (str(node) for file in self.shapes for node in file.graph.subjects())
        return frozenset(iri for iri in own if iri.startswith(SHAPES))

    @cached_property
    def examples(self) -> tuple[TextFile, ...]:
        """The queries of the documentation, where the project is a checkout."""
        paths = sorted((self.root / "docs").rglob("*.rq")) if self.root else []
        return tuple(TextFile(path, self._shown(path)) for path in paths)

    @cached_property
    def questions(self) -> tuple[TextFile, ...]:
        """The competency questions."""
        return tuple(TextFile(path, self._shown(path)) for path in sorted(self.ontology_folder.glob("questions/*.rq")))

    @cached_property
    def pages(self) -> tuple[TextFile, ...]:
        """The documentation, where the project is a checkout."""
        if not self.root:
            return ()
        paths = [*sorted(self.root.glob("*.md")), *sorted((self.root / "docs").rglob("*.md"))]
        return tuple(TextFile(path, self._shown(path)) for path in paths)

    @cached_property
    def context(self) -> TextFile | None:
        """The JSON-LD context."""
        path = self.ontology_folder / "context.jsonld"
        return TextFile(path, self._shown(path)) if path.is_file() else None

    @property
    def vocabulary(self) -> tuple[TurtleFile, ...]:
        """The ontology with the terms of its curators and its alignments: what a reasoner reads."""
        return (self.ontology, *self.curation, *self.alignments)

    @cached_property
    def minted(self) -> frozenset[str]:
        """The IRIs of the project's own terms."""
        kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
        typed = {term for kind in kinds for term in self.ontology.graph.subjects(RDF.type, kind)}
        return frozenset(str(term) for term in typed if str(term).startswith(str(OSCE)))

    @cached_property
    def curated(self) -> frozenset[str]:
        """The IRIs of the curators' terms."""
        own = (str(node) for file in self.curation for node in file.graph.subjects(RDF.type, OWL.AnnotationProperty))
        return frozenset(iri for iri in own if iri.startswith(str(CURATION)))

    @cached_property
    def notions(self) -> frozenset[str]:
        """The IRIs of the project's own concepts and schemes."""
        own = (str(node) for file in self.concepts for node in file.graph.subjects(RDF.type))
        return frozenset(iri for iri in own if iri.startswith(SCHEME))

    def about(self, triple: tuple[Node, Node, Node], rule: str, message: str, remedy: str) -> Finding:
        """Make a finding about an axiom in the file that holds it."""
        file = next((each for each in self.vocabulary if triple in each.graph), self.ontology)
        return file.at(triple, rule, message, remedy)

    def merged(self) -> Graph:
        """Merge the ontology and its alignments under one ontology header."""
        graph = Graph()
        for file in self.vocabulary:
            graph += file.graph
        for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {ONTOLOGY}:
            graph.remove((header, None, None))
        return graph


def named(nodes: Iterable[Node | None]) -> list[URIRef]:
    """Sort the nodes that have an IRI, each once."""
    return sorted({node for node in nodes if isinstance(node, URIRef)})


def short(iri: str) -> str:
    """Write an IRI with the project's prefixes, for a message.

    >>> short("http://www.w3.org/ns/org#member")
    'org:member'
    """
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and re.fullmatch(r"[\w./-]+", iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
