"""The language of a page: which one, its messages, its dates and numbers, and links that stay in it.

Messages are written in English in the code; ``catalogues/<language>.po`` has them in the other languages and is read
when the first page in that language is asked for. Babel knows how languages write dates, numbers and plurals (CLDR).
"""

import io
import json
import re
from datetime import date
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import g, has_request_context, request

from endpoint.face.addresses import root
from endpoint.face.days import day_asked
from endpoint.problems import Problem

#: The six official languages of the OSCE, each by its own name.
LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "ru": "Русский",
    "es": "Español",
}
_LOCALES = {"en": "en_GB"}
_DAY = 2
#: How a year, a month and a day are written after words such as "since", where that is another way (CLDR's patterns).
_INSIDE = {
    "ru": ("y 'г'.", "MMMM y 'г'.", ""),
    "fr": ("", "", "'le' d MMMM y"),
    "es": ("", "", "'el' d 'de' MMMM 'de' y"),
    "it": ("", "'mese' 'di' MMMM y", ""),
}
#: What an article and the word before it become.
_CONTRACTED = {"fr": ((" de le ", " du "), ("à le ", "au ")), "es": ((" de el ", " del "), (" a el ", " al "))}
_KEPT = (
    "q",
    "on",
    "order",
    "page",
    "kind",
    "year",
    "state",
    "body",
    "person",
    "field",
    "place",
    "language",
    "example",
    "p",
    "o",
)
_LINK = re.compile(r'(<a\b(?![^>]*\shreflang=)[^>]*?\shref=")([^"]*)(")|(<form\b[^>]*?\saction="([^"]*)"[^>]*>)')
_PAGES = re.compile(r"/(?:(?:page|why|browse|ontology|changes)(?:/.*)?|search|sparql|shapes|dump/)?")
_HIDDEN = '<input type="hidden" name="{}" value="{}">'
#: What forms have in their tag where people choose a day in them.
_CHOOSES = "data-day"
_DATA = re.compile(r"\.(?:csv|json|atom|ttl|nt|jsonld|rdf|ics)$")


def chosen() -> str:
    """Tell the language of the current request: ``?lang=``, else the best of ``Accept-Language``, else English.

    :raises Problem: 400 if ``?lang=`` names another language
    """
    try:
        found: str = g.language
    except (AttributeError, RuntimeError):
        # Not yet asked for; or there is no request.
        return _ascertained() if has_request_context() else "en"
    return found


def _ascertained() -> str:
    asked = request.args.get("lang", "")
    if asked and asked not in LANGUAGES:
        raise Problem(400, f"lang={asked!r} is not one of {', '.join(LANGUAGES)}", kind="parameters")
    g.language = asked or _preferred()
    found: str = g.language
    return found


def _preferred() -> str:
    """Take the first of the reader's languages that there is, whatever country it is spoken in."""
    primary = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((tag for tag in primary if tag in LANGUAGES), "en")


def key() -> tuple[str, bool, str]:
    """Tell pages apart by language, by whether their links name it, and by the day that they are carried to."""
    return chosen(), bool(request.args.get("lang")), day_asked()


@cache
def catalogue(language: str) -> NullTranslations:
    """Read the messages of a language; English is what the code says."""
    path = files("endpoint.face") / "catalogues" / f"{language}.po"
    if language == "en" or not path.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(path.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: object) -> str:
    """Say a message in the language of the page, with values for its ``%(names)s``."""
    said = str(catalogue(chosen()).gettext(message))
    said = said % values if values else said
    for apart, together in _CONTRACTED.get(chosen(), ()):
        said = said.replace(apart, together)
    return said


def noted(message: str) -> str:
    """Mark a message that is said later, where the language is known."""
    return message


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Say a message in the form that a number asks for; ``%(num)s`` is the number as the language writes it."""
    return str(catalogue(chosen()).ngettext(one, many, n)) % (values | {"num": number(n)})


def locale(language: str) -> Locale:
    """Give Babel's locale of a language."""
    return Locale.parse(_LOCALES.get(language, language))


def number(value: int) -> str:
    """Write a whole number as the language of the page does."""
    return str(format_decimal(value, locale=locale(chosen())))


def in_words(day: str, *, inside: bool = False) -> str:
    """Write a date of any precision as people do; what is no date stays as it is.

    :param day: ISO 8601, a year, a month or a day; a time after it is left out
    :param inside: whether words such as "since" come before it

    >>> in_words("2014-04-11"), in_words("1993-04"), in_words("1975"), in_words("soon")
    ('11 April 2014', 'April 1993', '1975', 'soon')
    """
    return _in_words(day, chosen(), inside)


@lru_cache(maxsize=20_000)
def _in_words(day: str, language: str, inside: bool) -> str:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?", day)
    if found is None:
        return day
    year, month, number_of_day = found.groups()
    try:
        when = date(int(year), int(month or 1), int(number_of_day or 1))
    except ValueError:
        return day
    place = locale(language)
    precision = _DAY if number_of_day else 1 if month else 0
    pattern = _INSIDE.get(language, ("", "", ""))[precision] if inside else ""
    if pattern or precision == _DAY:
        return str(format_date(when, pattern or "long", place))
    return str(format_skeleton("yMMMM", when, locale=place)) if month else str(year)


def name_of(tag: str) -> str:
    """Name a language in the language of the page; the tag itself where no name is known.

    >>> name_of("ru"), name_of("x-none")
    ('Russian', 'x-none')
    """
    return str(locale(chosen()).languages.get(tag, tag))


def switch() -> list[tuple[str, str, str]]:
    """List the languages: code, own name, address of this page in it."""
    values = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    here = f"{root()}{request.path}"
    return [(code, name, f"{here}?{urlencode(values | {'lang': code})}") for code, name in LANGUAGES.items()]


def offline() -> str:
    """Write what the scripts of a site without a server say, as JSON; ``{0}`` and so on are filled in there."""
    words = {
        "found": gettext("Names: {0}"),
        "inTexts": gettext("In texts: {0}"),
        "nothing": gettext("Nothing has all of these words."),
        "failed": gettext("This could not be loaded: {0}"),
        "loading": gettext("Loading: {0} of {1} statements"),
        "all": gettext("Loaded in this browser: all {0} statements."),
        "some": gettext("Loaded in this browser: {0} of {1} statements, the register and the documents of {2}."),
        "load": gettext("Load the documents of"),
        "day": gettext(
            "As of {0}. Rows that did not hold on this day are hidden; names and sentences are those of all times."
        ),
        "allTimes": gettext("All times"),
        "results": gettext("Results: {0}"),
        "any": gettext("any"),
    }
    return json.dumps(words, ensure_ascii=False)


def carried(page: str) -> str:
    """Write the language and the day that the address names into the links and forms of a page.

    So the next page has them too. A link or form that names a day or language itself keeps its own.

    :param page: HTML
    """
    asked = {"on": day_asked(), "lang": request.args.get("lang", "")} if has_request_context() else {}
    asked = {name: value for name, value in asked.items() if value}
    if not asked:
        return page

    def add(found: re.Match[str]) -> str:
        begin, href, end, form, action = found.groups()
        if form is not None:
            if not _is_page(action) or 'method="post"' in form:
                return form
            # A form to choose a day has a field for it.
            names = [name for name in asked if name != "on" or _CHOOSES not in form]
            return form + "".join(_HIDDEN.format(name, escape(asked[name])) for name in names)
        if not _is_page(href):
            return found.group()
        address, mark, fragment = href.partition("#")
        for name, value in asked.items():
            if not re.search(rf"[?;&]{name}=", address):
                address += f"{'&amp;' if '?' in address else '?'}{name}={escape(value)}"
        return f"{begin}{address}{mark}{fragment}{end}"

    return _LINK.sub(add, page)


def _is_page(address: str) -> bool:
    if not address.startswith("/"):
        return False
    path = address.removeprefix(root()).partition("#")[0].partition("?")[0]
    return bool(_PAGES.fullmatch(path)) and not _DATA.search(path)
