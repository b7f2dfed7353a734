"""A validation report in the forms that people, machines and continuous integration read.

Source: SHACL §3.6 for Turtle; :mod:`kg.annotations` names those of the other forms.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.annotations import Annotation, github, junit, sarif
from kg.namespaces import DEFAULT_BASE, SH, compact, prefixes
from kg.validation.paths import path_turtle
from kg.validation.places import Place, Places
from kg.validation.report import SEVERITIES, Report, Result
from kg.validation.shapes import ShapesGraph
from kg.validation.terms import value_of, written

_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A report with what is needed to print it.

    ``places`` tells where statements stand, ``files`` what was read, ``broken`` what did not parse and where.
    """

    report: Report
    shapes: ShapesGraph
    places: Places
    files: tuple[str, ...]
    base: str = DEFAULT_BASE
    colour: bool = False
    broken: tuple[tuple[Place, str], ...] = ()

    def place(self, result: Result) -> Place:
        """Find where a result belongs; the first file as a whole where no statement is known."""
        found = self.places.of(result.focus, result.path, result.value) or self.places.of(result.value)
        return found or Place(self.files[0] if self.files else "")

    def short(self, term: str) -> str:
        """Write an IRI with its prefix."""
        return compact(value_of(term), prefixes(self.base)) if term.startswith("<") else term

    def path(self, result: Result) -> str:
        """Write the path of a result in Turtle."""
        if result.path.startswith("<"):
            return result.path
        shapes = (shape for shape in self.shapes.all() if shape.path is not None and shape.path_text == result.path)
        return next(path_turtle(self.shapes.graph, shape.path) for shape in shapes if shape.path is not None)

    def said(self, result: Result) -> str:
        """Give the first message as text."""
        return plain(result.messages[0]) if result.messages else ""


def plain(literal: str) -> str:
    """Take the characters of a literal as written in N-Triples.

    >>> plain('"say \\\\"no\\\\""@en')
    'say "no"'
    """
    body = literal[1 : literal.rindex('"')]
    return body.replace('\\"', '"').replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\")


def _text(printed: Printed) -> Iterator[str]:
    """Group by shape: how many, what to do, three examples."""
    groups: dict[tuple[int, str, str], list[Result]] = defaultdict(list)
    for result in printed.report.results:
        order = SEVERITIES.index(result.level)
        groups[order, result.shape, printed.said(result)].append(result)
    omitted = {(shape, level): number for shape, level, number in printed.report.omitted}
    for (order, shape, message), results in sorted(groups.items()):
        level = SEVERITIES[order]
        number = f"{len(results):,} {level}{'' if len(results) == 1 else 's'}"
        yield f"{_coloured(printed, level, number)}  {printed.short(shape)}\n  {message}\n"
        for result in results[:_EXAMPLES]:
            yield f"    {_example(printed, result)}\n"
        if len(results) > _EXAMPLES:
            yield f"    and {len(results) - _EXAMPLES:,} more\n"
        if beyond := omitted.get((shape, level)):
            yield f"    and {beyond:,} of this shape beyond --limit\n"
        yield "\n"
    yield from (f"note: {note}\n" for note in printed.report.notes)
    yield from (f"note: {where.file} does not parse and was left out\n" for where, _ in printed.broken)
    yield f"{summary(printed.report)}\n"


def summary(report: Report) -> str:
    """Sum a report up in a line."""
    counts = ", ".join(
        f"{report.count(level):,} {level}{'' if report.count(level) == 1 else 's'}" for level in SEVERITIES
    )
    return f"{'conforms' if report.conforms else 'does not conform'}: {counts.replace('infos', 'notes')}"


def _example(printed: Printed, result: Result) -> str:
    where = printed.place(result)
    parts = [printed.short(result.focus)]
    parts += [printed.short(result.path)] if result.path else []
    parts += [printed.short(result.value)] if result.value and result.value != result.focus else []
    told = " ".join(part if len(part) < 120 else f"{part[:117]}..." for part in parts)
    return f"{where}: {told}" if where.line else told


def _coloured(printed: Printed, level: str, text: str) -> str:
    codes = {"violation": "31;1", "warning": "33;1", "info": "36;1"}
    return f"\x1b[{codes[level]}m{text}\x1b[0m" if printed.colour else text


def _turtle(printed: Printed) -> Iterator[str]:
    """Write the report of SHACL §3.6."""
    yield f"@prefix sh: <{SH}> .\n\n[] a sh:ValidationReport ;\n  sh:conforms {str(printed.report.conforms).lower()}"
    for result in printed.report.results:
        yield " ;\n  sh:result [ a sh:ValidationResult"
        for name, value in _fields(printed, result):
            yield f" ;\n    sh:{name} {value}"
        yield " ]"
    yield " .\n"


def _fields(printed: Printed, result: Result) -> Iterator[tuple[str, str]]:
    yield "focusNode", result.focus
    if result.path:
        yield "resultPath", printed.path(result)
    if result.value:
        yield "value", result.value
    yield "resultSeverity", result.severity
    yield "sourceConstraintComponent", result.component
    yield "sourceShape", result.shape
    if result.constraint:
        yield "sourceConstraint", result.constraint
    for message in result.messages:
        yield "resultMessage", message


def _json(printed: Printed) -> Iterator[str]:
    report = printed.report
    told = {
        "conforms": report.conforms,
        "counts": {level: report.count(level) for level in SEVERITIES},
        "omitted": [dict(zip(("shape", "severity", "number"), each, strict=True)) for each in report.omitted],
        "notes": list(report.notes),
        "broken": [
            {"file": where.file, "line": where.line or None, "column": where.column or None, "message": message}
            for where, message in printed.broken
        ],
        "results": [_record(printed, result) for result in report.results],
    }
    yield json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _record(printed: Printed, result: Result) -> dict[str, object]:
    where = printed.place(result)
    return {
        "severity": result.level,
        "message": printed.said(result),
        "focusNode": value_of(result.focus),
        "path": result.path,
        "value": value_of(result.value),
        "sourceShape": value_of(result.shape),
        "component": value_of(result.component),
        "file": where.file,
        "line": where.line or None,
        "column": where.column or None,
    }


def _annotations(printed: Printed) -> Iterator[Annotation]:
    """List results, and files that did not parse, by their place."""
    for where, message in printed.broken:
        yield Annotation(where.file, where.line, where.column, "violation", "syntax", message)
    for result in printed.report.results:
        where = printed.place(result)
        message = f"{printed.said(result)} ({_subject(printed, result)})"
        yield Annotation(where.file, where.line, where.column, result.level, printed.short(result.shape), message)


def _subject(printed: Printed, result: Result) -> str:
    """Name the focus node, and path and value where there are any."""
    parts = (result.focus, result.path, result.value if result.value != result.focus else "")
    return " ".join(printed.short(part) for part in parts if part)


def _told(report: Report) -> list[str]:
    beyond = (f"{number} more of {value_of(shape)} ({level}) beyond --limit" for shape, level, number in report.omitted)
    return [*report.notes, *beyond]


def _sarif(printed: Printed) -> Iterator[str]:
    return sarif(_annotations(printed), _told(printed.report))


def _junit(printed: Printed) -> Iterator[str]:
    """Write a test case a shape with targets, and one a shape with a result."""
    names = [printed.short(written(shape.node)) for shape in printed.shapes.targeted()]
    return junit("osce-kg validate", names, _annotations(printed), _told(printed.report))


def _github(printed: Printed) -> Iterator[str]:
    return github(_annotations(printed), _told(printed.report))


FORMS: dict[str, Callable[[Printed], Iterable[str]]] = {
    "text": _text,
    "turtle": _turtle,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
}
