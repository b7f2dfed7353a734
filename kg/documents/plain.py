"""Read a page that was saved as plain text: the site's menu, a marker line, the title, labelled fields, the body."""

import re
from itertools import takewhile

from kg.documents.dateline import read_dateline
from kg.documents.decoding import normal
from kg.documents.draft import Draft, LabelledField
from kg.documents.fields import split_inline, split_values
from kg.documents.labels import ENDINGS, field_of, kind_of

_BULLET = re.compile(r"^[-•*·‣–]\s*(?=\S|$)")
#: A line of at least so many characters is prose, not a menu entry or a heading.
PROSE = 100
_SHORT = 120
_MOST_VALUES = 40


def read_plain(text: str) -> Draft:
    r"""Read the parts of a plain-text page.

    :param text: decoded text
    :returns: the parts; title and body are empty where the page is only a menu

    >>> draft = read_plain("- Menu\nPress release\nTalks held\n- Date:\n- 1 May 2021\nVIENNA – They met.")
    >>> draft.title, draft.fields[0].values, draft.body
    ('Talks held', ['1 May 2021'], ['VIENNA – They met.'])
    """
    lines = [line for line in map(normal, text.splitlines()) if line]
    draft = Draft()
    start = _first_label(lines)
    if start is None:
        _without_fields(draft, lines)
    else:
        _heading(draft, lines[:start])
        draft.body = _body(_fields(draft, lines[start:]))
    return draft


def _bare(line: str) -> str:
    return _BULLET.sub("", line)


def _label(line: str) -> str | None:
    """Give the label, without colon, if the line is nothing but one; a menu entry has no colon."""
    bare = _bare(line)
    return bare.rstrip(" :") if bare.endswith(":") and field_of(bare) else None


def _first_label(lines: list[str]) -> int | None:
    """Where the labelled fields begin: the first label with a colon, alone or before its value."""
    for index, line in enumerate(lines):
        if index and len(line) < _SHORT and (_label(line) or split_inline(_bare(line))):
            return index
    return None


def _heading(draft: Draft, lines: list[str]) -> None:
    """Take the marker and the title from the lines before the fields; the rest is menu."""
    marker = next((i for i in range(len(lines) - 1, max(-1, len(lines) - 5), -1) if kind_of(lines[i])), None)
    if marker is not None and marker + 1 < len(lines):
        draft.kind = kind_of(lines[marker])
        _titles(draft, lines[marker + 1 :])
    elif lines and not _BULLET.match(lines[-1]):
        draft.title = lines[-1]


def _titles(draft: Draft, lines: list[str]) -> None:
    """Take the first line after the marker as the title; further ones are told."""
    draft.title = _bare(lines[0])
    if rest := [line for line in lines[1:] if not _BULLET.match(line)]:
        draft.notes.append(f"more than one title: {draft.title!r} is used, {rest[0]!r} is not")


def _fields(draft: Draft, lines: list[str]) -> list[str]:
    """Read the run of labelled fields; hand back the lines after it."""
    index = 0
    while index < len(lines):
        if inline := split_inline(_bare(lines[index])):
            draft.fields.append(inline)
            index += 1
        elif label := _label(lines[index]):
            values = _values(lines[index + 1 : index + 1 + _MOST_VALUES])
            name = field_of(label) or "other"
            draft.fields.append(LabelledField(label, name, split_values(name, [_bare(v) for v in values])))
            index += 1 + len(values)
        else:
            break
    return lines[index:]


def _values(lines: list[str]) -> list[str]:
    """Gather the lines that belong to a label: bullets up to the next label, or one short line."""

    def belongs(line: str) -> bool:
        return bool(_BULLET.match(line)) and not _is_label(line) and len(line) < _SHORT

    bullets = list(takewhile(belongs, lines))
    if bullets or not lines or _is_label(lines[0]) or len(lines[0]) >= PROSE or read_dateline(lines[0]):
        return bullets
    return lines[:1] if len(lines) > 1 and (_is_label(lines[1]) or len(lines[1]) >= PROSE) else []


def _is_label(line: str) -> bool:
    return bool(_label(line) or split_inline(_bare(line)))


def _without_fields(draft: Draft, lines: list[str]) -> None:
    """Read a page without labels: the title is the line before the prose, after the marker if there is one."""
    marker = next((i for i, line in enumerate(lines[:-1]) if kind_of(line) and not _BULLET.match(line)), None)
    if marker is not None:
        draft.kind = kind_of(lines[marker])
        draft.title, draft.body = lines[marker + 1], _body(lines[marker + 2 :])
        return
    prose = next((i for i, line in enumerate(lines) if len(line) >= PROSE or read_dateline(line)), None)
    if prose is None and any(_BULLET.match(line) for line in lines):
        return
    start = 1 if prose is None else max(prose, 1)
    if lines:
        draft.title, draft.body = _bare(lines[start - 1]), _body(lines[start:])


def _body(lines: list[str]) -> list[str]:
    """Everything up to the first line that opens related matter."""
    return list(takewhile(lambda line: line.rstrip(" :").casefold() not in ENDINGS, lines))
