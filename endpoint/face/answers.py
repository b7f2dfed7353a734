"""From a question to an HTTP response: cached, compressed, conditional, streamed."""

import dataclasses
import hashlib
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import brotli
from flask import Response, current_app, g, request

from endpoint.engine.service import Cache, Caller, Execution, Generation, Kept, Service
from endpoint.face import language
from endpoint.face.addresses import root, site
from endpoint.problems import Problem

Cell = dict[str, str]
Solution = dict[str, Cell]

#: Bytes that the questions of the endpoint's own in one exchange may be answered with.
_SMALL = 8_000_000
#: Types of answers that have messages in them, in the language of the reader.
_SPOKEN = ("text/html", "application/atom+xml", "text/calendar")
#: Least time, in seconds, worth starting a query with.
_LEAST_SECONDS = 0.05


def service() -> Service:
    """Hand out the service of the running application."""
    found: Service = current_app.extensions["osce_kg"]
    return found


def caller() -> Caller:
    """Tell who sends the current request."""
    return Caller(name=request.remote_addr or "unknown", sock=request.environ.get("gunicorn.socket"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a query process is asked, and the type that its answer is sent as.

    :param repeatable: whether the same release always gives the same answer
    :param headers: further header fields of the answer
    """

    request: dict[str, Any]
    content_type: str
    repeatable: bool = True

    def key(self, generation: Generation) -> str:
        """Name the answer: release, question and form."""
        parts = (generation.release.identity, self.content_type, sorted(self.request.items()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def coding() -> str:
    """Choose the content coding that the client takes: ``br``, ``gzip`` or none (empty)."""
    accepted = request.accept_encodings
    weights = {name: accepted.quality(name) for name in ("br", "gzip")}
    best = max(weights, key=lambda name: weights[name])
    plain = max((weight for name, weight in accepted if name == "identity"), default=0)
    return best if weights[best] and weights[best] >= plain else ""


def etag_of(key: str, chosen: str) -> str:
    """Write the weak entity tag of an answer in a coding."""
    return f'W/"{key[:20]}{"-" + chosen if chosen else ""}"'


def _is_unchanged(etag: str, *, there: bool = False) -> bool:
    """Tell whether the client has an answer already (RFC 9110 §13.1.2: GET and HEAD alone, compared weakly).

    :param etag: entity tag of the answer
    :param there: whether the answer is known to exist, which is what ``*`` asks
    """
    given = request.if_none_match
    if request.method not in ("GET", "HEAD") or not etag:
        return False
    return given.contains_weak(etag.removeprefix("W/").strip('"')) if not given.star_tag else there


def respond(question: Question) -> Response:
    """Answer the current request from the cache, from one who asks the same, or from a query process.

    :raises Problem: as :class:`endpoint.engine.execution.Execution`
    """
    generation = service().enter()
    try:
        return _respond(generation, question)
    except BaseException:
        generation.leave()
        raise


def _respond(generation: Generation, question: Question) -> Response:
    """Answer; the generation is left here unless the answer is streamed."""
    key = question.key(generation)
    if not question.repeatable:
        return _fresh(generation, question, key, "")
    if _is_unchanged(etag_of(key, coding())):
        generation.leave()
        return _described(Response(status=304), etag_of(key, coding()))
    cache, patience, begun = service().cache, service().config.timeout, time.monotonic()
    kept = cache.get(key)
    if kept is None and not cache.lead(key, patience):
        kept = cache.get(key)
        if kept is None:
            # Whoever asked the same first had no answer to keep; what is left of this one's time is its own.
            left = patience - (time.monotonic() - begun)
            if left < _LEAST_SECONDS:
                raise Problem(503, f"the query was stopped after {patience:g} seconds", kind="timeout")
            return _fresh(generation, question, key, "", left)
    if kept is not None:
        generation.leave()
        return whole(kept)
    try:
        return _fresh(generation, question, key, key)
    finally:
        cache.done(key)


def remembered(parts: tuple[object, ...], content_type: str, make: Callable[[Generation], bytes]) -> Response:
    """Answer with something made here, kept as long as the release stays; conditional and compressed.

    :param parts: what tells this answer from others of the release
    :param make: makes the body
    """
    with service().using() as generation:
        known = (generation.release.identity, content_type, root(), parts, _apart(content_type))
        key = hashlib.sha256(repr(known).encode()).hexdigest()
        if _is_unchanged(etag_of(key, coding())):
            return _described(Response(status=304), etag_of(key, coding()), content_type)
        kept = service().cache.get(key)
        if kept is None:
            kept = Kept(make(generation), content_type, key)
            service().cache.put(key, kept)
        return whole(kept)


def _apart(content_type: str) -> tuple[object, ...]:
    """Tell what people read apart by language and by the address of the site, which it names; the rest has neither."""
    return (*language.key(), site()) if content_type.startswith(_SPOKEN) else ()


def asked(generation: Generation, queries: list[str]) -> list[list[Solution]]:
    """Ask small questions of the endpoint's own in one exchange: their solutions, as SPARQL Results JSON has them.

    :raises Problem: 503 if they take too long, 507 if they answer too much
    """
    if not queries:
        return []
    found = generation.select(queries, caller(), service().config.timeout, _SMALL)
    return [answer["results"]["bindings"] for answer in found]


def rows(generation: Generation, query: str) -> list[Solution]:
    """Ask a small question of the endpoint's own; on a page, together with the others of the page.

    While :func:`endpoint.face.questions.gathered` finds out what a page asks, nothing is answered yet.

    :raises Problem: as :func:`asked`
    """
    gathering = g.get("gathering")
    if gathering is None:
        return asked(generation, [query])[0]
    found: list[Solution] = gathering.rows(query)
    return found


def _fresh(generation: Generation, question: Question, key: str, cached_as: str, seconds: float = 0) -> Response:
    """Ask a query process; keep what comes in one piece under ``cached_as`` if that is not empty.

    :param seconds: what time there is, where it is not the whole of a query's time
    """
    asked = question.request | {"limit": service().config.answer_megabytes * 1_000_000}
    execution = generation.execute(asked, caller(), seconds or service().config.timeout)
    if execution.headers:
        # What a store says of its answer beside it (that it is cut) is not kept, so the answer is not either.
        question, cached_as = dataclasses.replace(question, repeatable=False), ""
    if not execution.is_whole:
        return _streamed(generation, execution, question, key, cached_as)
    generation.leave()
    kept = Kept(execution.first, question.content_type, key if question.repeatable else "")
    if cached_as:
        service().cache.put(cached_as, kept)
    response = whole(kept)
    response.headers.extend(execution.headers)
    return response


def whole(kept: Kept) -> Response:
    """Send an answer that is in memory."""
    chosen = coding()
    if _is_unchanged(etag_of(kept.etag, chosen) if kept.etag else "", there=True):
        return _described(Response(status=304), etag_of(kept.etag, chosen), kept.content_type)
    packed = kept.encoded(chosen)
    response = Response(kept.body if packed is None else packed, content_type=kept.content_type)
    if packed is not None:
        response.headers["Content-Encoding"] = chosen
    return _described(response, etag_of(kept.etag, chosen) if kept.etag else "", kept.content_type)


def _described(response: Response, etag: str, content_type: str = "") -> Response:
    is_spoken = content_type.startswith(_SPOKEN)
    response.headers["Vary"] = "Accept, Accept-Language, Accept-Encoding" if is_spoken else "Accept, Accept-Encoding"
    if etag:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = f"public, max-age={service().config.max_age}"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response


class _Stream:
    """A streamed body; closing it stops the work behind it and leaves the release."""

    def __init__(self, pieces: Iterator[bytes], closing: Callable[[], None]) -> None:
        self._pieces, self._closing, self._closed = pieces, closing, False

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Stop, once."""
        if not self._closed:
            self._closed = True
            self._closing()


def _streamed(generation: Generation, execution: Execution, question: Question, key: str, cached_as: str) -> Response:
    chosen, sock = coding(), caller().sock

    def close() -> None:
        execution.close()
        generation.leave()
        if sock is not None:
            sock.settimeout(None)

    etag = etag_of(key, chosen) if question.repeatable else ""
    if _is_unchanged(etag, there=True):
        close()
        return _described(Response(status=304), etag)
    pieces = execution.stream()
    if cached_as:
        pieces = _kept_on_the_way(pieces, question.content_type, cached_as, service().cache)
    response = Response(_Stream(_packed(pieces, chosen), close), content_type=question.content_type)
    if chosen:
        response.headers["Content-Encoding"] = chosen
    response.headers.extend(execution.headers)
    return _described(response, etag)


def _kept_on_the_way(pieces: Iterator[bytes], content_type: str, key: str, cache: Cache) -> Iterator[bytes]:
    """Pass an answer on; keep it for the next who asks if it turns out small enough."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size <= cache.largest:
            held.append(piece)
        else:
            held.clear()
        yield piece
    if size <= cache.largest:
        cache.put(key, Kept(b"".join(held), content_type, key))


def _packed(pieces: Iterator[bytes], chosen: str) -> Iterator[bytes]:
    if not chosen:
        return pieces
    return _brotli(pieces) if chosen == "br" else _gzip(pieces)


def _gzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, zlib.DEFLATED, 31)
    for number, piece in enumerate(pieces):
        yield packer.compress(piece) + (packer.flush(zlib.Z_SYNC_FLUSH) if number == 0 else b"")
    yield packer.flush()


def _brotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = brotli.Compressor(quality=3)
    for number, piece in enumerate(pieces):
        yield packer.process(piece) + (packer.flush() if number == 0 else b"")
    yield packer.finish()
