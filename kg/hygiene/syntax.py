"""Gate: every file parses."""

import json
from collections.abc import Iterator

import pyoxigraph

from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TextFile, TurtleFile

_TURTLE = "write it as Turtle 1.1 (https://www.w3.org/TR/turtle/)"
_JSON = "write it as JSON (https://www.rfc-editor.org/rfc/rfc8259)"


def check_syntax(project: Project) -> Iterator[Finding]:
    """Parse every Turtle file and the JSON-LD context; questions have a gate of their own."""
    for file in (*project.vocabulary, *project.concepts, *project.shapes):
        yield from _turtle(file)
    if project.context:
        yield from _json(project.context)


def _turtle(file: TurtleFile) -> Iterator[Finding]:
    try:
        for _quad in pyoxigraph.parse(path=str(file.path), format=pyoxigraph.RdfFormat.TURTLE):
            pass
    except SyntaxError as error:
        message = f"no Turtle: {error.msg}".replace("\n", " ")
        yield Finding(file.shown, error.lineno or 1, error.offset or 1, "syntax", message, _TURTLE)
    except UnicodeDecodeError as error:
        yield Finding(file.shown, 1, 1, "syntax", f"no UTF-8: {error.reason}", "save the file as UTF-8")


def _json(file: TextFile) -> Iterator[Finding]:
    try:
        json.loads(file.text)
    except json.JSONDecodeError as error:
        yield Finding(file.shown, error.lineno, error.colno, "syntax", f"no JSON: {error.msg}", _JSON)
