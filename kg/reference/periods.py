"""Times of which either end may be unknown, and known to a year, a month or a day."""


def may_include(begin: str | None, end: str | None, day: str) -> bool:
    """Tell whether nothing that is known says that a day is outside a time.

    :param begin: first day, ISO 8601 of any precision; empty or absent if it is not known
    :param end: last day, likewise
    :param day: ISO 8601 of any precision

    >>> may_include("1993", "1999-05", "1999"), may_include("1993", "1999-05", "1999-06-01")
    (True, False)
    """
    late = begin and day[: len(begin)] < begin[: len(day)]
    return not late and not (end and day[: len(end)] > end[: len(day)])
