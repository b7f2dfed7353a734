"""Capture times as the graph writes them."""

import datetime

from kg.errors import ImpossibleDate


def capture_time(value: str) -> str:
    """Write a moment as ``xsd:dateTime`` in UTC with whole seconds.

    :param value: ISO 8601 date and time; without a zone it is taken as UTC
    :raises ImpossibleDate: if it is not a date and time

    >>> capture_time("2021-05-02T08:00:00+02:00")
    '2021-05-02T06:00:00Z'
    """
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        raise ImpossibleDate(f"{value!r} is not a moment: write YYYY-MM-DDThh:mm:ssZ") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
