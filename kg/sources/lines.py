"""JSON Lines: one page a line, ``{"url": …, "html" or "text": …, "retrieved": …}``."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import ImpossibleDate
from kg.model import Page, Unreadable
from kg.sources.files import MAX_PAGE, too_large
from kg.sources.times import capture_time


def read_lines(file: Path, source: str) -> Iterator[Page | Unreadable]:
    """Read the pages of a JSON Lines file.

    :param file: UTF-8, one JSON object a line; empty lines are passed over
    :returns: a page or a reason for each line; ``offset`` is the line number, from 1
    :raises OSError: if the file cannot be read
    """
    with file.open("rb") as stream:
        number = 0
        while line := stream.readline(MAX_PAGE + 1):
            number += 1
            if len(line) > MAX_PAGE and not line.endswith(b"\n"):
                _skip_line(stream)
                yield too_large(source, number, None)
            elif line.strip():
                yield _page(line, source, number)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _page(line: bytes, source: str, number: int) -> Page | Unreadable:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _refused(source, number, None, f"not JSON: {error}", "write one JSON object a line, in UTF-8")
    if not isinstance(record, dict):
        return _refused(source, number, None, "not a JSON object", 'write {"url": …, "html": …} on each line')
    url = record.get("url")
    if url is not None and not isinstance(url, str):
        return _refused(
            source, number, None, f"url is {url!r}, not a string", "write the page's address or leave it out"
        )
    content = [key for key in ("html", "text") if isinstance(record.get(key), str)]
    if len(content) != 1:
        return _refused(source, number, url, 'needs "html" or "text" (one, a string)', "add the page's content")
    try:
        retrieved = capture_time(record["retrieved"]) if record.get("retrieved") else None
    except (ImpossibleDate, TypeError) as error:
        return _refused(source, number, url, f"retrieved: {error}", "write an ISO 8601 date and time")
    return Page(
        source=source,
        offset=number,
        address=url,
        media_type="text/html" if content[0] == "html" else "text/plain",
        charset="utf-8",
        content=record[content[0]].encode("utf-8", "replace"),
        retrieved=retrieved,
    )


def _refused(source: str, number: int, address: str | None, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=source, offset=number, address=address, reason=reason, remedy=remedy)
