"""Which body a section of the site is of, on a day.

A section keeps its name when one field operation follows another: ``/bishkek/`` is of the Centre until 30 April
2017, and of the Programme Office from the day after.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from kg.iris import Iris
from kg.reference.periods import may_include

if TYPE_CHECKING:
    from kg.reference.rows import Tables


class Period(NamedTuple):
    """A body's IRI, and the first and last day of its existence where they are known (ISO 8601, any precision)."""

    body: str
    begin: str
    end: str

    def holds(self, day: str) -> bool:
        """Tell whether nothing that is known says that the body was not there on a day."""
        return may_include(self.begin, self.end, day)


def sections_of(tables: "Tables", iris: Iris) -> dict[str, tuple[Period, ...]]:
    """List the bodies of each section.

    :param tables: the register's tables
    :param iris: mints their IRIs
    """
    periods = {row["id"]: (row["established"], row["ended"]) for row in tables["structures"]}
    periods |= {row["id"]: (row["established"], row["closed"]) for row in tables["field_operations"]}
    found: dict[str, list[Period]] = defaultdict(list)
    for row in tables["sections"]:
        found[row["section"]].append(Period(iris.org(row["org"]), *periods[row["org"]]))
    return {section: tuple(bodies) for section, bodies in found.items()}


def body_of(periods: tuple[Period, ...], day: str | None) -> str | None:
    """Find the body that a section is of on a day; without a day, only where it has always been of one.

    >>> centre, office = Period("centre", "1998-07-23", "2017-04-30"), Period("office", "2017-05-01", "")
    >>> body_of((centre, office), "2009-06-12"), body_of((centre, office), None), body_of((office,), "2009-06-12")
    ('centre', None, None)
    """
    bodies = [one.body for one in periods if day is None or one.holds(day)]
    return bodies[0] if len(bodies) == 1 else None
