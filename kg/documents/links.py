"""Files that a page links to, and the addresses of its other language versions."""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from kg.documents.addresses import located, resolved
from kg.documents.decoding import normal
from kg.documents.draft import Draft
from kg.iris import document_key
from kg.model import LinkedFile
from kg.regexes import late

_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
_NAMES = {
    "english": "en",
    "anglais": "en",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "italian": "it",
    "italiano": "it",
    "russian": "ru",
    "русский": "ru",
    "spanish": "es",
    "español": "es",
    "ukrainian": "uk",
    "українська": "uk",
    "albanian": "sq",
    "shqip": "sq",
    "bosnian": "bs",
    "bosanski": "bs",
    "croatian": "hr",
    "hrvatski": "hr",
    "serbian": "sr",
    "srpski": "sr",
    "српски": "sr",
    "macedonian": "mk",
    "македонски": "mk",
    "romanian": "ro",
    "română": "ro",
    "armenian": "hy",
    "հայերեն": "hy",
    "azerbaijani": "az",
    "azərbaycan": "az",
    "georgian": "ka",
    "ქართული": "ka",
    "kazakh": "kk",
    "kyrgyz": "ky",
    "tajik": "tg",
    "тоҷикӣ": "tg",
    "uzbek": "uz",
    "turkmen": "tk",
    "turkish": "tr",
    "türkçe": "tr",
    "montenegrin": "sr",
}
#: What a list of languages is called, and how a page's markup shows that it may have one.
_NAMED = late(rb"(?:class|id)\s*=\s*[\"'][^\"'>]*\Z")
#: A name of a class or an element begins so many characters before a word in it, at most.
_BACK = 200
_LISTS = "[class*='lang' i] a[href], [id*='lang' i] a[href], a[hreflang]"
_CODES = {code: code for code in _NAMES.values()} | {
    "sr": "sr",
    "ba": "bs",
    "ua": "uk",
    "al": "sq",
    "rus": "ru",
    "eng": "en",
}
_WORD = late(r"[^\W\d_]+")
_OWN = late(r"https?://(?:[^/]+\.)?(?:osce|oscepa)\.org(?:[:/]|$)", re.IGNORECASE)
_MOST = 200
#: An address of the OSCE's site as printed; in so many last lines it is where a text was first.
_PRINTED = late(r"https?://(?:[\w-]+\.)*osce\.org/[^\s<>\"]+", re.IGNORECASE)
_LAST = 3
_SHORT = 30
_LETTERS = ("".join(f"[{letter}{letter.upper()}]" for letter in suffix[:3]) for suffix in _TYPES)
#: How a suffix begins (``.doc`` as well as ``.docx``), in either case: with a flag the search would be slower.
_BEGINNING = late(rf"\.(?:{'|'.join(dict.fromkeys(_LETTERS))})")


def read_links(root: LexborNode, draft: Draft, source: str) -> None:
    """Add the files and the language versions that links under an element name.

    :param root: the element
    :param draft: the parts of the page, which get them
    :param source: the page's markup: a selector costs more than finding that nothing can match it
    """
    known = {one.address for one in draft.files}
    if "osce.org/" in source:
        draft.original = draft.original or _original(root, draft)
    for link in root.css(_candidates(source)):
        attributes = link.attributes
        href = attributes.get("href") or ""
        suffix, hint = _suffix(href), attributes.get("hreflang") or attributes.get("lang")
        if suffix not in _TYPES and not hint:
            continue
        target = resolved(href, draft)
        if not target or len(draft.files) >= _MOST:
            continue
        words = normal(link.text())
        tag = (hint or "").partition("-")[0].lower() or language_named(words)
        if suffix in _TYPES and target not in known:
            known.add(target)
            draft.files.append(LinkedFile(address=target, media_type=_TYPES[suffix], language=tag))
        elif tag and suffix not in _TYPES and len(words) < _SHORT:
            draft.metadata.translations.append((tag, target))


def read_translations(body: LexborNode, draft: Draft, source: str) -> None:
    """Add the language versions that a list of languages anywhere on the page names.

    :param body: the whole page; such lists are in its frame
    :param draft: gets the pairs of tag and address
    :param source: the page's markup
    """
    if not _has_switch(source.encode(errors="replace").lower()):
        return
    for link in body.css(_LISTS):
        words, href = normal(link.text()), link.attributes.get("href") or ""
        tag = (link.attributes.get("hreflang") or link.attributes.get("lang") or "").partition("-")[0].lower()
        tag = tag or (language_named(words) if len(words) < _SHORT else None) or _CODES.get(words.lower(), "")
        target = resolved(href, draft) if tag else None
        if target and urlsplit(target).path.strip("/") and (tag, target) not in draft.metadata.translations:
            draft.metadata.translations.append((tag, target))


def _has_switch(source: bytes) -> bool:
    """Tell whether a class or an id has "lang" in it, or a link its language; most pages are settled by the latter.

    :param source: the page's markup in lower case; to make bytes lower is ten times as fast as to make text so
    """
    if b"hreflang" in source:
        return True
    at = source.find(b"lang")
    while at >= 0:
        if _NAMED.search(source, max(0, at - _BACK), at):
            return True
        at = source.find(b"lang", at + 4)
    return False


def _candidates(source: str) -> str:
    """Make the selector of the links to look at, with no more suffixes than the page has."""
    suffixes = sorted({beginning.lower() for beginning in _BEGINNING.findall(source)})
    return ", ".join(["a[hreflang]", "a[lang]", *(f"a[href*='{suffix}' i]" for suffix in suffixes)])


def _original(root: LexborNode, draft: Draft) -> str | None:
    """Find the one page of the OSCE that a page of another site links to which names the OSCE as its source."""
    place = located(draft.address) if draft.address else None
    source = draft.first("source")
    if not place or _OWN.match(place.address) or not source or not any("OSCE" in value for value in source.values):
        return None
    targets = (resolved(link.attributes.get("href") or "", draft) for link in root.css("a[href*='osce.org/']"))
    numbered = {target for target in targets if target and not document_key(target, "").startswith("x")}
    return numbered.pop() if len(numbered) == 1 else None


def original_named(draft: Draft) -> str | None:
    """Find the one page of the OSCE whose address a reprint prints in a field or in its last lines."""
    lines = [*(value for one in draft.fields for value in one.values), *draft.body[-_LAST:]]
    lines += [text for _, text in draft.parts[-_LAST:]]
    targets = (resolved(found.rstrip(".,;)"), draft) for line in lines for found in _PRINTED.findall(line))
    places = {place.address for target in targets if target and (place := located(target))}
    numbered = {address for address in places if not document_key(address, "").startswith("x")}
    return numbered.pop() if len(numbered) == 1 else None


def _suffix(href: str) -> str:
    """Find the suffix of the file that a link's path names; empty if it names none."""
    return href.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()


def language_named(words: str) -> str | None:
    """Find the language that a link is named after.

    >>> language_named("Русский"), language_named("PDF (English)"), language_named("Read more")
    ('ru', 'en', None)
    """
    found = [_NAMES[word] for word in _WORD.findall(words.casefold()) if word in _NAMES]
    return found[0] if len(found) == 1 and len(words) < 60 else None
