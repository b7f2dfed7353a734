"""What a saved page says of where and when it was saved, in comments that browsers and tools leave."""

import datetime
import re

from kg.documents.draft import Draft
from kg.regexes import late

_FROM = late(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", re.IGNORECASE)
_SINGLE_FILE = late(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]*))?", re.IGNORECASE)
_HTTRACK = late(r"<!--\s*Mirrored from (\S+) by HTTrack[^\n]*?,\s*([^\n]*?GMT)?\s*-->", re.IGNORECASE)
_MOMENT = late(r"(\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT([+-]\d{4}))?")
_HEAD = 4096


def read_saved(text: str, draft: Draft) -> None:
    """Keep the address and the moment that the head of a saved page names.

    :param text: decoded HTML
    :param draft: gets ``saved_from`` and ``saved_on``
    """
    head = text[:_HEAD]
    if "<!--" not in head:
        return
    if found := _FROM.search(head):
        draft.saved_from = found[1]
    elif found := _SINGLE_FILE.search(head):
        draft.saved_from, draft.saved_on = found[1], _moment(found[2] or "")
    elif found := _HTTRACK.search(head):
        address = found[1]
        draft.saved_from = address if "://" in address else f"http://{address}"


def _moment(printed: str) -> str | None:
    """Read ``Tue May 04 2021 12:00:00 GMT+0200 (CEST)`` as a moment in UTC."""
    found = _MOMENT.search(printed)
    if not found:
        return None
    try:
        printed = " ".join((found[1], found[2], found[3], found[4], found[5] or "+0000"))
        moment = datetime.datetime.strptime(printed, "%b %d %Y %H:%M:%S %z")
    except ValueError:
        return None
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
