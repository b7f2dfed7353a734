"""The engine in one process, for programs that ask a release their own questions.

A front asks :class:`endpoint.engine.service.Service`, whose query processes can be ended. Whoever writes a release as
files asks the same questions a hundred thousand times, and has no client to be fair to.
"""

import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, cast

import pyoxigraph as ox

from endpoint.config import EndpointConfig
from endpoint.engine.cache import Cache
from endpoint.engine.generation import read_release
from endpoint.engine.service import Generation, Service
from endpoint.engine.worker import OPERATIONS, Refused
from endpoint.problems import Problem
from kg.namespaces import prefixes

#: Answers that are kept: a page asks the same in each of its languages.
_KEPT = 256


class _Buffer:
    """Takes an answer."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self.parts.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written is there."""


class Answer:
    """An answer that is whole; what :class:`endpoint.engine.execution.Execution` is to the face."""

    headers: Mapping[str, str] = MappingProxyType({})
    is_whole = True

    def __init__(self, content: bytes) -> None:
        self.first = content

    def read(self) -> bytes:
        """Give the answer."""
        return self.first

    def stream(self) -> Iterator[bytes]:
        """Yield the answer."""
        yield self.first

    def close(self) -> None:
        """Do nothing: the work is done."""


class InlineGeneration:
    """A release that is asked in this process.

    :param config: settings; of them the release and the default graph count
    :raises NotARelease: if the folder is not a release
    """

    def __init__(self, config: EndpointConfig) -> None:
        self.release = read_release(config.release)
        self.prefixes = prefixes(self.release.base)
        self.store = ox.Store.read_only(str(self.release.store))
        in_default = next(self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
        self.union = config.default_graph == "union" or (config.default_graph == "auto" and in_default is None)
        self._answers: OrderedDict[str, bytes] = OrderedDict()

    def execute(self, request: dict[str, Any], _caller: object, _timeout: float) -> Answer:
        """Answer a request; see :mod:`endpoint.engine.worker`.

        :raises Problem: 400 if it is refused
        """
        key = repr(sorted(request.items()))
        if key in self._answers:
            self._answers.move_to_end(key)
            return Answer(self._answers[key])
        content = self._answers[key] = self._run(request)
        if len(self._answers) > _KEPT:
            self._answers.popitem(last=False)
        return Answer(content)

    def _run(self, request: dict[str, Any]) -> bytes:
        defaults = {"base": self.release.base, "prefixes": self.prefixes, "union": self.union}
        buffer = _Buffer()
        operation = cast(Callable[..., None], OPERATIONS[request["op"]])
        try:
            operation(self.store, defaults | request, buffer)
        except Refused as refusal:
            raise Problem(400, str(refusal)) from None
        return b"".join(buffer.parts)

    def select(self, texts: Sequence[str], caller: object, timeout: float, _limit: int) -> list[dict[str, Any]]:
        """Run several SELECT queries of the endpoint's own.

        :returns: the answers in the order of the queries, as SPARQL Results JSON has them
        """
        asked = ({"op": "query", "text": text, "form": "json"} for text in texts)
        return [json.loads(self.execute(request, caller, timeout).first) for request in asked]

    def solutions(self, query: str) -> ox.QuerySolutions:
        """Ask for solutions, one at a time, with the release's prefixes."""
        found = self.store.query(query, prefixes=self.prefixes, use_default_graph_as_union=self.union)
        return cast(ox.QuerySolutions, found)

    def has(self, iri: str) -> bool:
        """Tell whether anything is stated of a thing, or in a graph of this name."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        said = next(self.store.quads_for_pattern(node, None, None), None)
        return said is not None or self.store.contains_named_graph(node)

    def enter(self) -> bool:
        """Begin to use the release, which stays."""
        return True

    def leave(self) -> None:
        """Stop using the release."""


class InlineService:
    """What :class:`endpoint.engine.service.Service` is to the face, over a release that is asked in this process.

    :param config: settings
    :raises NotARelease: if the folder is not a release
    """

    master = None

    def __init__(self, config: EndpointConfig) -> None:
        self.config, self.inline = config, InlineGeneration(config)
        # Nobody asks for a page twice.
        self.cache = Cache(1, 1, 1)

    @contextmanager
    def using(self) -> Iterator[Generation]:
        """Use the release for a while."""
        yield self.enter()

    def enter(self) -> Generation:
        """Use the release."""
        return cast(Generation, self.inline)

    def as_service(self) -> Service:
        """Hand this out as what the face takes."""
        return cast(Service, self)
