"""From bytes to text, the way browsers do it.

Order: byte order mark, the transport's charset, the page's own declaration, UTF-8 if the bytes are valid UTF-8,
and last the detector that Firefox uses. Source: HTML Standard, §13.2.3 (determining the character encoding);
Encoding Standard for labels.
"""

import re

import webencodings
from chardetng_py import EncodingDetector

_META = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:.\-]+)|<\?xml[^>]{0,100}encoding=[\"']([a-z0-9_.\-]+)",
    re.IGNORECASE,
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_TWICE_ENCODED = re.compile("(?:â€[™œ\u009d“”˜\u0080-\u00bf]|Ã[©¨¤¶¼±\u00a0-\u00bf]|Ð[\u00b0-\u00bf])")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_binary(content: bytes) -> bool:
    """Tell whether bytes are no text at all: control characters in the first 4 KiB of what is not UTF-16."""
    head = content[:4096]
    if head.startswith((b"\xfe\xff", b"\xff\xfe")):
        return False
    return b"\x00" in head or len(_CONTROL.findall(head)) > len(head) // 50


def decode(content: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode a page.

    :param content: the page's bytes
    :param charset: what the transport declared, if anything
    :returns: the text, and notes on what a reader should know of its encoding

    >>> decode("Türkiye".encode("windows-1254"), "windows-1254")[0]
    'Türkiye'
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], name)
    for label in (charset, _declared(content)):
        if label and (encoding := webencodings.lookup(label)):
            return _decoded(content, encoding.codec_info.name)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decoded(content, _detected(content))


def _declared(content: bytes) -> str | None:
    match = _META.search(content[:1024])
    if not match:
        return None
    label = (match[1] or match[2]).decode("ascii")
    return "utf-8" if label.lower().startswith("utf-16") else label


def _detected(content: bytes) -> str:
    detector = EncodingDetector()
    detector.feed(content, last=True)
    found = webencodings.lookup(detector.guess(tld=None, allow_utf8=True))
    return found.codec_info.name if found else "windows-1252"


def _decoded(content: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    text = content.decode(codec, "replace")
    notes = []
    if lost := text.count("\ufffd") - content.count(b"\xef\xbf\xbd"):
        notes.append(f"{max(lost, 1)} characters are not {codec} and could not be decoded")
    return text, tuple(notes)


def twice_encoded(text: str) -> str | None:
    """Notice text that was encoded twice (``donâ€™t``), which is kept as it is.

    :returns: a note, or nothing
    """
    found = _TWICE_ENCODED.findall(text)
    return f"looks encoded twice, e.g. {found[0]!r} ({len(found)} places); kept as printed" if len(found) > 1 else None
