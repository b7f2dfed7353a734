"""Addresses of things on this site, and their IRIs."""

from functools import lru_cache
from urllib.parse import quote, quote_plus

import pyoxigraph as ox

from endpoint.face.addresses import root

#: Kinds of IRIs beside ``id/`` that have addresses of their own.
GRAPH = "graph/"
BESIDE = ("scheme/", GRAPH)
#: What IRIs of a release begin with after its base.
_OURS = ("id/", *BESIDE, "ontology#")
#: Characters that a value may have to be named in an address.
LONGEST_VALUE = 600


def iri_of(name: str, base: str) -> str:
    """Make the IRI of a thing out of its address.

    >>> iri_of("state/malta", "https://e.org/"), iri_of("scheme/role", "https://e.org/")
    ('https://e.org/id/state/malta', 'https://e.org/scheme/role')
    """
    return base + (name if name.startswith(BESIDE) else f"id/{name}")


def is_name(name: str) -> bool:
    """Say whether an address can be that of a thing: whether it has no character that no IRI has.

    >>> is_name("state/malta"), is_name("state/>")
    (True, False)
    """
    try:
        return bool(ox.NamedNode(iri_of(name, "urn:x:")))
    except ValueError:
        return False


def address_of(iri: str, base: str) -> str:
    """Make the address of the page of a thing of this release; empty for anything else."""
    path = _path_of(iri, base)
    return root() + path if path else ""


@lru_cache(maxsize=50_000)
def _path_of(iri: str, base: str) -> str:
    local = iri.removeprefix(base)
    if local == iri:
        return ""
    if local.startswith("id/"):
        return f"/page/{quote(local.removeprefix('id/'))}"
    if local.startswith("ontology#") or local == "ontology":
        return f"/{local}"
    return f"/page/{quote(local)}" if local.startswith(BESIDE) else ""


def link_of(iri: str, base: str) -> str:
    """Make what a page links a thing to: its page here, else its own web address; nothing for any other scheme.

    >>> link_of("javascript:alert(1)", "https://e.org/")
    ''
    """
    return address_of(iri, base) or (iri if iri.startswith(("http://", "https://")) else "")


def why_of(iri: str, base: str, path: str, value: str) -> str:
    """Make the address of what stands behind a fact; empty for a thing that has no page.

    :param iri: of the thing that the fact is about
    :param path: properties from the thing to the value, as ``osce:establishedBy/osce:onDate``
    :param value: an IRI or the text of a literal; one of this release is written without its base
    """
    name, local = iri.removeprefix(base), value.removeprefix(base)
    if name == iri or not name.startswith(("id/", *BESIDE)) or len(value) > LONGEST_VALUE:
        return ""
    meant = local if local.startswith(_OURS) else value
    return f"{root()}/why/{_quoted(name.removeprefix('id/'), '/')}?p={_quoted(path)}&o={_quoted(meant)}"


@lru_cache(maxsize=50_000)
def _quoted(text: str, safe: str = "/:^") -> str:
    """Write a part of an address; most are written on many pages."""
    return quote_plus(text, safe=safe)


def value_of(text: str, base: str) -> str:
    """Read a value out of such an address: an IRI of the release with its base again, anything else as it is."""
    return base + text if text.startswith(_OURS) else text
