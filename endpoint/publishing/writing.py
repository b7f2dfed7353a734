"""From a release to a folder of files: asks the endpoint's own application for each address, and follows its links."""

import json
import re
import shutil
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

from flask import Flask
from flask.testing import FlaskClient

from endpoint.config import EndpointConfig
from endpoint.engine.service import Service
from endpoint.face.app import create_app
from endpoint.face.lists.shelf import catalogue
from endpoint.face.things.names import address_of
from endpoint.finding.asking import Asked
from endpoint.publishing.layout import link_to, path_of
from kg.errors import KgError
from kg.namespaces import prefixes

_HREF = re.compile(r'(<a\b[^>]*?\shref=")([^"]*)(")')
_DAY_FORM = re.compile(r'<form class="asof".*?</form>', re.DOTALL)
_ORDER_FORM = re.compile(r'<form class="narrow".*?</form>', re.DOTALL)
_TONGUES = re.compile(r'<nav class="tongues".*?</nav>|<link rel="alternate" hreflang[^>]*>\n?', re.DOTALL)
_FEED = re.compile(r'<link rel="alternate"[^>]*href="[^"]*/feed/[^>]*>\n?')
_ALTERNATE = re.compile(r'<link rel="alternate"[^>]*>\n?')
_FIRST = ("/", "/ontology", "/shapes", "/sparql", "/sparql/terms.json", "/search", "/robots.txt")
_DUMPS = (
    "osce-kg.nq.gz",
    "osce-kg-facts.nq.gz",
    "osce-kg.ttl.gz",
    "osce-kg-facts.ttl.gz",
    "inferred.nt.gz",
    "manifest.json",
)
_COPIED = ("void.ttl", "dcat.ttl", "LICENSE-DATA")
#: What SPARQL in a browser is loaded from, by name; put there by ``make assets``.
ENGINE = ("web.js", "web_bg.wasm")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages, other files, and whether SPARQL runs in the browser."""

    pages: int
    files: int
    has_engine: bool


def write_site(release: Path, out: Path, root: str, tell: Callable[[int, int], None]) -> Written:
    """Write a release as static files.

    :param release: folder of a release
    :param out: folder to write; it must not exist, or be empty
    :param root: path below which the site will be served, as ``/kg``; empty for the root of a host
    :param tell: called with files written and addresses known, for a progress bar
    :raises KgError: if the folder has files, or the release cannot be read
    """
    if out.exists() and any(out.iterdir()):
        raise KgError(f"{str(out)!r} has files in it: name an empty folder, or one that is not there")
    # Rates count clients; here there is one.
    config = EndpointConfig(release=release.resolve(), rate=0, workers=1, public_url=f"http://localhost{root}")
    service = Service(config)
    try:
        return _Site(create_app(config, service), service, out, root, tell).write()
    finally:
        service.close()


class _Site:
    def __init__(self, app: Flask, service: Service, out: Path, root: str, tell: Callable[[int, int], None]) -> None:
        self._app, self._service, self._out, self._root, self._tell = app, service, out, root, tell
        self._client: FlaskClient = app.test_client()
        self._known: set[str] = set()
        self._todo: deque[str] = deque()
        self._pages = self._others = 0

    def write(self) -> Written:
        """Write everything, pages first."""
        for address in (*_FIRST, *self._things()):
            self._meet(address)
        while self._todo:
            self._one(self._todo.popleft())
            self._tell(self._pages + self._others, len(self._known))
        has_engine = self._extras()
        self._cut_dead_links()
        return Written(self._pages, self._others, has_engine)

    def _things(self) -> list[str]:
        with self._app.test_request_context("/"), self._service.using() as generation:
            hits = catalogue(generation).find(Asked(order="alphabet"), 0, 1_000_000).hits
            return [address_of(hit.iri, generation.release.base) for hit in hits]

    def _meet(self, address: str) -> None:
        """Remember an address to write, once a file."""
        path = path_of(address)
        if path is not None and path not in self._known:
            self._known.add(path)
            self._todo.append(address)

    def _one(self, address: str) -> None:
        path = path_of(address)
        answer = self._client.get(self._root + address, headers={"Accept": "text/html, */*;q=0.1"})
        if answer.status_code != 200 or path is None:
            self._known.discard(path or "")
            return
        content = answer.get_data()
        if answer.mimetype == "text/html":
            self._pages += 1
            content = self._as_static(content.decode(), address).encode()
        else:
            self._others += 1
        target = self._out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def _as_static(self, page: str, address: str) -> str:
        """Turn a page's links to files, and take away what only a server can do."""
        page = _FEED.sub("", page)
        page = _TONGUES.sub("", _ORDER_FORM.sub("", _DAY_FORM.sub("", page)))
        page = _ALTERNATE.sub("", page) if "?" in address else page
        page = page.replace("</head>", f'<script defer src="{self._root}/static/offline.js"></script>\n</head>', 1)
        page = page.replace("<body>", f'<body data-root="{escape(self._root)}">', 1)
        return _HREF.sub(self._relinked, page)

    def _relinked(self, found: re.Match[str]) -> str:
        begin, href, end = found.groups()
        address = unescape(href)
        if not address.startswith("/"):
            return found.group()
        address = address.removeprefix(self._root)
        link = link_to(address, self._root)
        if link is None:
            return f'{begin[: begin.rindex("href")]}data-server-only=""'
        self._meet(address.partition("#")[0])
        return begin + escape(link) + end

    def _cut_dead_links(self) -> None:
        """Take links away that turned out to lead to nothing, such as to a file that the release does not have."""

        def checked(found: re.Match[str]) -> str:
            begin, href, end = found.groups()
            target = self._out / unquote(unescape(href).partition("#")[0].removeprefix(self._root)).lstrip("/")
            is_dead = href.startswith("/") and not target.is_file() and not (target / "index.html").is_file()
            return f'{begin[: begin.rindex("href")]}data-gone=""' if is_dead else begin + href + end

        for page in self._out.rglob("index.html"):
            text = page.read_text(encoding="utf-8")
            kept = _HREF.sub(checked, text)
            if kept != text:
                page.write_text(kept, encoding="utf-8")

    def _extras(self) -> bool:
        """Write what is not a page: styles and scripts, dumps, names for searching, the engine."""
        static = self._out / "static"
        static.mkdir(parents=True, exist_ok=True)
        for source in (files("endpoint.face") / "static", files("endpoint.publishing") / "static"):
            for item in source.iterdir():
                if item.is_file():
                    (static / item.name).write_bytes(item.read_bytes())
        with self._app.test_request_context("/"), self._service.using() as generation:
            release = generation.release
            hits = catalogue(generation).find(Asked(order="weight"), 0, 1_000_000).hits
            names = [[hit.name, hit.kind, address_of(hit.iri, release.base) + "/", hit.day[:4]] for hit in hits]
            data = [f"{self._root}/dump/{name}" for name in ("osce-kg.nq.gz", "inferred.nt.gz")]
            settings = {"prefixes": prefixes(release.base), "data": data}
        (static / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        (static / "sparql.json").write_text(json.dumps(settings), encoding="utf-8")
        self._copy(release.folder)
        return self._engine(static)

    def _copy(self, folder: Path) -> None:
        (self._out / "dump").mkdir(exist_ok=True)
        for name in _DUMPS:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, self._out / "dump" / name)
                self._others += 1
        for name in _COPIED:
            if (folder / name).is_file():
                shutil.copyfile(folder / name, self._out / name)
                self._others += 1

    def _engine(self, static: Path) -> bool:
        source = files("endpoint.publishing") / "vendor"
        if not all((source / name).is_file() for name in ENGINE):
            return False
        for name in ENGINE:
            (static / name).write_bytes((source / name).read_bytes())
        return True
