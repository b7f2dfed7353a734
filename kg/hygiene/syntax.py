"""Gate: every file parses."""

import json
from collections.abc import Iterator

import pyoxigraph
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TextFile, TurtleFile

_TURTLE = "write it as Turtle 1.1 (https://www.w3.org/TR/turtle/)"
_JSON = "write it as JSON (https://www.rfc-editor.org/rfc/rfc8259)"


def check_syntax(project: Project) -> Iterator[Finding]:
    """Parse every Turtle file and the JSON-LD context, and read the other files; questions have a gate of their own."""
    for file in (*project.vocabulary, *project.concepts, *project.shapes):
        yield from _turtle(file)
    for text in (*project.questions, *project.examples, *project.pages):
        yield from _characters(text)
    if project.context:
        yield from _characters(project.context) or _json(project.context)


def _turtle(file: TurtleFile) -> Iterator[Finding]:
    try:
        for _quad in pyoxigraph.parse(path=str(file.path), format=pyoxigraph.RdfFormat.TURTLE):
            pass
        _ = file.graph
    except BadSyntax as refusal:
        message = " ".join(f"no Turtle: {refusal.message}".split())
        yield Finding(file.shown, refusal.lines + 1, 1, "syntax", message, _TURTLE)
    except SyntaxError as error:
        message = f"no Turtle: {error.msg}".replace("\n", " ")
        yield Finding(file.shown, error.lineno or 1, error.offset or 1, "syntax", message, _TURTLE)
    except UnicodeDecodeError as error:
        yield Finding(file.shown, 1, 1, "syntax", f"no UTF-8: {error.reason}", "save the file as UTF-8")


def _characters(file: TextFile) -> list[Finding]:
    try:
        file.path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return [Finding(file.shown, 1, 1, "syntax", f"no UTF-8: {error.reason}", "save the file as UTF-8")]
    return []


def _json(file: TextFile) -> Iterator[Finding]:
    try:
        json.loads(file.text)
    except json.JSONDecodeError as error:
        yield Finding(file.shown, error.lineno, error.colno, "syntax", f"no JSON: {error.msg}", _JSON)
