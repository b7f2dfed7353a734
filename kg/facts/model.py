"""What is read in a document: the values that :func:`kg.facts.extract` gives."""

from dataclasses import dataclass

from kg.model import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that a document says, each fact with the mentions that it stands on.

    ``mentions`` are in order of their start.
    """

    mentions: tuple[Mention, ...] = ()
