"""Redirects of an archive: the addresses that lead to a page are addresses of its document.

Only what the server called permanent counts (RFC 9110 §15.4.2 and §15.4.9), and only where it leads to a page that was
read. Where many addresses lead to one page, as to a front page after a site has moved, they are no names of it.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from kg.documents.addresses import located
from kg.graph import Conversion
from kg.iris import Iris, document_key
from kg.namespaces import XSD
from kg.nquads import iri, literal, quad

#: An address to which more others lead is no other name of one document.
MOST = 8
_LONGEST_CHAIN = 10


@dataclass(slots=True, eq=False, repr=False)
class Redirects:
    """Addresses and where each leads for good.

    >>> redirects = Redirects()
    >>> redirects.add("https://www.osce.org/item/1.html", "https://www.osce.org/moldova/55001")
    >>> redirects.keys()
    {'xataqhyp6fi': '55001'}
    """

    targets: dict[str, str] = field(default_factory=dict)

    def add(self, address: str | None, target: str | None) -> None:
        """Keep a redirect; of an address that leads to several, the last counts."""
        own, other = (located(one) if one else None for one in (address, target))
        if own and other and own.address != other.address:
            self.targets[own.address] = other.address

    def keys(self) -> dict[str, str]:
        """Map keys of documents to the key of the document that their addresses lead to."""
        keys = {}
        for target, addresses in self.aliases().items():
            wanted = document_key(target, "")
            keys.update({key: wanted for one in addresses if (key := document_key(one, "")) != wanted})
        return keys

    def aliases(self) -> dict[str, list[str]]:
        """List the addresses that lead to each, over several steps too."""
        found: dict[str, list[str]] = defaultdict(list)
        for address in sorted(self.targets):
            if (last := self._last(address)) and last != address:
                found[last].append(address)
        return {last: addresses for last, addresses in found.items() if len(addresses) <= MOST}

    def _last(self, address: str) -> str | None:
        """Follow an address to its end; nothing where it leads in a circle."""
        for _ in range(_LONGEST_CHAIN):
            following = self.targets.get(address)
            if following is None:
                return address
            address = following
        return None


def joined(conversion: Conversion, keys: dict[str, str], aliases: dict[str, list[str]], iris: Iris) -> Conversion:
    """Give a conversion the key of the document that its address leads to, and its document the further addresses.

    :param keys: of :meth:`Redirects.keys`, those whose document was read
    :param aliases: of :meth:`Redirects.aliases`
    """
    key = keys.get(conversion.key)
    return _with_addresses(_moved(conversion, key) if key else conversion, aliases, iris)


def _moved(conversion: Conversion, key: str) -> Conversion:
    """State what a conversion says of the document of another key."""
    name = re.compile(rf"(?<=/doc/){re.escape(conversion.key)}(?=[>/])")
    head, body = (tuple(name.sub(key, line) for line in lines) for lines in (conversion.head, conversion.body))
    return conversion._replace(key=key, head=head, body=body)


def _with_addresses(conversion: Conversion, aliases: dict[str, list[str]], iris: Iris) -> Conversion:
    """Add the addresses that lead to the address of a language version."""
    version = iri(iris.language_version(conversion.key, conversion.language))
    graph = iri(iris.graph(f"doc/{conversion.key}"))
    predicate = f"<{iris.term('sourceUrl')}>"
    start = f'{version} {predicate} "'
    own = {line.removeprefix(start).partition('"')[0] for line in conversion.body if line.startswith(start)}
    further = {one for address in own for one in aliases.get(address, ())} - own
    lines = (quad(version, predicate, literal(one, datatype=f"{XSD}anyURI"), graph) for one in further)
    return conversion._replace(body=tuple(sorted({*conversion.body, *lines}))) if further else conversion
