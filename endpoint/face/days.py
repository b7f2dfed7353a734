"""The day that a page is seen on: ``?on=2014-04-11``."""

from datetime import date

from flask import has_request_context, request

from endpoint.problems import Problem


def is_day(text: str) -> bool:
    """Say whether a text is a calendar day, ISO 8601.

    >>> is_day("2014-04-11"), is_day("2014-02-30"), is_day("20140411")
    (True, False, False)
    """
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_asked() -> str:
    """Read the day that the current request asks for; empty where it asks for all times.

    :raises Problem: 400 if it is not a day
    """
    day = request.args.get("on", "") if has_request_context() else ""
    if day and not is_day(day):
        raise Problem(400, f"on={day!r} is not a day: write it as 2014-04-11", kind="parameters")
    return day
