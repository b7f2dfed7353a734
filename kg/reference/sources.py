"""Sources: what the ``source`` cells of the tables cite, and how far what they say bears a record out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.reference.rows import Row, Tables
from kg.regexes import late

#: Kinds of source that bear a record out alone; the first is the OSCE's own.
FIRST_HAND = ("osce", "state", "intergovernmental", "scholarly")
#: Kinds of which two, of different publishers, bear a record out together.
REPORTS = ("press", "dataset")

_REMARK = late(r"\s*\(.*\)[^()]*$")
_SCHEME = late(r"^https?://(?:www\.)?|^www\.")


@dataclass(frozen=True, slots=True)
class Sources:
    """The table of sources, by what cells call them: id, key, or address without scheme and ``www.``."""

    by_name: Mapping[str, Row]
    _found: dict[str, tuple[Row, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tables: Tables) -> "Sources":
        """Read the sources out of the tables."""
        return cls({name: row for row in tables["sources"] for name in names_of(row)})

    def find(self, printed: str) -> Row | None:
        """Find what one part of a ``source`` cell cites; a remark in brackets behind it does not matter."""
        return self.by_name.get(called(printed)) or self.by_name.get(called(_REMARK.sub("", printed)))

    def cited(self, row: Row, column: str = "source") -> tuple[Row, ...]:
        """List the sources that a row of any table cites, each once, in its order."""
        cell = row[column]
        if cell not in self._found:
            found = (self.find(part) for part in citations(cell))
            self._found[cell] = tuple({source["id"]: source for source in found if source is not None}.values())
        return self._found[cell]


def names_of(row: Row) -> Iterable[str]:
    """List what cells may call a source."""
    return (row["id"], *row.list("key"), called(row["address"]), *([called(row["copy"])] if row["copy"] else []))


def called(printed: str) -> str:
    """Write an address as cells do, without scheme, ``www.`` and the slash at its end.

    >>> called("https://www.osce.org/cio/54556"), called("WP")
    ('osce.org/cio/54556', 'WP')
    """
    return _SCHEME.sub("", printed.strip()).rstrip("/")


def citations(cell: str) -> list[str]:
    """Part a ``source`` cell at its semicolons, leaving those inside brackets.

    >>> citations("WP (start; end);osce.org/baku/43374")
    ['WP (start; end)', 'osce.org/baku/43374']
    """
    if "(" not in cell:
        return [part for piece in cell.split(";") if (part := piece.strip())]
    parts, depth = [""], 0
    for character in cell:
        depth = max(0, depth + (character == "(") - (character == ")"))
        if character == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part for piece in parts if (part := piece.strip())]


def status_of(row: Row, sources: Iterable[Row]) -> str:
    """Tell how far its sources bear a row out: the rule of ``docs/reference/tables.md``.

    :returns: ``confirmed``, ``partly-confirmed`` or ``unconfirmed``, concepts of the scheme ``evidence-status``
    """
    cited = tuple(sources)
    first_hand = any(source["kind"] in FIRST_HAND for source in cited)
    reports = {source["publisher"] for source in cited if source["kind"] in REPORTS}
    if row["confirmed"] == "no" or not (first_hand or len(reports) > 1):
        return "unconfirmed"
    return "partly-confirmed" if row["unconfirmed_fields"] else "confirmed"
