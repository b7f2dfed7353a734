"""How an endpoint is set up: one frozen value, read once from ``OSCE_KG_*`` variables and the command line."""

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_type_hints

from kg.errors import KgError
from kg.kept import VARIABLE as CACHE

PREFIX = "OSCE_KG_"
#: Variables that are no setting of an endpoint alone.
_OF_EVERY_COMMAND = (CACHE,)
#: Variable with the folder in which the fronts of one endpoint count together (of prometheus_client).
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
#: Bytes of a body that a front gathers before a thread takes the request.
SMALL_BODY = 64 * 1024
_CORES = os.cpu_count() or 1
_BYTES_A_MEBIBYTE = 1 << 20


class BadSetting(KgError):
    """A setting is unknown or has a value of the wrong kind; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointConfig:
    """Every setting of an endpoint; each is a variable ``OSCE_KG_<NAME>`` (``docs/reference/configuration.md``).

    :param release: folder of the release, or a link to it; not looked at with ``backend``
    :param before: folder of the release before, which ``/changes`` compares with
    :param backend: address of another store's SPARQL query operation, served instead of a release
    :param timeout: seconds after which a query is stopped
    :param memory: MiB that one query may use
    :param answer_megabytes: MB that one answer may have
    :param query_kilobytes: kB that the text of one query may have
    :param rate: requests a second that one client may make over time; 0 is no limit
    :param burst: requests that one client may make at once
    """

    release: Path = Path()
    before: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    fronts: int = min(_CORES, 4)
    threads: int = 32
    workers: int = _CORES + 1
    heavy: int = max(4, 2 * _CORES)
    waiting: int = 16
    timeout: float = 30.0
    quick_seconds: float = 0.25
    memory: int = 1024
    answer_megabytes: int = 1024
    body_megabytes: int = 10
    query_kilobytes: int = 256
    cache_megabytes: int = 64
    cache_entry_kilobytes: int = 1024
    max_age: int = 60
    rate: float = 100.0
    burst: int = 400
    trusted_proxies: int = 0
    cors_origin: str = "*"
    public_url: str = ""
    service_hosts: tuple[str, ...] = ()
    default_graph: str = "auto"
    in_memory: bool = False
    writable: bool = False
    writable_folder: Path | None = None
    token_file: Path | None = None
    backend: str = ""

    def to_json(self) -> str:
        """Write the settings for another process of the same endpoint."""
        return json.dumps(dataclasses.asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> "EndpointConfig":
        """Read what :meth:`to_json` wrote."""
        return cls(**{name: _converted(name, value) for name, value in json.loads(text).items()})

    @property
    def memory_bytes(self) -> int:
        """Bytes that one query may use."""
        return self.memory * _BYTES_A_MEBIBYTE


def from_environ(environ: Mapping[str, str], **chosen: Any) -> EndpointConfig:
    """Read the settings of an endpoint.

    :param environ: the environment
    :param chosen: what was given on the command line; it goes before the environment unless it is none
    :raises BadSetting: if a variable is unknown, or a value is of the wrong kind
    """
    settings = {name: value for name, value in chosen.items() if value is not None}
    for variable, value in sorted(environ.items()):
        if variable.startswith(PREFIX) and variable not in _OF_EVERY_COMMAND:
            name = variable.removeprefix(PREFIX).lower()
            settings.setdefault(name, _converted(name, value))
    return EndpointConfig(**settings)


def _kind(name: str) -> Any:
    hints = get_type_hints(EndpointConfig)
    if name not in hints:
        raise BadSetting(f"{PREFIX}{name.upper()} is not a setting: see docs/reference/configuration.md")
    kind = hints[name]
    return get_args(kind)[0] if isinstance(kind, UnionType) or get_args(kind) else kind


def _converted(name: str, value: Any) -> Any:
    kind = _kind(name)
    try:
        if name == "service_hosts":
            return tuple(value.split()) if isinstance(value, str) else tuple(value)
        if kind is bool:
            return value if isinstance(value, bool) else {"1": True, "true": True, "0": False, "false": False}[value]
        return None if value is None else kind(value)
    except (KeyError, ValueError):
        raise BadSetting(f"{PREFIX}{name.upper()} is {value!r}: give it as {kind.__name__}") from None
