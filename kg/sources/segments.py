"""Pages that an archive splits over several records.

Source: The WARC Format 1.1 (ISO 28500:2017) §6.8 (continuation) and §7 (record segmentation).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg.sources.records import Record

#: Pages that may wait for their next segment at a time; the one that waits longest gives way.
_MOST = 64


@dataclass(slots=True)
class Segments:
    """Segments met so far, by the identifier of the first record of their page."""

    _parts: dict[str, list[Record]] = field(default_factory=dict)
    _given_up: list[Record] = field(default_factory=list)

    def take(self, record: Record, limit: int) -> Record | None:
        """Take a segment; hand back the joined page when it was the last.

        :param limit: bytes over which a joined page is no longer held; its block is absent then
        """
        headers = record.headers
        origin = headers.get("warc-segment-origin-id") or headers.get("warc-record-id", "")
        parts = self._parts.setdefault(origin, [])
        parts.append(record)
        if "warc-segment-total-length" in headers:
            return _joined(self._parts.pop(origin), limit)
        if len(self._parts) > _MOST:
            self._given_up.append(replace(self._parts.pop(next(iter(self._parts)))[0], block=None))
        return None

    def waiting(self) -> Iterator[Record]:
        """Give the first segment of each page whose last segment never came."""
        yield from self._given_up
        yield from (parts[0] for parts in self._parts.values())


def _number(record: Record) -> int:
    number = record.headers.get("warc-segment-number", "")
    return int(number) if number.isdecimal() else 0


def _joined(parts: list[Record], limit: int) -> Record:
    ordered = sorted(parts, key=_number)
    first, size = ordered[0], sum(part.size for part in ordered)
    headers = dict(first.headers)
    if [_number(part) for part in ordered] != list(range(1, len(ordered) + 1)):
        headers["warc-truncated"] = "a segment is missing"
    blocks = [part.block for part in ordered if part.block is not None]
    block = b"".join(blocks) if size <= limit and len(blocks) == len(ordered) else None
    return Record(offset=first.offset, headers=headers, size=size, block=block)
