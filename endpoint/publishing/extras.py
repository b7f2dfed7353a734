"""What pages of a static site load beside themselves: styles, scripts, dumps, names for searching, engines."""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from urllib.parse import unquote

from endpoint.face.home.machines import sitemaps
from endpoint.face.language import gettext
from endpoint.face.lists.views import KINDS
from endpoint.face.pages import rendered
from endpoint.face.query.examples import examples
from endpoint.finding.catalogue import Known
from endpoint.publishing.layout import MISSING, SPOKEN
from endpoint.publishing.press import Press

#: What SPARQL in a browser is loaded from, and what finds names; put there by ``make assets``.
ENGINE, NAMES = ("web.js", "web_bg.wasm"), ("minisearch.js",)
#: The pattern of pages that are there in each language, as a string of a script has it.
_SPOKEN_IN_SCRIPTS = SPOKEN.replace("\\", "\\\\").encode()
#: Documents whose titles are in the one file of names; where there are more, only texts are searched for them.
MOST_TITLES = 50_000


class Extras:
    """Writes what pages load.

    :param press: knows the release and where to write
    """

    def __init__(self, press: Press) -> None:
        self._press, self._files = press, 0
        self._vendor = files("endpoint.publishing") / "vendor"
        self.has_engine = all((self._vendor / name).is_file() for name in ENGINE)
        self.has_names = all((self._vendor / name).is_file() for name in NAMES)

    def write(self) -> int:
        """Write everything but data and texts.

        :returns: the number of files
        """
        for source in (files("endpoint.face") / "static", files("endpoint.publishing") / "static"):
            self._folder(source)
        vendored = (*(ENGINE if self.has_engine else ()), *(NAMES if self.has_names else ()))
        for name in vendored:
            self._put(f"static/{name}", (self._vendor / name).read_bytes())
        self._names()
        self._examples()
        self._missing()
        self._sitemaps()
        self._put(".nojekyll", b"")
        return self._files

    def _put(self, path: str, content: bytes) -> None:
        self._press.put(path, content)
        self._files += 1

    def _folder(self, source: Traversable) -> None:
        for item in sorted(source.iterdir(), key=lambda each: each.name):
            if item.is_file():
                self._put(f"static/{item.name}", item.read_bytes().replace(b"__SPOKEN__", _SPOKEN_IN_SCRIPTS))

    def _names(self) -> None:
        """Write what is found by name: a row a thing, with its names in other languages and the years it is of."""
        rows = list(self._rows())
        settings = {"languages": self._press.layout.languages, "spoken": SPOKEN, "kinds": self._kinds(), "rows": rows}
        self._put("static/names.json", json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode())

    def _kinds(self) -> dict[str, list[str]]:
        """Call each kind in each language of the site."""
        found: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for language in self._press.layout.languages:
            with self._press.app.test_request_context("/", headers={"Accept-Language": language}):
                for kind, (_, one) in KINDS.items():
                    found[kind].append(gettext(one))
        return found

    def _rows(self) -> Iterator[list[object]]:
        titles = 0
        for known in self._press.entries():
            titles += known.hit.kind == "document"
            if known.hit.kind != "document" or titles <= MOST_TITLES:
                path = unquote(self._press.address(known.hit.iri)).removeprefix("/page/")
                yield _row(known, path)

    def _examples(self) -> None:
        found = {each.name: each.query for each in examples(self._press.service.inline.release.base)}
        self._put("static/examples.json", json.dumps(found, ensure_ascii=False).encode())

    def _missing(self) -> None:
        """Write the page that a host shows where there is none."""
        app, service, language = self._press.app, self._press.service, self._press.layout.languages[0]
        with app.test_request_context("/", headers={"Accept-Language": language}), service.using() as generation:
            text = rendered("missing.html", generation).decode()
        self._put(MISSING, self._press.rewriter.page(text, "/", language, MISSING)[0].encode())

    def _sitemaps(self) -> None:
        if self._press.layout.base_url:
            with self._press.app.test_request_context("/"), self._press.service.using() as generation:
                number = sitemaps(generation)
            done = self._press.print(f"/sitemap-{n}.xml" for n in range(1, number + 1))
            self._files += done.files


def _row(known: Known, path: str) -> list[object]:
    """Write a thing in short: path, kind, name, first day, names in other languages, further names, years, weight."""
    hit = known.hit
    further = [name for name in known.names if name != hit.name and name not in hit.labels.values()]
    return [path, hit.kind, hit.name, hit.day, hit.labels, further, _spans(known.years), known.weight]


def _spans(years: Iterable[int]) -> list[list[int]]:
    """Write years as spans.

    >>> _spans([1999, 2001, 2000, 2010])
    [[1999, 2001], [2010, 2010]]
    """
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return spans
