"""A validation report in the forms that people, machines and continuous integration read.

Sources: SHACL §3.6 (turtle); SARIF 2.1.0; the JUnit XML that Jenkins and GitLab read; GitHub's workflow commands.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kg.assets import software_version
from kg.namespaces import DEFAULT_BASE, SH, compact, prefixes
from kg.validation.paths import path_turtle
from kg.validation.places import Place, Places
from kg.validation.report import SEVERITIES, Report, Result
from kg.validation.shapes import ShapesGraph
from kg.validation.terms import value_of

_EXAMPLES = 3
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}


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


def _sarif(printed: Printed) -> Iterator[str]:
    shapes = sorted({result.shape for result in printed.report.results})
    messages = {result.shape: printed.said(result) for result in reversed(printed.report.results)}
    rules = [{"id": printed.short(shape), "shortDescription": {"text": messages[shape]}} for shape in shapes]
    driver = {"name": "osce-kg", "semanticVersion": software_version(), "rules": rules}
    notes = [{"level": "note", "message": {"text": note}} for note in _told(printed.report)]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [
            *(
                {"level": "error", "message": {"text": told}, "locations": [_location(at)]}
                for at, told in printed.broken
            ),
            *(_sarif_result(printed, result, shapes) for result in printed.report.results),
        ],
    }
    yield json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _sarif_result(printed: Printed, result: Result, shapes: list[str]) -> dict[str, object]:
    return {
        "ruleId": printed.short(result.shape),
        "ruleIndex": shapes.index(result.shape),
        "level": _LEVELS[result.level],
        "message": {"text": f"{printed.said(result)} ({_subject(printed, result)})"},
        "locations": [_location(printed.place(result))],
    }


def _location(where: Place) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": where.file.replace("\\", "/")}}
    if where.line:
        location["region"] = {"startLine": where.line, "startColumn": where.column}
    return {"physicalLocation": location}


def _subject(printed: Printed, result: Result) -> str:
    """Name the focus node, and path and value where there are any."""
    parts = (result.focus, result.path, result.value if result.value != result.focus else "")
    return " ".join(printed.short(part) for part in parts if part)


def _junit(printed: Printed) -> Iterator[str]:
    """Write a test case a shape with targets; a warning is no failure."""
    report = printed.report
    by_shape: dict[str, list[Result]] = defaultdict(list)
    for result in report.results:
        by_shape[result.shape].append(result)
    names = sorted(
        {str(value_of(f"<{shape.node}>")) for shape in printed.shapes.targeted()} | set(map(value_of, by_shape))
    )
    broken = printed.broken
    failing = [name for name in names if any(each.level == "violation" for each in by_shape.get(f"<{name}>", ()))]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = f'tests="{len(names)}" failures="{len(failing)}" errors="{len(broken)}"'
    yield f'<testsuites><testsuite name="osce-kg validate" {counts}>\n'
    for name in names:
        results = by_shape.get(f"<{name}>", [])
        tag = f'  <testcase classname="shapes" name={quoteattr(printed.short(f"<{name}>"))}'
        if not results:
            yield f"{tag}/>\n"
            continue
        lines = "\n".join(f"{printed.place(each)}: {each.level}: {_subject(printed, each)}" for each in results)
        kind = "failure" if name in failing else "system-out"
        head = f" message={quoteattr(printed.said(results[0]))}" if kind == "failure" else ""
        yield f"{tag}>\n    <{kind}{head}>{escape(lines)}</{kind}>\n  </testcase>\n"
    for where, message in broken:
        tag = f'<testcase classname="files" name={quoteattr(where.file)}>'
        yield f"  {tag}<error message={quoteattr(message)}/></testcase>\n"
    yield from (f"  <system-out>{escape(note)}</system-out>\n" for note in _told(report))
    yield "</testsuite></testsuites>\n"


def _told(report: Report) -> list[str]:
    beyond = (f"{number} more of {value_of(shape)} ({level}) beyond --limit" for shape, level, number in report.omitted)
    return [*report.notes, *beyond]


def _github(printed: Printed) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the line."""
    for where, message in printed.broken:
        yield _command("error", where, "syntax", message)
    for result in printed.report.results:
        where = printed.place(result)
        command = {"violation": "error", "warning": "warning", "info": "notice"}[result.level]
        yield _command(
            command, where, printed.short(result.shape), f"{printed.said(result)} ({_subject(printed, result)})"
        )
    yield from (f"::notice::{workflow_text(note)}\n" for note in _told(printed.report))


def _command(command: str, where: Place, title: str, message: str) -> str:
    properties = {"file": where.file, "line": where.line, "col": where.column, "title": title}
    told = ",".join(f"{key}={workflow_value(str(value))}" for key, value in properties.items() if value)
    return f"::{command} {told}::{workflow_text(message)}\n"


def workflow_text(text: str) -> str:
    """Escape the message of a workflow command.

    >>> workflow_text("100 %\\nof it")
    '100 %25%0Aof it'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_value(text: str) -> str:
    """Escape the value of a property of a workflow command."""
    return workflow_text(text).replace(":", "%3A").replace(",", "%2C")


FORMS: dict[str, Callable[[Printed], Iterable[str]]] = {
    "text": _text,
    "turtle": _turtle,
    "json": _json,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
}
