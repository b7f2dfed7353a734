"""A page of the endpoint made a file: its links lead to files, and what needs a server or an address is taken away."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from endpoint.publishing.layout import Layout

#: What the endpoint calls itself while pages are written; no file may have it.
PLACEHOLDER = "http://site.invalid"
_LINK = re.compile(r'<(a|link|script|form|img)\b([^>]*?)\s(href|src|action)="([^"]*)"([^>]*)>\n?')
_NAMED = re.compile(rf"{re.escape(PLACEHOLDER)}(/[^\s\"<>&']*)?")
_META = re.compile(rf'<meta [^>]*content="{re.escape(PLACEHOLDER)}[^>]*>\n?')
_JSON_URL = re.compile(rf', "url": "{re.escape(PLACEHOLDER)}[^"]*"')
_TONGUES = re.compile(r'<nav class="tongues".*?</nav>\n?', re.DOTALL)
_TONGUE = re.compile(r'<a href="[^"]*" hreflang="(\w+)"[^>]*>[^<]*</a> ')
_ALTERNATE = re.compile(r'<link rel="alternate" hreflang="(\w+)"[^>]*>\n?')
_READ = re.compile(r' data-(land|rows)="(/[^"]*)"')


class Rewriter:
    """Makes files of pages.

    :param layout: where files are
    :param exists: tells whether an address leads to something
    """

    def __init__(self, layout: Layout, exists: Callable[[str], bool]) -> None:
        self._layout, self._exists = layout, exists

    def page(self, text: str, address: str, language: str, at: str = "") -> tuple[str, list[str]]:
        """Make a file of a page.

        :param address: path and query of the page
        :param at: path of the file, where it is not that of the address
        :returns: the file, and the addresses that it links to
        """
        at = at or self._layout.file(address, language) or ""
        met: list[str] = []
        text = _switch(text, self._layout.spoken(address))

        def relinked(found: re.Match[str]) -> str:
            return self._tag(found, language, at, met)

        text = self.data(_LINK.sub(relinked, text), language)
        text = _READ.sub(lambda found: f' data-{found[1]}="{self._read(found[2], language, at)}"', text)
        folder = self._layout.way("index.html", at)
        own = "" if language == self._layout.languages[0] else f' data-own="{language}/"'
        return text.replace("<body", f'<body data-root="{escape(folder)}"{own}', 1), met

    def _read(self, written: str, language: str, at: str) -> str:
        """Write where a script reads a file."""
        return escape(self._link(unescape(written), language, at) or "")

    def data(self, text: str, language: str) -> str:
        """Write the address that the site will have where a page or a file of data names it; nothing where none is."""
        if not self._layout.base_url:
            text = _META.sub("", _JSON_URL.sub("", text))
        return _NAMED.sub(lambda found: self._named(found[1] or "/", language), text)

    def _named(self, address: str, language: str) -> str:
        if address.startswith("/static/"):
            return self._layout.base_url + address
        return self._layout.absolute(address, language) or f"{self._layout.base_url}{address}"

    def _tag(self, found: re.Match[str], language: str, at: str, met: list[str]) -> str:
        name, before, attribute, written, after = found.groups()
        address = unescape(written)
        if address.startswith(PLACEHOLDER) and not self._layout.base_url:
            return ""
        if not address.startswith("/"):
            return found[0]
        address, language = self._plain(address, language)
        link = self._link(address, language, at)
        if link is None:
            return "" if name == "link" else f"<{name}{before}{after}>"
        if not address.startswith("/static/"):
            met.append(address.partition("#")[0])
        end = "\n" if found[0].endswith("\n") else ""
        return f'<{name}{before} {attribute}="{escape(link)}"{self._marked(name, address, language, after)}>{end}'

    def _marked(self, name: str, address: str, language: str, after: str) -> str:
        """Say of a link to a page that is there in another language only which one that is."""
        spoken = self._layout.spoken(address)
        is_other = language not in spoken and name == "a" and "/page/" in address and "hreflang" not in after
        return f'{after} hreflang="{spoken[0]}"' if is_other else after

    def _link(self, address: str, language: str, at: str) -> str | None:
        if address.startswith("/static/"):
            return self._layout.way(address.partition("?")[0].lstrip("/"), at)
        link = self._layout.link(address, language, at)
        return link if link is not None and self._exists(address.partition("#")[0]) else None

    def _plain(self, address: str, language: str) -> tuple[str, str]:
        """Take the language out of an address."""
        parts = urlsplit(address)
        asked = parse_qsl(parts.query)
        named = dict(asked).get("lang", language)
        rest = [(name, value) for name, value in asked if name != "lang"]
        language = named if named in self._layout.languages else language
        return parts._replace(query=urlencode(rest)).geturl(), language


def _switch(text: str, languages: tuple[str, ...]) -> str:
    """Leave the languages that the page is there in; no switch where that is one."""

    def kept(found: re.Match[str]) -> str:
        return found[0] if len(languages) > 1 and found[1] in languages else ""

    text = _ALTERNATE.sub(kept, text)
    return _TONGUES.sub(lambda nav: _TONGUE.sub(kept, nav[0]) if len(languages) > 1 else "", text)
