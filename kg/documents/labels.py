"""The words by which a page of the OSCE names its parts, in the six languages of its site.

Everything here is compared in lower case, without a colon at the end.
"""

from kg.model import DocumentKind

#: Labelled field → the words before its colon.
FIELD_LABELS: dict[str, tuple[str, ...]] = {
    "date": ("date", "dates", "when", "datum", "data", "дата", "fecha"),
    "place": ("place", "location", "where", "ort", "lieu", "luogo", "место", "lugar"),
    "source": ("source", "sources", "quelle", "fonte", "источник", "fuente", "issued by"),
    "fields": (
        "fields of work",
        "field of work",
        "tätigkeitsfelder",
        "arbeitsbereiche",
        "domaines d'action",
        "domaines d'activité",
        "settori di attività",
        "сферы деятельности",
        "направления деятельности",
        "ámbitos de actividad",
        "issues",
        "topics",
    ),
    "symbol": ("document number", "document symbol", "reference", "symbol"),
    "language": ("language", "languages", "original language"),
}

LABELS: dict[str, str] = {word: field for field, words in FIELD_LABELS.items() for word in words}

_KIND_WORDS: dict[DocumentKind, tuple[str, ...]] = {
    "press-release": (
        "press release",
        "press releases",
        "pressemitteilung",
        "communiqué de presse",
        "comunicato stampa",
        "пресс-релиз",
        "comunicado de prensa",
        "nota de prensa",
    ),
    "story": ("story", "stories", "news", "news item", "feature", "blog", "newsroom story", "артикль", "новость"),
    "event": ("event", "events", "meeting", "conference", "seminar", "veranstaltung", "événement", "мероприятие"),
    "document": (
        "document",
        "decision",
        "report",
        "publication",
        "statement",
        "speech",
        "resource",
        "guideline",
        "documento",
        "dokument",
        "документ",
    ),
}

#: Words that stand alone above a title → kind of document.
KINDS: dict[str, DocumentKind] = {word: kind for kind, words in _KIND_WORDS.items() for word in words}

#: Lines that end a body: what follows is the site's own frame.
BODY_ENDS = (
    "contact",
    "contacts",
    "media contact",
    "media contacts",
    "contact information",
    "related",
    "related stories",
    "related content",
    "share this page",
    "kontakt",
    "контакты",
)


def bare(line: str) -> str:
    """Reduce a line to what is compared: lower case, without bullet and colon.

    >>> bare("- Fields of work: ")
    'fields of work'
    """
    return line.strip().removeprefix("-").strip().removesuffix(":").strip().casefold().replace("’", "'")
