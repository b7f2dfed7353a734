"""Who issued a document, as far as "the Mission" in it may mean them."""

from kg.documents.addresses import section_of
from kg.facts.variants import called_so, called_then
from kg.model import Document
from kg.reference.gazetteer import Gazetteer


def issuing_bodies(document: Document, gazetteer: Gazetteer) -> tuple[str, ...]:
    """List the bodies that a document names as its source, else the body in whose section of the site it is.

    :param document: one capture of one language version
    :param gazetteer: the register's names and sections
    :returns: IRIs of bodies
    """
    day = document.issued.value if document.issued else None
    found = (_issuer(source.value, day, gazetteer) for source in document.sources)
    if named := tuple(body for body in found if body):
        return named
    for address in (document.address, *document.aliases):
        section = section_of(address) if address else None
        if section and (body := gazetteer.issuer_of_section(section, day)):
            return (body,)
    return ()


def _issuer(printed: str, day: str | None, gazetteer: Gazetteer) -> str | None:
    """Find the body that a source names on the day of the page."""
    if called := called_then(gazetteer.base, printed, day):
        return called
    body = gazetteer.issuer(printed) or called_so(gazetteer.base, printed)
    return gazetteer.before_it(body, day) if body else None
