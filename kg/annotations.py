"""What is found in files, in the forms that continuous integration reads.

Sources: SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/); the JUnit XML that Jenkins and GitLab
read; GitHub's workflow commands.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from kg.assets import software_version

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {"violation": "error", "warning": "warning", "info": "note"}
_LONGEST = 1024
_COMMANDS = {"violation": "error", "warning": "warning", "info": "notice"}


@dataclass(frozen=True, slots=True, order=True)
class Annotation:
    """Something found at a place.

    ``level`` is ``violation``, ``warning`` or ``info``. ``line`` and ``column`` count from 1; 0 is the file as a whole.
    """

    file: str
    line: int
    column: int
    level: str
    rule: str
    message: str

    @property
    def where(self) -> str:
        """File, line and column as editors and terminals read them."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def github(found: Iterable[Annotation], notes: Iterable[str] = ()) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the line."""
    for each in found:
        properties = {"file": each.file, "line": each.line, "col": each.column, "title": each.rule}
        told = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
        yield f"::{_COMMANDS[each.level]} {told}::{_escaped(each.message)}\n"
    yield from (f"::notice::{_escaped(note)}\n" for note in notes)


def sarif(found: Iterable[Annotation], notes: Iterable[str] = ()) -> Iterator[str]:
    """Write a SARIF log of one run."""
    everything = list(found)
    first = {each.rule: each.message for each in reversed(everything)}
    rules = sorted(first)
    driver = {
        "name": "osce-kg",
        "semanticVersion": software_version(),
        "rules": [{"id": rule, "shortDescription": {"text": _cut(first[rule])}} for rule in rules],
    }
    told = [{"level": "note", "message": {"text": note}} for note in notes]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": told}],
        "results": [_sarif_result(each, rules) for each in everything],
    }
    yield json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _cut(text: str) -> str:
    """Keep a description within the 1,024 characters that GitHub takes."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _sarif_result(each: Annotation, rules: list[str]) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": quote(each.file.replace("\\", "/"))}}
    if each.line:
        location["region"] = {"startLine": each.line, "startColumn": each.column}
    return {
        "ruleId": each.rule,
        "ruleIndex": rules.index(each.rule),
        "level": _SARIF_LEVELS[each.level],
        "message": {"text": each.message},
        "locations": [{"physicalLocation": location}],
    }


def junit(suite: str, rules: Iterable[str], found: Iterable[Annotation], notes: Iterable[str] = ()) -> Iterator[str]:
    """Write a test case a rule; only violations make a test case fail.

    :param suite: name of the suite
    :param rules: every rule that was looked at
    """
    from xml.sax.saxutils import escape, quoteattr  # with an HTTP client

    by_rule: dict[str, list[Annotation]] = {rule: [] for rule in rules}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    failing = {rule for rule, some in by_rule.items() if any(each.level == "violation" for each in some)}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites><testsuite name={quoteattr(suite)} tests="{len(by_rule)}" failures="{len(failing)}">\n'
    for rule in sorted(by_rule):
        yield from _junit_case(rule, by_rule[rule], rule in failing)
    yield from (f"  <system-out>{escape(note)}</system-out>\n" for note in notes)
    yield "</testsuite></testsuites>\n"


def _junit_case(rule: str, found: list[Annotation], failed: bool) -> Iterator[str]:
    from xml.sax.saxutils import escape, quoteattr

    head = f'  <testcase classname="osce-kg" name={quoteattr(rule)}'
    if not found:
        yield f"{head}/>\n"
        return
    lines = "\n".join(f"{each.where}: {each.level}: {each.message}" for each in found)
    kind = "failure" if failed else "system-out"
    first = f" message={quoteattr(found[0].message)}" if failed else ""
    yield f"{head}>\n    <{kind}{first}>{escape(lines)}</{kind}>\n  </testcase>\n"


def _escaped(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape the value of a property of a workflow command."""
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
