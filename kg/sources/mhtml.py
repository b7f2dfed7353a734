"""Pages saved as MHTML, and e-mails: the part that is the page, with its address and its moment.

Source: RFC 2557 (MHTML), RFC 2045 (encodings of parts), RFC 5322 (date).
"""

import re
from typing import TYPE_CHECKING

from kg.errors import ImpossibleDate
from kg.model import Page
from kg.regexes import late
from kg.sources.times import capture_time

if TYPE_CHECKING:
    from email.message import EmailMessage

_ADDRESS = late(r"https?://[^\s<>]+", re.IGNORECASE)
_HEADS = late(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,60}\r?\n")
#: The line between parts, where the header does not name it.
_BOUNDARY = late(rb"^--([!-~]{1,70})[ \t]*\r?$", re.MULTILINE)
_MIME = late(rb"^mime-version:|^content-type:\s*(?:multipart/|message/|text/)", re.IGNORECASE | re.MULTILINE)


def is_message(head: bytes) -> bool:
    r"""Tell whether bytes begin with the header of a MIME message.

    :param head: the first few thousand bytes

    >>> is_message(b"From: a\nMIME-Version: 1.0\n\nx"), is_message(b"Press release\n\nx")
    (True, False)
    """
    found = _HEADS.match(head.removeprefix(b"\xef\xbb\xbf"))
    return bool(found and _MIME.search(found[0]))


def read_message(page: Page) -> Page:
    """Take the page out of a message: its first HTML part, else its first text.

    :param page: bytes of the message
    :returns: the part as a page of its own, with the address under which it was saved (that of the page that was
        given, if the message names none) and the date of the message as the moment of capture; a message without a
        part of text comes back as an empty page
    """
    # Only here: the package takes longer to import than a page to read.
    import email
    import email.policy

    message = email.message_from_bytes(page.content, policy=email.policy.default)
    if message.get_content_maintype() == "multipart" and not message.is_multipart():
        found = _BOUNDARY.search(page.content)
        message.set_param("boundary", found[1].decode("ascii") if found else "none")
        message = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    part = _part(message)
    named = str(message.get("Snapshot-Content-Location", "")) or str(part.get("Content-Location", "") if part else "")
    address = _ADDRESS.match(named.strip())
    return page._replace(
        content=_content(message, part) if part is not None else b"",
        media_type=part.get_content_type() if part is not None else "text/plain",
        charset=_charset(part) if part is not None else None,
        address=address[0] if address else page.address,
        retrieved=page.retrieved or _moment(message),
    )


def _part(message: "EmailMessage") -> "EmailMessage | None":
    from email.message import EmailMessage

    texts: dict[str, EmailMessage] = {}
    for part in message.walk():
        if part.get_content_disposition() != "attachment" and isinstance(part, EmailMessage):
            texts.setdefault(part.get_content_type(), part)
    return texts.get("text/html") or texts.get("text/plain")


def _content(message: "EmailMessage", part: "EmailMessage") -> bytes:
    """Give the bytes of a part; a part of text keeps the lines of the header that name and date it."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        return content
    heads = "".join(f"{name}: {message[name]}\n" for name in ("Subject", "Date") if message[name])
    text = content.decode(part.get_content_charset("utf-8"), "replace")
    return f"{heads}\n{text}".encode()


def _charset(part: "EmailMessage") -> str | None:
    return part.get_content_charset() if part.get_content_type() == "text/html" else "utf-8"


def _moment(message: "EmailMessage") -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return capture_time(parsedate_to_datetime(str(message["Date"])).isoformat())
    except (ImpossibleDate, ValueError, TypeError):
        return None
