"""Which file an address of the site becomes, and how one file links to another. The one place that decides.

A page becomes a folder with an ``index.html``; a list narrowed by one facet, and each of its further pages, a folder
below the list. The first language is at the root, each other one in a folder of its own (``ru/page/state/malta/``).
Records (mentions, tenures, sources and the like) and data are there once. What only a server can do has no file.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

#: Parameters of lists that have files of their own.
_KEPT = ("kind", "year", "state", "body", "person", "field", "place", "language")
#: What only a server can answer, by the first part of its path.
_SERVED = tuple("reconcile validate suggest update rdf-graph-store id graph scheme health metrics".split())
_DATA = tuple(".ttl .nt .jsonld .rdf .csv .json .atom .ics .xml .txt .svg .png .css .js .gz .jsonl".split())
#: Pages whose scripts read the rest of their address.
_READ_BY_SCRIPTS = {"sparql": ("query", "example"), "search": ("q",)}
#: The page that a host shows where there is none, at any depth.
MISSING = "404.html"
#: What needs absolute addresses, by the end of its name.
_ABSOLUTE = (".atom", "sitemap.xml", "opensearch.xml")
#: Pages that are there in each language, by their path below the language's folder; scripts read it too.
SPOKEN = (
    r"(?:|(?:search|sparql|changes|dump|ontology(?:/[^/]+)?|shapes|browse/.+"
    r"|page/(?:(?:state|org|person|post|place|meeting|election-observation|doc)/[^/]+|scheme/.+))/)index\.html"
)
_SPOKEN = re.compile(SPOKEN)


@lru_cache(20_000)
def path_of(address: str) -> str | None:
    """Say where the file of an address is, below the folder of its language.

    :param address: path and query of a page of the site
    :returns: path of a file; nothing where only a server can answer

    >>> path_of("/page/state/malta"), path_of("/browse/document?state=malta&page=2")
    ('page/state/malta/index.html', 'browse/document/state-malta/page-2/index.html')
    >>> path_of("/data/state/malta.ttl"), path_of("/page/state/malta?on=2014-04-11"), path_of("/")
    ('data/state/malta.ttl', None, 'index.html')
    >>> path_of("/browse/document.csv?state=malta"), path_of("/feed/state/malta"), path_of("/sparql?example=001")
    ('browse/document/state-malta.csv', 'feed/state/malta.atom', 'sparql/index.html')
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if ".." in path.split("/") or "\\" in path or "\0" in path or path.partition("/")[0] in _SERVED:
        return None
    asked = dict(parse_qsl(parts.query))
    if path.startswith("browse/"):
        return _list_path(path, asked)
    if asked and not set(asked) <= set(_READ_BY_SCRIPTS.get(path, ())):
        return None
    if path.startswith("feed/"):
        return path if path.endswith(".atom") else f"{path}.atom"
    if path.endswith(_DATA) and not path.startswith("page/"):
        return path
    return f"{path}/index.html".lstrip("/")


def _list_path(path: str, asked: dict[str, str]) -> str | None:
    """Place a list: as it is, or narrowed by one facet; its pages, or its data."""
    page = asked.pop("page", "1")
    if len(asked) > 1 or not set(asked) <= set(_KEPT) or not page.isdecimal():
        return None
    below = "".join(f"/{name}-{value}" for name, value in asked.items())
    if ".." in below or "/" in below[1:]:
        return None
    if path.endswith(_DATA):
        stem, _, suffix = path.rpartition(".")
        return f"{stem}{below}.{suffix}" if page == "1" else None
    return f"{path}{below}{'' if page == '1' else f'/page-{page}'}/index.html"


@dataclass(frozen=True, slots=True)
class Layout:
    """The languages of a site, the first of which is at its root, and the address that it will have.

    :param base_url: address of the site without a slash at its end; empty where it is not known, and then nothing
        that needs absolute addresses has a file: feeds, sitemap, OpenSearch
    """

    languages: tuple[str, ...] = ("en",)
    base_url: str = ""

    def file(self, address: str, language: str) -> str | None:
        """Say where the file of an address is for readers of a language.

        >>> Layout(("en", "ru")).file("/page/state/malta", "ru"), Layout(("en", "ru")).file("/page/mention/1-1", "ru")
        ('ru/page/state/malta/index.html', 'page/mention/1-1/index.html')
        >>> Layout().file("/feed/state/malta", "en") is None
        True
        """
        path = path_of(address)
        if path is None or (not self.base_url and path.endswith(_ABSOLUTE)):
            return None
        return f"{language}/{path}" if language != self.languages[0] and _SPOKEN.fullmatch(path) else path

    def spoken(self, address: str) -> tuple[str, ...]:
        """List the languages that an address has a file of its own in."""
        path = path_of(address)
        return self.languages if path is not None and _SPOKEN.fullmatch(path) else self.languages[:1]

    def link(self, address: str, language: str, at: str) -> str | None:
        """Write a link as a page has it: relative, so that the site can lie under any path.

        :param at: path of the file that has the link

        >>> Layout(("en", "ru")).link("/page/state/malta#x", "ru", "ru/index.html")
        'page/state/malta/#x'
        >>> Layout().link("/sparql?example=001", "en", "page/a/index.html"), Layout().link("/", "en", "index.html")
        ('../../sparql/?example=001', './')
        """
        address, mark, fragment = address.partition("#")
        path = self.file(address, language)
        if path is None:
            return None
        return self.way(path, at) + self._kept(address) + mark + fragment

    def way(self, path: str, at: str) -> str:
        """Write the way from one file to another; from the page that a host shows anywhere, the whole path.

        >>> Layout(base_url="https://e.org/kg").way("static/style.css", MISSING)
        '/kg/static/style.css'
        """
        if at != MISSING:
            return climbed(path, at)
        top = self.base_url.partition("://")[2].partition("/")[2]
        return quote(f"/{top}/{path}".replace("//", "/").removesuffix("index.html"))

    def absolute(self, address: str, language: str) -> str | None:
        """Write the whole address of a page; nothing where there is none.

        >>> Layout(base_url="https://e.org/kg").absolute("/page/state/malta", "en")
        'https://e.org/kg/page/state/malta/'
        """
        path = self.file(address, language)
        if path is None or not self.base_url:
            return None
        return f"{self.base_url}/{quote(path.removesuffix('index.html'))}{self._kept(address)}"

    @staticmethod
    def _kept(address: str) -> str:
        parts = urlsplit(address)
        asked = parse_qsl(parts.query) if parts.path.strip("/") in _READ_BY_SCRIPTS else []
        return f"?{urlencode(asked)}" if asked else ""


def climbed(path: str, at: str) -> str:
    """Write the way from one file to another.

    >>> climbed("static/style.css", "page/state/malta/index.html"), climbed("index.html", "ru/index.html")
    ('../../../static/style.css', '../')
    """
    up, down = at.split("/")[:-1], path.split("/")
    while up and len(down) > 1 and up[0] == down[0]:
        up, down = up[1:], down[1:]
    return quote("../" * len(up) + "/".join(down).removesuffix("index.html")) or "./"
