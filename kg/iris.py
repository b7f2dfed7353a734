"""Minting of IRIs: the same input gives the same IRI, always.

Source: Cool URIs for the Semantic Web, https://www.w3.org/TR/cooluris/; each kind of name is one function below.
"""

import hashlib
import re
from base64 import b32encode
from functools import lru_cache
from typing import NamedTuple

from kg.namespaces import DEFAULT_BASE
from kg.regexes import late

_NOT_SLUG = late(r"[^a-z0-9]+")
#: Hosts that number their pages in one row with the site's own: the site, its mirrors, and sub-sites made from it.
_NUMBERED = (
    r"(?:(?:www|m|d6\.web|web|odihr|hcnm|rfom|pa|secretariat|albania|ashgabat|astana|baku|belgrade|bih|bishkek|chisinau|dushanbe"
    r"|kosovo|kyiv|minsk|moldova|montenegro|podgorica|pristina|sarajevo|serbia|skopje|tashkent|tirana|ukraine|uzbekistan|yerevan"
    r")\.)?osce\.org"
)
#: ``/node/1`` with any number; else a section and a number of five to nine digits, which is no year.
_NODE = late(
    rf"^https?://{_NUMBERED}(?::\d+)?/(?:[a-z]{{2,3}}/)?(?:node/(\d{{1,9}})|(?:[^?#]*/)?(\d{{5,9}}))/?(?:[?#].*)?$",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def slug(name: str) -> str:
    """Turn a name into the last segment of an IRI.

    :param name: a name in any script
    :returns: lower-case ASCII letters and digits joined by single hyphens; empty if the name has neither

    >>> slug("Türkiye"), slug("Miroslav Lajčák"), slug("Сергей Лавров")
    ('turkiye', 'miroslav-lajcak', 'sergey-lavrov')
    """
    ascii_name = (name if name.isascii() else _transliterated(name)).lower().replace("'", "")
    return _NOT_SLUG.sub("-", ascii_name).strip("-")


def _transliterated(name: str) -> str:
    from anyascii import anyascii  # most names need it not

    return anyascii(name)


def digest(*keys: str) -> str:
    """Hash keys into the 12 hexadecimal digits that end a relation's IRI.

    :param keys: one or more strings; their order counts, and so do their borders
    :returns: first 12 hex digits of the SHA-256 of the keys joined by U+001F

    >>> digest("a", "b") == digest("ab")
    False
    """
    return hashlib.sha256("\x1f".join(keys).encode()).hexdigest()[:12]


def document_key(address: str | None, text: str) -> str:
    """Find the key under which a document is known.

    :param address: the page's web address, if known
    :param text: the page's canonical plain text, used where there is no address
    :returns: the site's node number, else ``x`` and 10 base32 characters of a SHA-256

    >>> document_key("https://www.osce.org/node/485162", "")
    '485162'
    >>> document_key("https://odihr.osce.org/odihr/elections/moldova/123456?x=1", "")
    '123456'
    >>> document_key("https://www.osce.org/about", ""), document_key("https://www.osce.org/odihr/2019", "")
    ('x54kgfqht6z', 'xmij7hps3sg')
    """
    node = _NODE.match(address) if address else None
    if node:
        return node[1] or node[2]
    return "x" + b32encode(hashlib.sha256((address or text).encode()).digest()).decode()[:10].lower()


#: Kinds of things that one document alone tells of: their IRIs are made of its key or of the hash of its text.
_OF_ONE_DOCUMENT = ("doc", "snapshot", "mention", "extraction", "speech-act", "contact", "involvement")


class Iris(NamedTuple):
    """Mints every IRI of one build.

    :param base: base IRI, ending in ``/``

    >>> Iris().org("osce")
    'https://w3id.org/osce-kg/id/org/osce'
    """

    base: str = DEFAULT_BASE

    def term(self, name: str) -> str:
        """IRI of an ontology term, e.g. ``FieldOperation``."""
        return f"{self.base}ontology#{name}"

    def thing(self, kind: str, key: str) -> str:
        """IRI of a thing: ``id/<kind>/<key>``."""
        return f"{self.base}id/{kind}/{key}"

    def state(self, key: str) -> str:
        """IRI of a participating State, Partner for Co-operation or former State."""
        return self.thing("state", key)

    def org(self, key: str) -> str:
        """IRI of an organization, structure or field operation."""
        return self.thing("org", key)

    def post(self, key: str) -> str:
        """IRI of a post."""
        return self.thing("post", key)

    def person(self, name: str) -> str:
        """IRI of a person, by name as printed."""
        return self.thing("person", slug(name))

    def place(self, key: str) -> str:
        """IRI of a place."""
        return self.thing("place", key)

    def meeting(self, key: str) -> str:
        """IRI of a meeting or meeting series."""
        return self.thing("meeting", key)

    def relation(self, kind: str, *keys: str) -> str:
        """IRI of a relation, event or mention: kind and 12 hex digits of its keys."""
        return self.thing(kind, digest(*keys))

    def document(self, key: str) -> str:
        """IRI of a document, by its :func:`document_key`."""
        return self.thing("doc", key)

    def language_version(self, key: str, language: str) -> str:
        """IRI of a document's wording in one language (BCP 47 tag)."""
        return f"{self.document(key)}/{language}"

    def snapshot(self, sha256: str) -> str:
        """IRI of a fetched copy, by the hexadecimal SHA-256 of its plain text."""
        return self.thing("snapshot", sha256[:12])

    def concept(self, scheme: str, key: str) -> str:
        """IRI of a concept of one of the project's schemes."""
        return f"{self.base}scheme/{scheme}/{key}"

    def of_one_document(self) -> tuple[str, ...]:
        """List what the IRIs of things begin with that one document alone tells of."""
        return tuple(f"{self.base}id/{kind}/" for kind in _OF_ONE_DOCUMENT)

    def graph(self, name: str) -> str:
        """IRI of a named graph: ``register``, ``inferred``, ``meta`` or ``doc/<key>``."""
        return f"{self.base}graph/{name}"
