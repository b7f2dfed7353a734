"""What a request is refused with: RFC 9457 problem details, one line of cause, no trace and no path.

Source: RFC 9457, https://www.rfc-editor.org/rfc/rfc9457.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

MEDIA_TYPE = "application/problem+json"


@dataclass(slots=True)
class Problem(Exception):
    """A request that is not answered with what was asked for.

    :param status: HTTP status code, 400 to 599
    :param detail: what was wrong and what to do, in one line
    :param kind: last segment of the problem's type, e.g. ``query-syntax``
    :param extra: further members of the answer, e.g. ``line`` and ``column``
    :param headers: header fields that go with it, e.g. ``Allow``
    """

    status: int
    detail: str
    kind: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, instance: str = "") -> bytes:
        """Write the problem as JSON.

        :param instance: path of the request, without its query

        >>> Problem(406, "no such form", kind="not-acceptable").body()[:33]
        b'{"type": "tag:osce-kg:problem:not'
        """
        described: dict[str, object] = {
            "type": f"tag:osce-kg:problem:{self.kind}" if self.kind else "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if instance:
            described["instance"] = instance
        return json.dumps(described | dict(self.extra), ensure_ascii=False).encode() + b"\n"


def busy(detail: str, seconds: int = 2) -> Problem:
    """Ask a client to come back: 503 with ``Retry-After`` in seconds."""
    return Problem(503, detail, kind="busy", headers={"Retry-After": str(seconds)})


def not_acceptable(offered: str) -> Problem:
    """Refuse an ``Accept`` that nothing fits, naming what there is."""
    return Problem(406, f"nothing acceptable; this address offers {offered}", kind="not-acceptable")


def method_not_allowed(*allowed: str) -> Problem:
    """Refuse a method, naming those that there are."""
    names = ", ".join(allowed)
    return Problem(405, f"allowed here: {names}", kind="method", headers={"Allow": names})
