"""Stage 3: what a document's text says, each fact with its span."""

from kg.facts.mentions import find_mentions
from kg.facts.model import Facts
from kg.model import Document
from kg.reference.gazetteer import Gazetteer


def extract(document: Document, gazetteer: Gazetteer) -> Facts:
    """Read a document's text.

    :param document: what :func:`kg.documents.parse` gave
    :param gazetteer: what the register knows; matched in one pass
    :returns: the facts, in order of the text
    """
    return Facts(mentions=find_mentions(document, gazetteer))
