"""Texts made searchable in a browser, by Pagefind; where its program is not there, names alone are searched.

Pagefind reads pages. It is given one small page a text, in the language of the text, so that each is stemmed as it
should be, whatever languages the site's own pages are in. Source: Pagefind, https://pagefind.app/docs/.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from endpoint.publishing.press import Press
from kg.errors import KgError

#: How the program is called: the one that npm brings, or the one that somebody has installed.
PROGRAMS = ("pagefind_extended", "pagefind")
#: What it writes and nobody loads here: its own interfaces.
_UNUSED = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")
_TEXTS = """SELECT ?document ?title ?day ?tag ?text {
  ?document osce:hasLanguageVersion ?version . ?version osce:languageTag ?tag ; osce:hasSnapshot ?snapshot .
  ?snapshot osce:plainText ?text .
  OPTIONAL { ?version dcterms:title ?own } OPTIONAL { ?document dcterms:title ?any }
  OPTIONAL { ?document osce:issuedOn ?day } BIND(COALESCE(?own, ?any) AS ?title) }"""
_PAGE = (
    '<!doctype html><html lang="{tag}"><head><title>{title}</title></head><body data-pagefind-body>'
    '<h1>{title}</h1><p hidden data-pagefind-meta="path">{path}</p><p hidden data-pagefind-meta="day">{day}</p>'
    "<p>{text}</p></body></html>"
)


def program() -> str:
    """Find Pagefind's program: on the path, else where ``make assets`` put it; empty where it is not there."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), "")
    if found:
        return found
    modules = Path(str(files("endpoint") / "assets" / "node_modules" / "@pagefind"))
    return str(next(iter(sorted(modules.glob(f"*/bin/{PROGRAMS[0]}"))), ""))


def write_texts(press: Press) -> bool:
    """Make the texts of a release searchable, where it has texts and the program is there.

    :returns: whether there is anything to search
    :raises KgError: if the program fails
    """
    command = program()
    if not command:
        return False
    with tempfile.TemporaryDirectory(prefix="osce-kg-texts-") as folder:
        number = 0
        for number, text in enumerate(_pages(press), 1):
            _put(Path(folder), number, text)
        if not number:
            return False
        _index(command, Path(folder), press.order.out / "pagefind")
    return True


def _put(folder: Path, number: int, text: str) -> None:
    """Write a page, a thousand in one folder."""
    place = folder / str(number // 1000)
    place.mkdir(exist_ok=True)
    (place / f"{number}.html").write_text(text, encoding="utf-8")


def _pages(press: Press) -> Iterator[str]:
    done: set[tuple[str, str]] = set()
    for row in press.service.inline.solutions(_TEXTS):
        document, tag = row["document"].value, row["tag"].value
        if (document, tag) in done:
            continue
        done.add((document, tag))
        values: dict[str, Any] = {name: row[name].value if row[name] else "" for name in ("title", "day", "text")}
        values |= {"tag": tag, "path": press.address(document).removeprefix("/page/")}
        yield _PAGE.format(**{name: escape(value) for name, value in values.items()})


def _index(command: str, pages: Path, out: Path) -> None:
    arguments = [command, "--site", str(pages), "--output-path", str(out), "--silent"]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        said = " ".join((ended.stderr or ended.stdout).split())[-300:]
        raise KgError(f"Pagefind ({command}) could not index the texts: {said}")
    for path in out.iterdir():
        if path.name.startswith(_UNUSED):
            path.unlink()
