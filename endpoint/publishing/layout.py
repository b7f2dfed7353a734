"""Which file an address of the site becomes. The one place that decides.

A page becomes a folder with an ``index.html``; a list narrowed by one facet, and each of its further pages, a folder
below the list. What only a server can do (two facets at once, an order, a day) has no file.
"""

from urllib.parse import parse_qsl, unquote, urlsplit

#: Parameters of lists that have files of their own.
_KEPT = ("kind", "year", "state", "body", "person", "field", "place", "language")
#: What only a server can answer, by the first part of its path.
_SERVED = ("reconcile", "feed")
_DATA = tuple(".ttl .nt .jsonld .rdf .csv .json .atom .xml .txt .svg .css .js .gz .jsonl".split())


def path_of(address: str) -> str | None:
    """Say where the file of an address is.

    :param address: path and query of a page of the site
    :returns: path of a file below the site's folder; nothing where only a server can answer

    >>> path_of("/page/state/malta"), path_of("/browse/document?state=malta&page=2")
    ('page/state/malta/index.html', 'browse/document/state-malta/page-2/index.html')
    >>> path_of("/data/state/malta.ttl"), path_of("/page/state/malta?on=2014-04-11"), path_of("/")
    ('data/state/malta.ttl', None, 'index.html')
    >>> path_of("/feed/state/malta")
    """
    parts = urlsplit(address)
    path = unquote(parts.path).strip("/")
    if ".." in path.split("/") or "\\" in path or "\0" in path:
        return None
    if path.partition("/")[0] in _SERVED:
        return None
    asked = dict(parse_qsl(parts.query))
    page = asked.pop("page", "1")
    if not path.startswith("browse/"):
        if asked or page != "1":
            return None
    elif len(asked) > 1 or not set(asked) <= set(_KEPT) or not page.isdecimal():
        return None
    if path.endswith(_DATA):
        return path if not asked and page == "1" else None
    below = [f"{name}-{value}" for name, value in asked.items()] + ([f"page-{page}"] if page != "1" else [])
    return "/".join([*([path] if path else []), *below, "index.html"])


def link_to(address: str, root: str) -> str | None:
    """Write a link as the static site has it: the folder of the page, below the path that the site is put under.

    :param root: that path, without a slash at its end; empty for the root of a host

    >>> link_to("/browse/document?state=malta", "/kg"), link_to("/search?q=x", "")
    ('/kg/browse/document/state-malta/', None)
    """
    address, hash_mark, fragment = address.partition("#")
    path = path_of(address)
    if path is None:
        return None
    return f"{root}/{path.removesuffix('index.html')}{hash_mark}{fragment}"
