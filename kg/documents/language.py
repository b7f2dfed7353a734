"""The language of a document: what the page says, checked against its script, else what its words are."""

import re
from functools import cache
from typing import Any

from kg.documents.draft import Draft

#: Languages the OSCE's structures and field operations publish in and the detector knows, as ISO 639-1.
LIKELY = "en fr de it ru es az be bg bs el fi hr hu hy ka kk ky mk mn nl pl pt ro sl sq sr sv tr uk".split()
_TAG = re.compile(r"^[A-Za-z]{2,3}(?=$|[-_])")
_IN_ADDRESS = re.compile(
    r"^https?://[^/]+/(en|fr|de|it|ru|es|uk|hy|az|sq|sr|bs|hr|mk|ro|ka|kk|ky|mn|tr|tg|uz|tk)(?:/|$)"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[A-Za-z]+")
_CYRILLIC_LANGUAGES = frozenset("ru uk be bg mk sr mn kk ky tg".split())
_EITHER = frozenset("sr mn kk uz az tk bs".split())
_SAMPLE = 2000
_SCRIPT_SAMPLE = 600


def language_of(draft: Draft, address: str | None) -> tuple[str, str | None]:
    """Find the language of a document.

    :param draft: the parts of the page
    :param address: its web address, whose first segment may be a language
    :returns: BCP 47 tag (language only), and a note if the page's own word is not believed
    """
    declared = _declared(draft, address)
    sample = "\n".join([draft.title, *draft.body])[:_SAMPLE]
    if declared and _fits(declared, sample):
        return declared, None
    found = _identifier().classify(sample)[0] if sample.strip() else "und"
    note = f"the page says its language is {declared!r}, its script says {found!r}" if declared else None
    return str(found), note


def _declared(draft: Draft, address: str | None) -> str | None:
    in_address = _IN_ADDRESS.match(address) if address else None
    if in_address and in_address[1] != "en":
        return in_address[1]
    for tag in draft.metadata.languages:
        if match := _TAG.match(tag.strip()):
            return match[0].lower()
    return in_address[1] if in_address else None


def _fits(language: str, sample: str) -> bool:
    """Whether the script of the text is one the language is written in."""
    if language in _EITHER or (sample.isascii() and language not in _CYRILLIC_LANGUAGES):
        return True
    cyrillic, latin = (sum(map(len, script.findall(sample[:_SCRIPT_SAMPLE]))) for script in (_CYRILLIC, _LATIN))
    if cyrillic + latin == 0:
        return True
    return (cyrillic > latin) == (language in _CYRILLIC_LANGUAGES)


@cache
def _identifier() -> Any:
    """Load the detector when first needed, for it takes a second, and restrict it to likely languages."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LIKELY)
    return identifier
