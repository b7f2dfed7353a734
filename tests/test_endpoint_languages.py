"""Pages in the six languages of the OSCE: catalogues that say everything, and pages that say it."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.conftest import ROOT
from tests.endpoint_server import Served, serving

FACE = ROOT / "endpoint" / "face"
OTHERS = ("fr", "de", "it", "ru", "es")
KEYWORDS: dict[str, Any] = {"gettext": None, "_": None, "ngettext": (1, 2), "noted": None}


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def messages() -> set[object]:
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
    return {found[2] for found in extract_from_dir(FACE, methods, keywords=KEYWORDS)}


def _catalogue(language: str) -> Catalog:
    return read_po(io.BytesIO((FACE / "catalogues" / f"{language}.po").read_bytes()), locale=language)


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_in_every_catalogue(messages: set[object], language: str) -> None:
    catalogue = _catalogue(language)
    known = {message.id: message for message in catalogue if message.id}
    assert len(messages) > 200
    assert messages - known.keys() == set()
    assert known.keys() - messages == set()
    for message in known.values():
        forms = [str(form) for form in (message.string if isinstance(message.string, tuple) else (message.string,))]
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        names = set(re.findall(r"%\((\w+)\)s", str(message.id)))
        assert all(set(re.findall(r"%\((\w+)\)s", form)) == names for form in forms), message.id
    assert len(known[("%(num)s result", "%(num)s results")].string or "") == catalogue.num_plurals


@pytest.mark.parametrize(
    ("language", "name", "sentence"),
    [
        ("en", "Kyrgyzstan", "Participating State since 30 January 1992."),
        ("fr", "Kirghizistan", "État participant, depuis le 30 janvier 1992."),
        ("de", "Kirgisistan", "Teilnehmerstaat seit 30. Januar 1992."),
        ("it", "Kirghizistan", "Stato partecipante, dal 30 gennaio 1992."),
        ("ru", "Кыргызстан", "Государство-участник с 30 января 1992 г."),
        ("es", "Kirguistán", "Estado participante, desde el 30 de enero de 1992."),
    ],
)
def test_a_page_is_in_the_language_of_the_reader(served: Served, language: str, name: str, sentence: str) -> None:
    asked = served.get(f"/page/state/kyrgyzstan?lang={language}")
    preferred = served.get("/page/state/kyrgyzstan", headers={"Accept-Language": f"{language}-CH, en;q=0.5"})
    for page in (asked, preferred):
        assert f'<html lang="{language}">' in page.text
        said = unescape(page.text).replace("\u202f", " ").replace("\xa0", " ")
        assert sentence in said
        assert f"<h1>{name}</h1>" in said
        assert "Accept-Language" in page.headers["Vary"]
    assert asked.headers["ETag"] != served.get("/page/state/malta").headers["ETag"]


def test_a_language_that_was_asked_for_stays(served: Served) -> None:
    page = served.get("/browse/state?lang=ru").text
    links = re.findall(r'<a href="(/(?:page|browse)/[^".]*)"(?! hreflang)', page)
    assert len(links) > 20
    assert all("lang=ru" in link for link in links)
    assert '<input type="hidden" name="lang" value="ru">' in page
    assert not re.search(r'href="[^"]*\.csv[^"]*lang=', page)
    assert "Мальта" in served.get("/browse/state?lang=ru&q=malta").text
    plain = served.get("/browse/state").text
    assert "lang=ru" not in re.sub(r"<(?:a|link)[^>]*hreflang[^>]*>", "", plain)


def test_what_is_in_another_language_says_so(served: Served) -> None:
    page = served.get("/page/tenure/chair-2021-1?lang=ru").text
    # The office as its source prints it is quoted, and so stays as it is.
    assert re.search(r'<span lang="en">Minister for Foreign Affairs</span>', page)
    assert '<span lang="en">Minister' not in served.get("/page/tenure/chair-2021-1").text


def test_a_language_that_there_is_not_is_refused(served: Served) -> None:
    refused = served.get("/page/state/malta?lang=tlh")
    assert (refused.status_code, "lang" in refused.json()["detail"]) == (400, True)
    assert '<html lang="en">' in served.get("/", headers={"Accept-Language": "tlh"}).text
