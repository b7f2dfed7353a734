"""Times of which either end may be unknown, and known to a year, a month or a day."""


def may_include(begin: str | None, end: str | None, day: str) -> bool:
    """Tell whether nothing that is known says that a day is outside a time.

    :param begin: first day, ISO 8601 of any precision; empty or absent if it is not known
    :param end: last day, likewise
    :param day: ISO 8601 of any precision

    >>> may_include("1993", "1999-05", "1999"), may_include("1993", "1999-05", "1999-06-01")
    (True, False)
    """
    return not (begin and is_before(day, begin)) and not (end and is_before(end, day))


def is_before(one: str, other: str) -> bool:
    """Tell whether a date (ISO 8601, any precision) is certainly before another.

    >>> is_before("1997-03-06", "1998"), is_before("1997", "1997-03-06")
    (True, False)
    """
    return one[: len(other)] < other[: len(one)]
