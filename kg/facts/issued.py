"""Who issued a document, as far as "the Mission" in it may mean them."""

from kg.documents.addresses import section_of
from kg.facts.variants import called_then
from kg.model import Document
from kg.reference.gazetteer import Gazetteer


def issuing_bodies(document: Document, gazetteer: Gazetteer) -> tuple[str, ...]:
    """List the bodies that a document names as its source, else the body in whose section of the site it is.

    :param document: one capture of one language version
    :param gazetteer: the register's names and sections
    :returns: IRIs of bodies
    """
    day = document.issued.value if document.issued else None
    named = tuple(
        called_then(gazetteer.base, source.value, day) or gazetteer.before_it(body, day)
        for source in document.sources
        if (body := gazetteer.issuer(source.value))
    )
    if named:
        return named
    for address in (document.address, *document.aliases):
        section = section_of(address) if address else None
        if section and (body := gazetteer.issuer_of_section(section, day)):
            return (body,)
    return ()
