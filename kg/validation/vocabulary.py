"""Terms of the vocabularies that shapes are written in, as named nodes of Oxigraph."""

import pyoxigraph as ox

from kg import namespaces


class Vocabulary:
    """The terms below a namespace.

    >>> SH.minCount, SH["class"].value
    (<NamedNode value=http://www.w3.org/ns/shacl#minCount>, 'http://www.w3.org/ns/shacl#class')
    """

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> ox.NamedNode:
        """Name a term, which is then an attribute."""
        if name.startswith("_"):
            raise AttributeError(f"{name!r} is not a local name")
        node = self.__dict__[name] = ox.NamedNode(self._namespace + name)
        return node

    def __getitem__(self, name: str) -> ox.NamedNode:
        """Name a term whose local name is a word of Python."""
        node: ox.NamedNode = getattr(self, name)
        return node


RDF, RDFS, OWL, XSD, SH = map(
    Vocabulary, (namespaces.RDF, namespaces.RDFS, namespaces.OWL, namespaces.XSD, namespaces.SH)
)
