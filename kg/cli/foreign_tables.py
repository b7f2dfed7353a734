"""``osce-kg validate people.csv``: tables of somebody else's in the documented form."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.annotations import Annotation, github, junit, sarif
from kg.cli.outputs import output
from kg.errors import SourceError
from kg.reference.foreign import Examined, examine

RULE = "table"


def validate_tables(files: Sequence[str], form: str, path: str) -> int:
    """Look at tables and print what is wrong, a line each.

    :param files: CSV files
    :param form: form of the report, as of ``osce-kg validate``
    :param path: where to write; ``-`` is standard output
    :returns: 0 if nothing is wrong, 1 if something is, 2 if a file cannot be read
    :raises SourceError: if the form cannot say what is wrong with a table
    """
    if form not in _FORMS:
        raise SourceError(f"a report on tables has no form {form!r}: take one of {', '.join(_FORMS)}")
    missing = next((file for file in files if not Path(file).is_file()), None)
    if missing:
        raise SourceError(f"{missing!r} is not a file: name a CSV file")
    found = [examine(Path(file)) for file in files]
    with output(path) as stream:
        stream.writelines(_FORMS[form](found))
    if any(not each.table for each in found):
        return 2
    return int(any(each.faults for each in found))


def _text(found: Sequence[Examined]) -> Iterator[str]:
    for each in found:
        yield from (f"{each.file}:{line}: {message}\n" for line, message in each.faults)
        kind = f" of the table {each.table}" if each.table else ""
        verdict = _counted(len(each.faults), "fault") if each.faults else "as documented"
        yield f"{each.file}: {_counted(each.rows, 'row')}{kind}: {verdict}\n"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _json(found: Sequence[Examined]) -> Iterator[str]:
    told = [
        {"file": str(each.file), "table": each.table, "line": line, "rule": RULE, "message": message}
        for each in found
        for line, message in each.faults
    ]
    yield json.dumps({"conforms": not told, "results": told}, indent=1, ensure_ascii=False) + "\n"


def _annotations(found: Sequence[Examined]) -> Iterator[Annotation]:
    for each in found:
        for line, message in each.faults:
            yield Annotation(str(each.file), line, 1, "violation", RULE, message)


_FORMS: dict[str, Callable[[Sequence[Examined]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": lambda found: sarif(_annotations(found)),
    "junit": lambda found: junit("osce-kg validate", (str(each.file) for each in found), _annotations(found)),
    "github": lambda found: github(_annotations(found)),
}
