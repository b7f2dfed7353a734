"""Web addresses: made absolute, brought to a form that is an IRI, and led back to the page they are a copy of."""

import re
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from kg.documents.draft import Draft
from kg.iris import document_key
from kg.model import Page
from kg.regexes import late

_SAFE = "%/:=&?~#+!$,;'@()*[]"
_ABSOLUTE = late(r"https?://[^/\s?#]+", re.IGNORECASE)
_ARCHIVE = late(
    r"https?://(?:web\.archive\.org/web|wayback\.archive-it\.org/\d+|archive\.(?:today|ph|is|li)|arquivo\.pt/wayback"
    r"|webarchive\.[\w.]+/\w+)/(?P<when>\d{4,14})(?:[a-z]{2}_)?/(?P<url>https?:/{1,2}.+)$",
    re.IGNORECASE,
)

#: Bodies with a site of their own.
_OWN_SITE = late(r"(?:.+\.)?(oscepa|oscebmsc|osce-academy)\.(?:org|net)")
_SITE = late(r"(?:www\.|([a-z-]+)\.)?osce\.org")
#: Languages that the first part of a path may name.
LANGUAGES = tuple("en fr de it ru es uk hy az sq sr bs hr hbs mk ro ka kk ky mn tr tg uz tk".split())
#: Hosts that hold the pages of another under the same paths → that host.
_MIRRORS = {
    "osce.org": "www.osce.org",
    "m.osce.org": "www.osce.org",
    "d6.web.osce.org": "www.osce.org",
    "web.osce.org": "www.osce.org",
    "osce.eu.org": "www.osce.org",
    "shhada.ir": "www.osce.org",
    "www.shhada.ir": "www.osce.org",
    "oscepa.org": "www.oscepa.org",
}


class Located(NamedTuple):
    """A page's own address, and the address and moment (xsd:dateTime) of the copy that it was read from, if any."""

    address: str
    copy: str | None = None
    captured: str | None = None


def clean_address(address: str) -> str | None:
    """Bring a web address to a form that is an IRI.

    :param address: as given or found in the page
    :returns: the address with what no URI may hold percent-encoded, or nothing if it is no absolute http(s) address

    >>> clean_address("https://www.osce.org/a b"), clean_address("/node/1")
    ('https://www.osce.org/a%20b', None)
    """
    if not _ABSOLUTE.match(address.strip()):
        return None
    return quote(address.strip(), safe=_SAFE)


def located(address: str) -> Located | None:
    """Lead an address back to the page itself: out of a web archive, from a mirror to the original.

    >>> located("https://web.archive.org/web/20210601100000/https://www.osce.org/moldova/500101")
    ... # doctest: +NORMALIZE_WHITESPACE
    Located(address='https://www.osce.org/moldova/500101',
            copy='https://web.archive.org/web/20210601100000/https://www.osce.org/moldova/500101',
            captured='2021-06-01T10:00:00Z')
    >>> located("https://osce.org/cio/52594").address
    'https://www.osce.org/cio/52594'
    """
    clean = clean_address(address)
    if not clean:
        return None
    if archived := _ARCHIVE.match(clean):
        inner = located(re.sub(r"^(https?):/+", r"\1://", archived["url"]))
        return Located(inner.address, clean, _moment(archived["when"])) if inner else None
    parts = urlsplit(clean)
    host = (parts.hostname or "").lower()
    if host in _MIRRORS:
        own = parts._replace(netloc=_MIRRORS[host], scheme="https").geturl()
        return Located(own, clean)
    return Located(clean)


def section_of(address: str) -> str | None:
    """Find the section of the OSCE's site that an address is in: the first part of the path, the sub-site, or a site.

    >>> section_of("https://www.osce.org/ru/odihr/elections/1"), section_of("https://moldova.osce.org/node/1")
    ('odihr', 'moldova')
    >>> section_of("https://www.osce.org/node/1"), section_of("https://news.example/odihr/1")
    (None, None)
    >>> section_of("https://www.oscebmsc.org/en/news-8")
    'oscebmsc'
    """
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if own := _OWN_SITE.fullmatch(host):
        return own[1]
    site = _SITE.fullmatch(host)
    if not site:
        return None
    if site[1]:
        return site[1]
    segments = [one for one in parts.path.lower().split("/") if one]
    if segments and len(segments[0]) <= 3 and segments[0] in LANGUAGES:
        segments = segments[1:]
    named = segments and not segments[0].isdecimal() and segments[0] != "node"
    return segments[0].removesuffix("-closed") if named else None


def _moment(digits: str) -> str | None:
    """Read the fourteen digits of a web archive; fewer give no moment."""
    if len(digits) != 14:
        return None
    day, time = (digits[0:4], digits[4:6], digits[6:8]), (digits[8:10], digits[10:12], digits[12:14])
    return f"{'-'.join(day)}T{':'.join(time)}Z"


def resolved(target: str, draft: Draft) -> str | None:
    """Make the target of a link absolute, by the page's base or its address.

    :returns: the address, or nothing if it cannot be made absolute or is no web address
    """
    target = target.strip()
    if not target or target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    base = draft.metadata.base or draft.address or "https:"
    try:
        return clean_address(urljoin(base, target))
    except ValueError:
        return None


def located_page(page: Page, draft: Draft) -> list[Located]:
    """List where the page is from, its own address first.

    That is the address of the fetch, unless only the page's own canonical or short link has the node number.
    """
    draft.address = draft.address or page.address
    names = [page.address, draft.saved_from, *(resolved(one, draft) for one in draft.metadata.addresses)]
    found = [place for one in names if one and (place := located(one))]
    numbered = [one for one in found if not document_key(one.address, "").startswith("x")]
    first = next(iter(numbered or found), None)
    return [first, *(one for one in found if one is not first)] if first else []


def aliases(places: list[Located], address: str | None) -> tuple[str, ...]:
    """List further addresses under which the document is known; copies are none."""
    return tuple(dict.fromkeys(one.address for one in places if one.address != address))


def reprinted_by(places: list[Located]) -> str | None:
    """Give the address of the copy that was read, where it was one."""
    return next((one.copy for one in places if one.copy), None)


def translations(draft: Draft, address: str | None, language: str) -> tuple[tuple[str, str], ...]:
    """List the other language versions that the page links to."""
    draft.address = draft.address or address
    found = ((tag, resolved(target, draft)) for tag, target in draft.metadata.translations)
    known = {target: tag for tag, target in found if target and target != address and tag not in (language, "x")}
    return tuple(sorted((tag, target) for target, tag in known.items()))
