"""One page through stages 2 to 4: a pure function of the page and the register, so it runs anywhere."""

import hashlib
import json
from typing import Literal, NamedTuple

from kg.documents import parse_all
from kg.facts import Facts, extract
from kg.graph import Conversion, state_document
from kg.iris import Iris
from kg.model import Document, LossKind, Page, Unreadable
from kg.pipeline.samples import is_made_up
from kg.reference.gazetteer import load_gazetteer

#: Why a record gave nothing new; ``repeated``: the same text of the same document had been read before.
SkipKind = LossKind | Literal["repeated"]


class Reader:
    """Holds what every page needs: the gazetteer and the IRIs of the build.

    :param base: base IRI of the build
    """

    def __init__(self, base: str) -> None:
        self.iris = Iris(base)
        self.gazetteer = load_gazetteer(base)

    def read(self, page: Page | Unreadable) -> list[Conversion | Unreadable]:
        """Turn a page into quads of each document that it is or lists, or say why it gives none."""
        if isinstance(page, Unreadable):
            return [page]
        return [self._convert(document, page) for document in parse_all(page)]

    def _convert(self, document: Document | Unreadable, page: Page) -> Conversion | Unreadable:
        if isinstance(document, Unreadable):
            return document
        facts = extract(document, self.gazetteer) if not document.listed_on else Facts()
        quads = state_document(document, facts, self.gazetteer, self.iris)
        return Conversion(
            key=document.key,
            language=document.language,
            captured=document.retrieved or "",
            sha256=document.sha256,
            source=page.source,
            offset=page.offset,
            page=page_digest(page),
            listed=bool(document.listed_on),
            head=quads.head,
            body=quads.body,
            made_up=is_made_up(document.address),
        )


def page_digest(page: Page) -> str:
    """Identify what a conversion depends on: bytes, address, capture time, media type, declared charset and notes.

    :returns: 32 hexadecimal digits
    """
    keys = (page.sha256, page.address or "", page.retrieved or "", page.media_type, page.charset or "", *page.notes)
    return hashlib.sha256("\x1f".join(keys).encode()).hexdigest()[:32]


class Skipped(NamedTuple):
    """One line of ``skipped.jsonl``."""

    kind: SkipKind
    page: Unreadable

    def line(self) -> str:
        """Write the line."""
        fields: dict[str, str | int | None] = {
            "source": self.page.source,
            "offset": self.page.offset,
            "address": self.page.address,
            "kind": self.kind,
            "reason": self.page.reason,
            "remedy": self.page.remedy,
        }
        if self.page.lost:
            fields["lost"] = self.page.lost
        return json.dumps(fields, ensure_ascii=False) + "\n"


def repeated(conversion: Conversion, first: Conversion) -> Skipped:
    """Tell that a page gave the text that another had given."""
    when = f", captured {first.captured}" if first.captured else ""
    where = f"{first.source!r} at {first.offset}{when}"
    page = Unreadable(
        source=conversion.source,
        offset=conversion.offset,
        reason=f"the same text of document {conversion.key} was read from {where}",
        remedy="nothing to do: the graph has it once",
    )
    return Skipped("repeated", page)


def to_line(conversion: Conversion) -> str:
    """Write a conversion as one line that sorts by its document."""
    fields = (
        conversion.key,
        conversion.language,
        conversion.captured,
        conversion.sha256,
        conversion.source,
        conversion.offset,
        conversion.page,
        conversion.listed,
        conversion.head,
        conversion.body,
        conversion.made_up,
    )
    return f"{conversion.key}\t{json.dumps(fields, ensure_ascii=False)}\n"


def from_line(line: str) -> Conversion:
    """Read a conversion back."""
    fields = json.loads(line.split("\t", 1)[1])
    key, language, captured, sha256, source, offset, page, listed, head, body, made_up = fields
    return Conversion(
        key=key,
        language=language,
        captured=captured,
        sha256=sha256,
        source=source,
        offset=offset,
        page=page,
        listed=listed,
        head=tuple(head),
        body=tuple(body),
        made_up=made_up,
    )
