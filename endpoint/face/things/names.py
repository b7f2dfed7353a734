"""Addresses of things on this site, and their IRIs."""

from urllib.parse import quote

from endpoint.face.addresses import root

#: Kinds of IRIs beside ``id/`` that have addresses of their own.
GRAPH = "graph/"
BESIDE = ("scheme/", GRAPH)


def iri_of(name: str, base: str) -> str:
    """Make the IRI of a thing out of its address.

    >>> iri_of("state/malta", "https://e.org/"), iri_of("scheme/role", "https://e.org/")
    ('https://e.org/id/state/malta', 'https://e.org/scheme/role')
    """
    return base + (name if name.startswith(BESIDE) else f"id/{name}")


def address_of(iri: str, base: str) -> str:
    """Make the address of the page of a thing of this release; empty for anything else."""
    local = iri.removeprefix(base)
    if local == iri:
        return ""
    if local.startswith("id/"):
        return f"{root()}/page/{quote(local.removeprefix('id/'))}"
    if local.startswith("ontology#") or local == "ontology":
        return f"{root()}/{local}"
    return f"{root()}/page/{quote(local)}" if local.startswith(BESIDE) else ""


def link_of(iri: str, base: str) -> str:
    """Make what a page links a thing to: its page here, else its own web address; nothing for any other scheme.

    >>> link_of("javascript:alert(1)", "https://e.org/")
    ''
    """
    return address_of(iri, base) or (iri if iri.startswith(("http://", "https://")) else "")
