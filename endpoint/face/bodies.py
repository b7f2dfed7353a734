"""The body of a request, read so that those who send slowly leave threads to the others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, request
from gunicorn.http.errors import ParseException

from endpoint.config import SMALL_BODY
from endpoint.problems import Problem, busy

_LOCK = threading.Lock()
#: Large bodies that this front is receiving.
_under_way = 0


def body() -> bytes:
    """Read the body of the current request, bounded by the settings.

    :raises Problem: 400 if it breaks off, takes too long or has malformed chunks; 503 if too many send large ones now
    """
    try:
        with _receiving():
            return request.get_data(cache=False)
    except (OSError, ParseException):
        raise Problem(400, "the body breaks off, takes too long, or is not chunked as it says", kind="body") from None


@contextmanager
def _receiving() -> Iterator[None]:
    """Count a body that may still be on its way; small ones are there before a thread takes their request."""
    global _under_way
    if "Transfer-Encoding" not in request.headers and (request.content_length or 0) <= SMALL_BODY:
        yield
        return
    with _LOCK:
        if _under_way >= max(1, current_app.extensions["osce_kg"].config.threads // 4):
            raise busy("others are sending large bodies; come back in a moment", 5)
        _under_way += 1
    try:
        yield
    finally:
        with _LOCK:
            _under_way -= 1
