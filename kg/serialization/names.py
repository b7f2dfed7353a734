"""IRIs as prefixed names, and which prefixes have been used: only those are declared."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.namespaces import DEFAULT_BASE, parted, prefixes

#: Characters of output that are held back to see which prefixes they use.
LOOK_AHEAD = 1 << 22


class Names:
    """Shortens IRIs where no character needs an escape, and remembers the prefixes that it used.

    :param base: base IRI of the build

    >>> names = Names()
    >>> names.short("https://w3id.org/osce-kg/id/state/malta"), names.short("https://w3id.org/osce-kg/id/doc/1/en")
    ('state:malta', None)
    >>> list(names.used)
    ['state']
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.prefixes = prefixes(base)
        self.used: set[str] = set()
        self._by_namespace = {namespace: prefix for prefix, namespace in self.prefixes.items()}

    def short(self, iri: str) -> str | None:
        """Shorten an IRI; ``None`` if it must be written in full."""
        namespace, local = parted(iri)
        prefix = self._by_namespace.get(namespace)
        if prefix is None:
            return None
        self.used.add(prefix)
        return f"{prefix}:{local}"

    def declared(self, among: Iterable[str] | None = None) -> dict[str, str]:
        """List prefixes with their namespaces in the order of the map: those used so far, or those given."""
        chosen = self.used if among is None else set(among)
        return {prefix: namespace for prefix, namespace in self.prefixes.items() if prefix in chosen}

    def freeze(self) -> None:
        """Use no prefix from now on that has not been used yet: the declarations have been written."""
        self._by_namespace = {self.prefixes[prefix]: prefix for prefix in self.used}


def look_ahead(pieces: Iterator[str]) -> Iterator[str]:
    """Make the first pieces before any is handed on, so that the names they use are known."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > LOOK_AHEAD:
            break
    return chain(held, pieces)
