"""What stage 3 hands on."""

from dataclasses import dataclass

from kg.model import Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of one document, each kind in order of the text."""

    mentions: tuple[Mention, ...] = ()
