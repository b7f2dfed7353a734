"""A validation report in the forms that people, machines and continuous integration read.

Source: SHACL §3.6 for Turtle; :mod:`kg.annotations` names those of the other forms.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import DEFAULT_BASE, SH, compact, prefixes
from kg.regexes import late
from kg.serialization.terms import unescape
from kg.validation.paths import path_turtle
from kg.validation.places import Place, Places
from kg.validation.report import SEVERITIES, Report, Result
from kg.validation.shapes import ShapesGraph
from kg.validation.terms import value_of

if TYPE_CHECKING:
    from kg.annotations import Annotation

_EXAMPLES = 3

_IRI = late(r"<[^<>\s]*>")
_NOTHING = "nothing was validated: no file could be read"


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

    @property
    def nothing(self) -> bool:
        """Tell whether no file parsed, so that nothing was validated."""
        return bool(self.broken) and {where.file for where, _ in self.broken} >= set(self.files)

    def place(self, result: Result) -> Place:
        """Find where a result belongs; the first file as a whole where no statement is known."""
        found = self.places.of(result.focus, result.path, result.value) or self.places.of(result.value)
        return found or Place(self.files[0] if self.files else "")

    def rule(self, result: Result) -> str:
        """Name the shape of a result, the same in every run.

        A shape without a name is called by the nearest shape above it that has one, and its path.
        """
        named, shape = result.shape, self.shapes.find(result.shape)
        if not named.startswith("_:") or shape is None:
            return self.short(named)
        above = str(self.shapes.named_above(shape.node))
        path = "" if shape.path is None else path_turtle(self.shapes.graph, shape.path)
        return " ".join(filter(None, (self.short(above), self.short(path))))

    def short(self, term: str) -> str:
        """Write an IRI with its prefix."""
        return compact(value_of(term), prefixes(self.base)) if _IRI.fullmatch(term) else term

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
    r"""Take the characters of a literal as written in N-Triples.

    >>> plain('"say \\"no\\""@en'), plain(r'"^[^\\r\\n]*$"')
    ('say "no"', '^[^\\r\\n]*$')
    """
    return unescape(literal[1 : literal.rindex('"')])


def _text(printed: Printed) -> Iterator[str]:
    """Group by shape: how many, what to do, three examples."""
    groups: dict[tuple[int, str, str], list[Result]] = defaultdict(list)
    for result in printed.report.results:
        order = SEVERITIES.index(result.level)
        groups[order, printed.rule(result), printed.said(result)].append(result)
    omitted = {(shape, level): number for shape, level, number in printed.report.omitted}
    for (order, shape, message), results in sorted(groups.items()):
        level = SEVERITIES[order]
        number = f"{len(results):,} {level}{'' if len(results) == 1 else 's'}"
        yield f"{_coloured(printed, level, number)}  {shape}\n  {message}\n"
        examples = list(dict.fromkeys(_example(printed, result) for result in results[: 4 * _EXAMPLES]))
        yield from (f"    {example}\n" for example in examples[:_EXAMPLES])
        if len(results) > _EXAMPLES and len(examples) > 1:
            yield f"    and {len(results) - _EXAMPLES:,} more\n"
        if beyond := omitted.get((results[0].shape, level)):
            yield f"    and {beyond:,} of this shape beyond --limit\n"
        yield "\n"
    yield from (f"note: {note}\n" for note in printed.report.notes)
    yield from (f"note: {where.file} does not parse and was left out\n" for where, _ in printed.broken)
    yield f"{_NOTHING if printed.nothing else summary(printed.report)}\n"


def summary(report: Report) -> str:
    """Sum a report up in a line: it conforms if there is no result at all, of whatever severity (SHACL §3.6.1.1)."""
    counts = told_counts({level: report.count(level) for level in SEVERITIES})
    if report.conforms:
        return f"conforms: {counts}"
    return f"no violations, {counts.partition(', ')[2]}" if report.passes() else f"does not conform: {counts}"


def told_counts(counts: Mapping[str, int]) -> str:
    """Write numbers of results by severity.

    >>> told_counts({"violation": 0, "warning": 11, "info": 1})
    '0 violations, 11 warnings, 1 note'
    """
    words = {"violation": "violation", "warning": "warning", "info": "note"}
    return ", ".join(f"{counts[level]:,} {word}{'' if counts[level] == 1 else 's'}" for level, word in words.items())


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
        "sourceShape": printed.rule(result) if result.shape.startswith("_:") else value_of(result.shape),
        "component": value_of(result.component),
        "file": where.file,
        "line": where.line or None,
        "column": where.column or None,
    }


def _annotations(printed: Printed) -> "Iterator[Annotation]":
    """List results, and files that did not parse, by their place."""
    from kg.annotations import Annotation

    for where, message in printed.broken:
        yield Annotation(where.file, where.line, where.column, "violation", "syntax", message)
    for result in printed.report.results:
        where = printed.place(result)
        message = f"{printed.said(result)} ({_subject(printed, result)})"
        yield Annotation(where.file, where.line, where.column, result.level, printed.rule(result), message)


def _subject(printed: Printed, result: Result) -> str:
    """Name the focus node, and path and value where there are any."""
    parts = (result.focus, result.path, result.value if result.value != result.focus else "")
    return " ".join(printed.short(part) for part in parts if part)


def _told(report: Report) -> list[str]:
    beyond = (f"{number} more of {value_of(shape)} ({level}) beyond --limit" for shape, level, number in report.omitted)
    return [*report.notes, *beyond]


def _sarif(printed: Printed) -> Iterator[str]:
    from kg.annotations import sarif

    return sarif(dict.fromkeys(_annotations(printed)), _told(printed.report))


def _junit(printed: Printed) -> Iterator[str]:
    """Write a test case a shape with targets, and one a shape with a result."""
    names = [printed.short(str(shape.node)) for shape in printed.shapes.targeted()]
    from kg.annotations import junit

    return junit("osce-kg validate", names, dict.fromkeys(_annotations(printed)), _told(printed.report))


def _github(printed: Printed) -> Iterator[str]:
    from kg.annotations import github

    return github(dict.fromkeys(_annotations(printed)), _told(printed.report))


FORMS: dict[str, Callable[[Printed], Iterable[str]]] = {
    "text": _text,
    "turtle": _turtle,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
}
