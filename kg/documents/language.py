"""The language a page is in: as it says itself, by its address, or by its words."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Languages that the site publishes in; detection chooses among these.
SITE_LANGUAGES = tuple(
    "en fr de it ru es uk sq sr hr bs mk ro hy az ka kk ky be pl hu tr et lv lt sk cs sl el bg mn pt nl".split(" ")
)
_IN_ADDRESS = re.compile(r"^https?://(?:(?P<host>[a-z]{2})\.)?[^/]+/(?:(?P<path>[a-z]{2})(?:/|$))?", re.IGNORECASE)
_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_].*)?$")


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(SITE_LANGUAGES)
    return identifier


def detect(text: str) -> str:
    """Detect the language of a text by its words.

    :param text: some sentences; the first 2,000 characters are looked at
    :returns: a BCP 47 primary subtag of :data:`SITE_LANGUAGES`

    >>> detect("Die Mission begrüßte die Einigung und forderte die Behörden auf, sie umzusetzen.")
    'de'
    """
    return str(_identifier().classify(text[:2000])[0])


def declared(tag: str | None, address: str | None) -> str | None:
    """Read the language that the page's own tag or its address declares.

    :param tag: e.g. ``en-GB``; ``und`` says nothing
    :param address: e.g. ``https://www.osce.org/ru/node/1``
    :returns: a BCP 47 primary subtag, or nothing

    >>> declared("en-GB", None), declared("und", "https://www.osce.org/ru/node/1")
    ('en', 'ru')
    """
    match = _TAG.match(tag or "")
    if match and match[1].lower() not in {"und", "zxx", "mul"}:
        return match[1].lower()
    inside = _IN_ADDRESS.match(address or "")
    for part in ("path", "host"):
        if inside and inside[part] and inside[part].lower() in SITE_LANGUAGES:
            return inside[part].lower()
    return None
