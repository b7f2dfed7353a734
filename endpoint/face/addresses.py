"""Where this endpoint is: the path that it is mounted under, and the address by which it names itself."""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request

_Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")


def root() -> str:
    """Tell the path that every link of this site begins with; empty where it is the whole of its host."""
    return request.script_root


def site() -> str:
    """Tell the absolute address of this site, without a slash at its end: as the operator says, else as asked."""
    public: str = current_app.extensions["osce_kg"].config.public_url
    return public.rstrip("/") or request.host_url.rstrip("/") + request.script_root


class Mounted:
    """The application below a path: of ``OSCE_KG_PUBLIC_URL``, else of ``X-Forwarded-Prefix`` from a trusted proxy.

    It does not matter whether the proxy takes the path away before it asks.

    :param application: what is mounted
    :param public_url: address by which the endpoint names itself; may be empty
    """

    def __init__(self, application: _Application, public_url: str) -> None:
        self._application, self._path = application, urlsplit(public_url).path.rstrip("/")

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer a request."""
        prefix = self._path or environ.get("SCRIPT_NAME", "").rstrip("/")
        environ["SCRIPT_NAME"] = prefix if _PREFIX.fullmatch(prefix) else ""
        path = environ.get("PATH_INFO", "")
        if self._path and (path + "/").startswith(self._path + "/"):
            environ["PATH_INFO"] = path.removeprefix(self._path) or "/"
        return self._application(environ, start)
