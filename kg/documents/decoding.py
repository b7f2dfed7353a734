"""Bytes to text as browsers do it, and the one form of text that offsets count in.

Source: WHATWG Encoding Standard (labels, BOM sniffing) and HTML Standard §13.2.3 (prescan of ``<meta>``).
"""

import codecs
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import webencodings

from kg.regexes import late

PRESCAN = 1024
#: Bytes by which UTF-16 is known, and characters of it among which one is a space at least.
_UTF16_HEAD, _SPACED = 4096, 40
_COMMENT = late(rb"<!--.*?(?:-->|$)", re.DOTALL)
_META = late(rb"""<meta[\s/](?:[^>"']|"[^"]*"|'[^']*')*>?""", re.IGNORECASE)
_ATTRIBUTE = late(rb"""([^\s"'>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")
_CHARSET = late(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_ENTITY = late(r"&(?:#\d{2,7}|#x[0-9a-fA-F]{2,6}|[a-zA-Z]{2,8}\d?);")
#: A declared UTF-8 is believed as long as so many characters are well-formed for each byte that is not.
_WELL_FORMED = 4
#: So many bytes that are not UTF-8 may come on each character of several bytes that is, in a page of two encodings.
_UTF8_PAIRS = 3
_VALID_UTF8 = late(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_AS_1252 = "osce-kg.windows-1252"
_MIXED = "declared as UTF-8 and partly in it: the other bytes are read as windows-1252"
_XML = late(rb"""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9_:.\-]+)["']""")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
)
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_INVISIBLE_ONES = frozenset(
    chr(code)
    for first, last in (
        (0xAD, 0xAD),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x2069),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)
_DISALLOWED = late("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UTF8_AS_1252 = late("â€[™œ“”˜\u009d¦]|Ã[©¨¼¶¤Ÿ§±³¡\u00ad]|Å[¡¾‡]|[ÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ]")
#: What every match of the pattern above begins with; looking for these first is a hundred times faster.
_LEADS = ("â€", "Ã", "Å", "Ð", "Ñ")


class Decoded(NamedTuple):
    """Text of a page, the encoding it was read in, and what a reader should know about that."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def binary_kind(content: bytes, charset: str | None = None) -> str | None:
    """Tell what a content is if it is not text.

    :param content: bytes of a page
    :param charset: label declared by the transport, if any; it may say that the bytes are UTF-16
    :returns: a noun phrase (``"a PDF"``), or nothing if the bytes may be text

    >>> binary_kind(b"%PDF-1.7 ...")
    'a PDF'
    >>> binary_kind("Мир".encode("utf-16")) is None
    True
    """
    for magic, noun in _MAGIC:
        if content.startswith(magic):
            return noun
    declared = _lookup(charset)
    if content.startswith((b"\xfe\xff", b"\xff\xfe")) or (declared and declared.name.startswith("utf-16")):
        return None
    head = content[:65536]
    strange = len(head) - len(head.translate(None, _CONTROL))
    return "control characters" if strange * 50 > len(head) else None


def unmarked_utf16(content: bytes) -> str | None:
    """Tell whether bytes are text in UTF-16 that neither a byte order mark nor the transport announces.

    The Encoding Standard has no rule that finds it, so it is not read but named.

    :param content: bytes that are no text in an encoding that keeps ASCII
    :returns: ``UTF-16LE`` or ``UTF-16BE``, or nothing if they are neither

    >>> unmarked_utf16("Talks held in Osh, 1 May".encode("utf-16-be")), unmarked_utf16(bytes(range(32)) * 4)
    ('UTF-16BE', None)
    """
    head = content[:_UTF16_HEAD]
    for name in ("UTF-16LE", "UTF-16BE"):
        text = head.decode(name, "replace")
        letters = sum(char.isalpha() for char in text)
        if text.count(" ") * _SPACED >= len(text) and 2 * letters > len(text) and "\ufffd" not in text[:-1]:
            return name
    return None


def decode(content: bytes, charset: str | None, *, markup: bool) -> Decoded:
    """Decode a page by byte order mark, then transport, then its own declaration, then its bytes.

    :param content: bytes of the page
    :param charset: label declared by the transport (HTTP), if any
    :param markup: whether a ``<meta>`` or XML declaration may be looked for in the first 1024 bytes
    :returns: the text, never an error: bytes that do not decode become U+FFFD and are noted

    >>> decode("Zürich".encode("latin-1"), "iso-8859-1", markup=False).text
    'Zürich'
    """
    encoding, notes = _encoding(content, charset, markup)
    mixed = encoding is webencodings.UTF8 and notes == (_MIXED,)
    text = encoding.codec_info.decode(content, _AS_1252 if mixed else "replace")[0]
    return Decoded(text.removeprefix("\ufeff"), encoding.name, (*notes, *_oddities(text)))


def _encoding(content: bytes, charset: str | None, markup: bool) -> tuple[webencodings.Encoding, tuple[str, ...]]:
    """Choose the encoding; a declared UTF-8 that the bytes contradict is noted and detected instead."""
    for bom, name in _BOMS:
        if content.startswith(bom):
            return _lookup(name) or webencodings.UTF8, ()
    declared = _lookup(charset) or (_declared(content) if markup else None)
    if declared is None:
        return _detected(content), ()
    if declared.name == "utf-8" and not _is_utf8(content):
        if _mostly_utf8(content):
            return declared, ()
        if _partly_utf8(content):
            return webencodings.UTF8, (_MIXED,)
        found = _detected(content)
        return found, (f"declared as UTF-8 but not in it: read as {found.name}",)
    return declared, ()


@lru_cache(maxsize=256)
def _lookup(label: str | None) -> webencodings.Encoding | None:
    return webencodings.lookup(label.strip()) if label else None


def _declared(content: bytes) -> webencodings.Encoding | None:
    """Prescan the first bytes as the HTML Standard does.

    Comments are passed over; ``content`` counts with ``http-equiv=content-type`` alone; UTF-16 declared in ASCII bytes
    means UTF-8.
    """
    head = content[:PRESCAN]
    label = xml[1] if (xml := _XML.match(head)) else _label(head)
    found = _lookup(label.decode("ascii", "replace")) if label else None
    return webencodings.UTF8 if found and found.name.startswith("utf-16") else found


def _label(head: bytes) -> bytes | None:
    for tag in _META.finditer(_COMMENT.sub(b"", head)):
        named = {m[1].lower(): m[2] or m[3] or m[4] or b"" for m in reversed(list(_ATTRIBUTE.finditer(tag[0][5:])))}
        if named.get(b"charset", b"").strip():
            return named[b"charset"].strip()
        if named.get(b"http-equiv", b"").strip().lower() == b"content-type":
            found = _CHARSET.search(named.get(b"content", b""))
            if found:
                return found[1]
    return None


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(content: bytes) -> bool:
    """Whether a bad byte here and there is all that is wrong: it costs one character, not the page."""
    text = content.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    return good >= _WELL_FORMED * bad


def _partly_utf8(content: bytes) -> bool:
    """Whether two pages in two encodings were put together: text in one of single bytes has no valid UTF-8."""
    return _UTF8_PAIRS * len(_VALID_UTF8.findall(content)) >= content.decode("utf-8", "replace").count("\ufffd")


def _byte_as_1252(error: UnicodeError) -> tuple[str, int]:
    """Read what is not UTF-8 as windows-1252, byte by byte."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_1252, _byte_as_1252)


def _detected(content: bytes) -> webencodings.Encoding:
    """Take UTF-8 where the bytes are valid in it, else what Firefox's detector says."""
    if _is_utf8(content) or _mostly_utf8(content):
        return webencodings.UTF8
    from chardetng_py import detect  # few pages need it

    return _lookup(detect(content[:65536], allow_utf8=False)) or webencodings.UTF8


def _oddities(text: str) -> list[str]:
    """Note what looks wrong in decoded text; nothing is repaired."""
    notes = []
    if lost := text.count("\ufffd"):
        notes.append(f"{lost} character(s) could not be decoded and were replaced by U+FFFD")
    if any(lead in text for lead in _LEADS) and (garbled := _UTF8_AS_1252.findall(text)):
        notes.append(f"mojibake: {len(garbled)} place(s) like {garbled[0]!r} look like UTF-8 once read as windows-1252")
    return notes


def normal(line: str) -> str:
    r"""Bring one line to the canonical form: NFC, no invisible characters, single spaces, no entities encoded twice.

    :param line: decoded text; line breaks count as white space
    :returns: the line as it stands in :attr:`kg.model.Document.text`

    >>> normal(" Cafe\u0301\xa0 in\n the\u00ad atre ")
    'Café in the atre'
    """
    while "&" in line and _ENTITY.search(line) and (undone := _ENTITY.sub(_unescaped, line)) != line:
        line = undone
    if not line.isascii():
        if not _INVISIBLE_ONES.isdisjoint(line):
            line = "".join(one for one in line if one not in _INVISIBLE_ONES)
        line = unicodedata.normalize("NFC", line)
    return " ".join(_DISALLOWED.sub("\ufffd", line).split())


def _unescaped(entity: re.Match[str]) -> str:
    """Undo an entity that was encoded twice; one of no character stays."""
    import html  # few pages need it

    return html.unescape(entity[0])
