"""Canonical plain text: how characters of a page become the characters of a snapshot."""

import unicodedata

_REMOVED = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u0000"))


def normal(text: str) -> str:
    r"""Bring a line to its canonical form.

    Unicode NFC; every run of white space, no-break spaces included, is one space; soft hyphens, zero-width
    spaces and byte order marks are gone; lone surrogates are U+FFFD. Nothing else changes.

    >>> normal("  STOCKHOLM,\u00a01 May\n 2021 ")
    'STOCKHOLM, 1 May 2021'
    """
    line = " ".join(text.translate(_REMOVED).split())
    if line.isascii():
        return line
    return unicodedata.normalize("NFC", line.encode("utf-8", "replace").decode("utf-8") if _surrogate(line) else line)


def _surrogate(line: str) -> bool:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
