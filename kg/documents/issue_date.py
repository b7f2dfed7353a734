"""The date of issue: labelled field, then metadata, then dateline; what disagrees or cannot be is told."""

from dataclasses import dataclass

from kg.documents.dateline import Dateline
from kg.documents.dates import FoundDate, find_date
from kg.documents.draft import Draft
from kg.model import Evidence, PartialDate, Printed, Span

#: The CSCE's preparatory talks opened on 22 November 1972; a page of a later year than the second figure is a slip.
PLAUSIBLE_YEARS = (1972, 2049)


@dataclass(frozen=True, slots=True)
class _Candidate:
    value: PartialDate
    evidence: Evidence
    span: Span | None


def issue_date(
    draft: Draft, values: dict[int, tuple[Span, ...]], opening: Dateline | None, at: int, retrieved: str | None
) -> tuple[Printed | None, list[str]]:
    """Choose the date of issue.

    :param draft: parts of the page
    :param values: ranges of each field's values, by identity of the field
    :param opening: the dateline, if any
    :param at: offset of the dateline's paragraph
    :param retrieved: moment of capture (xsd:dateTime), which no date may follow
    :returns: the date with its ground, or nothing; and notes on every other date that is not used
    """
    notes: list[str] = []
    candidates = [*_labelled(draft, values, notes), *_metadata(draft, notes), *_from_dateline(opening, at, notes)]
    usable = [one for one in candidates if _possible(one, retrieved, notes)]
    if not usable:
        return None, notes
    chosen = usable[0]
    for other in usable[1:]:
        if not _agree(chosen.value, other.value):
            notes.append(
                f"dates disagree: {chosen.value} ({chosen.evidence}) is used, {other.value} ({other.evidence}) is not"
            )
    return Printed(value=chosen.value.value, evidence=chosen.evidence, span=chosen.span), list(dict.fromkeys(notes))


def _labelled(draft: Draft, values: dict[int, tuple[Span, ...]], notes: list[str]) -> list[_Candidate]:
    field = draft.first("date")
    if not field:
        return []
    span = values[id(field)][0]
    found = find_date(field.values[0], whole=False)
    if not found:
        notes.append(f"the field {field.label!r} holds no date: {field.values[0]!r}")
    return _candidates(found, "label", span.start, notes)


def _metadata(draft: Draft, notes: list[str]) -> list[_Candidate]:
    """Metadata has no range in the text."""
    found = [one for value in draft.metadata.dates if (one := find_date(value, whole=False))]
    return [_Candidate(one.value, "metadata", None) for one in found if one.value]


def _from_dateline(opening: Dateline | None, at: int, notes: list[str]) -> list[_Candidate]:
    return _candidates(opening.date if opening else None, "dateline", at, notes)


def _candidates(found: FoundDate | None, evidence: Evidence, offset: int, notes: list[str]) -> list[_Candidate]:
    if found and found.note:
        notes.append(found.note)
    if not found or not found.value:
        return []
    return [_Candidate(found.value, evidence, Span(found.start + offset, found.end + offset))]


def _possible(one: _Candidate, retrieved: str | None, notes: list[str]) -> bool:
    """Refuse a date after the capture or outside the years of the OSCE and its predecessor."""
    value = one.value.value
    if retrieved and value > retrieved[: len(value)]:
        notes.append(f"the date {value} ({one.evidence}) is after the capture on {retrieved[:10]} and is not used")
        return False
    if not PLAUSIBLE_YEARS[0] <= int(value[:4]) <= PLAUSIBLE_YEARS[1]:
        notes.append(
            f"the date {value} ({one.evidence}) is outside {PLAUSIBLE_YEARS[0]}–{PLAUSIBLE_YEARS[1]} and is not used"
        )
        return False
    return True


def _agree(one: PartialDate, other: PartialDate) -> bool:
    """Whether the less precise of two dates holds the other."""
    return one.value.startswith(other.value) or other.value.startswith(one.value)
