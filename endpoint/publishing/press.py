"""One process that writes pages: asks the endpoint's own application for each address, in each language."""

import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from flask import Flask
from flask.testing import FlaskClient

from endpoint.config import EndpointConfig
from endpoint.engine.inline import InlineService
from endpoint.face.app import create_app
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import KINDS
from endpoint.face.things.names import address_of, iri_of
from endpoint.finding.catalogue import Known
from endpoint.publishing.layout import Layout, path_of
from endpoint.publishing.pages import PLACEHOLDER, Rewriter
from kg.errors import KgError

#: Addresses that are written together, and entries that are read together.
_A_BATCH, _A_SHELF = 25, 5_000
#: Rows of a list as CSV and JSON: all.
_EVERY_ROW = 10_000_000
#: What a release says of itself, beside its dumps.
DESCRIBED = ("void.ttl", "dcat.ttl")
#: Types of files that name the site.
_NAMING = (
    "text/plain",
    "text/calendar",
    "application/atom+xml",
    "application/xml",
    "application/opensearchdescription+xml",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is written: a release, in which layout and folder, and the site before, if there is one."""

    release: Path
    out: Path
    layout: Layout
    before: Path | None = None


@dataclass(slots=True)
class Done:
    """What a batch came to: addresses asked for, files written, what they link to, what failed and why."""

    asked: int = 0
    pages: int = 0
    files: int = 0
    kept: int = 0
    met: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


class Press:
    """Writes addresses of a release as files.

    :param order: what is written where
    :raises KgError: if the release cannot be read
    """

    def __init__(self, order: Order) -> None:
        self.order, self.layout = order, order.layout
        config = EndpointConfig(release=order.release.resolve(), rate=0, workers=1, public_url=PLACEHOLDER)
        self.service = InlineService(config)
        self.app: Flask = create_app(config, self.service.as_service())
        self.app.config.update(SERVED=False, TABLE_ROWS=_EVERY_ROW)
        self._client: FlaskClient = self.app.test_client()
        self.rewriter = Rewriter(order.layout, lru_cache(50_000)(self._exists))

    def print(self, addresses: Iterable[str]) -> Done:
        """Write addresses, each in its languages."""
        done = Done()
        for address in addresses:
            done.asked += 1
            for language in self.layout.spoken(address):
                self._one(address, language, done)
        done.met = list(dict.fromkeys(done.met))
        return done

    def _one(self, address: str, language: str, done: Done) -> None:
        path = self.layout.file(address, language)
        if path is None:
            return
        if (path.startswith("dump/") and not path.endswith(".html")) or path in DESCRIBED:
            done.files += 1
            done.kept += self.copy(self.service.inline.release.folder / path.removeprefix("dump/"), path)
            return
        headers = {"Accept": "text/html, */*;q=0.1", "Accept-Language": language}
        answer = self._client.get(_asked(address), headers=headers)
        if answer.status_code != 200:
            done.failed.append(f"{address}: {answer.status_code} {answer.get_data(as_text=True)[:200]}")
            return
        content = answer.get_data()
        if answer.mimetype == "text/html":
            text, met = self.rewriter.page(content.decode(), address, language)
            content = text.encode()
            done.met += met
            done.pages += 1
        elif answer.mimetype in _NAMING:
            content = self.rewriter.data(content.decode(), language).encode()
        done.files += 1
        done.kept += self.put(path, content)

    def put(self, path: str, content: bytes) -> bool:
        """Write a file; one that the site before has alike is taken over as it is, with its time.

        :returns: whether it was taken over
        """
        target = self.order.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old = self.order.before / path if self.order.before else None
        if old is not None and _holds(old, content):
            os.link(old, target)
            return True
        target.write_bytes(content)
        return False

    def copy(self, source: Path, path: str) -> bool:
        """Write a file of the release, however large it is; one that the site before has alike is taken over.

        :returns: whether it was taken over
        """
        target = self.order.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old = self.order.before / path if self.order.before else None
        if old is not None and old.is_file() and filecmp.cmp(old, source, shallow=False):
            os.link(old, target)
            return True
        shutil.copyfile(source, target)
        return False

    def _exists(self, address: str) -> bool:
        """Tell whether an address leads to something of this release."""
        path = unquote(address.partition("?")[0]).strip("/")
        first, _, name = path.partition("/")
        release = self.service.inline.release
        if first == "page":
            return self.service.inline.has(iri_of(name, release.base))
        if first == "data":
            return self.service.inline.has(iri_of(name.rpartition(".")[0], release.base))
        if first == "dump" and name:
            return (release.folder / name).is_file()
        return path not in DESCRIBED or (release.folder / path).is_file()

    def entries(self) -> Iterator[Known]:
        """Give what the release lists, most mentioned first, some at a time."""
        with self.app.test_request_context("/"), self.service.using() as generation:
            shelf = catalogue(generation)
        offset = 0
        while known := shelf.everything(offset, _A_SHELF):
            yield from known
            offset += _A_SHELF

    def address(self, iri: str) -> str:
        """Give the address of a thing."""
        with self.app.test_request_context("/"):
            return address_of(iri, self.service.inline.release.base)

    def first(self) -> Iterator[str]:
        """Give the addresses to begin with."""
        yield from ("/", "/ontology", "/shapes", "/sparql", "/sparql/terms.json", "/changes", "/dump/")
        yield from ("/search", *(f"/browse/{kind}" for kind in KINDS))
        yield from (self.address(known.hit.iri) for known in self.entries())
        if self.layout.base_url:
            yield from ("/robots.txt", "/sitemap.xml", "/opensearch.xml")


def _asked(address: str) -> str:
    """Write an address as the endpoint answers it."""
    return address.removesuffix(".atom") if address.startswith("/feed/") else address


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


_press: Press | None = None


def begin(order: Order) -> None:
    """Make a press of this process."""
    global _press
    _press = Press(order)


def print_batch(addresses: tuple[str, ...]) -> Done:
    """Write a batch with the press of this process.

    :raises KgError: if :func:`begin` was not called
    """
    if _press is None:
        raise KgError("this process has no press")
    return _press.print(addresses)


class Crawl:
    """Addresses to write, each once a file, in batches as they become known.

    :param first: addresses to begin with
    """

    def __init__(self, first: Iterable[str]) -> None:
        self._first, self._todo = iter(first), list[str]()
        # Of a path the hash alone: a release has hundreds of thousands.
        self._known: set[int] = set()
        self._out = 0

    @property
    def known(self) -> int:
        """Count the addresses that are known so far."""
        return len(self._known)

    def meet(self, addresses: Iterable[str]) -> None:
        """Remember addresses that have files."""
        for address in addresses:
            path = path_of(address)
            if path is not None and hash(path) not in self._known:
                self._known.add(hash(path))
                self._todo.append(address)

    def batches(self) -> Iterator[tuple[str, ...]]:
        """Give batches until no address is left and all that were given are back.

        A batch is empty where others that are out may still find addresses.
        """
        while True:
            while len(self._todo) < _A_BATCH and (address := next(self._first, None)) is not None:
                self.meet([address])
            batch, self._todo = tuple(self._todo[-_A_BATCH:]), self._todo[:-_A_BATCH]
            if not batch and not self._out:
                return
            self._out += bool(batch)
            yield batch

    def back(self, done: Done) -> None:
        """Take in what a batch came to."""
        self._out -= bool(done.asked)
        self.meet(done.met)
