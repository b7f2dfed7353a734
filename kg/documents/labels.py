"""The words by which a page says what its parts are, in the languages of the OSCE's site.

Keys are case-folded and without the colon. Languages: en, de, fr, it, ru, es and, where the site's field operations
use them, sq, bs/hr/sr, mk, uk.
"""

from typing import Literal

from kg.model import DocumentKind

Field = Literal["date", "place", "source", "fields_of_work", "symbol", "kind", "other"]

_FIELDS: dict[Field, str] = {
    "date": "date|date of issue|issued|issued on|published|published on|publication date|datum|veröffentlicht am"
    "|date de publication|publié le|data|data di pubblicazione|pubblicato il|дата|дата публикации|опубликовано"
    "|fecha|fecha de publicación|publicado el|when",
    "place": "place|places|location|venue|where|ort|lieu|lieux|luogo|luoghi|место|место проведения|lugar|lugares",
    "source": "source|sources|issued by|quelle|quellen|fonte|fonti|источник|источники|fuente|fuentes|sursa",
    "fields_of_work": "fields of work|field of work|topic|topics|theme|themes|thematic area|thematic areas"
    "|arbeitsbereich|arbeitsbereiche|arbeitsfelder|tätigkeitsbereiche|tätigkeitsfelder"
    "|domaines d'activité|domaine d'activité|domaines d'action|domaines de travail"
    "|settori di attività|settore di attività|campi di attività|aree di lavoro"
    "|направления деятельности|направление деятельности|сферы деятельности|области деятельности"
    "|ámbitos de trabajo|ámbito de trabajo|áreas de trabajo|esferas de trabajo",
    "symbol": "document symbol|symbol|document number|reference number|dokumentnummer|cote|numéro de document"
    "|numero del documento|simbolo|номер документа|условное обозначение|signatura|número de documento",
    "kind": "type|document type|content type|kategorie|catégorie|categoria|тип|тип документа|categoría",
    "other": "contact|contacts|media contact|press contact|organizer|organizers|language|languages|keywords|tags"
    "|kontakt|kontakte|contatti|контакты|контакт|contacto|contactos|attachments|downloads|author|authors",
}
FIELDS: dict[str, Field] = {label: field for field, labels in _FIELDS.items() for label in labels.split("|")}

_KINDS: dict[DocumentKind, str] = {
    "press-release": "press release|pressemitteilung|presseaussendung|communiqué de presse|comunicato stampa"
    "|пресс-релиз|comunicado de prensa|nota de prensa|saopštenje za javnost|саопштење|komunikatë për shtyp"
    "|пресрелиз|прес-реліз|прес-релиз|comunicat de presă",
    "story": "story|news|news item|feature|feature story|blog|interview|nachricht|nachrichten|bericht|actualité"
    "|actualités"
    "|reportage|notizia|notizie|storia|новость|новости|статья|интервью|noticia|noticias|reportaje|newsroom story",
    "document": "statement|speech|document|report|decision|publication|factsheet|article|erklärung|rede|dokument"
    "|bericht zum"
    "|déclaration|discours|décision|rapport|dichiarazione|discorso|documento|decisione|заявление|выступление|документ"
    "|решение|доклад|отчет|отчёт|declaración|discurso|decisión|informe|interim report|final report|press statement",
    "event": "event|meeting|conference|media advisory|veranstaltung|konferenz|tagung|événement|evento|мероприятие"
    "|событие"
    "|встреча|конференция|reunión|réunion|conférence|media event|webinar|training course",
}
KINDS: dict[str, DocumentKind] = {label: kind for kind, labels in _KINDS.items() for label in labels.split("|")}

#: Words that, alone on a line after the body, open what is no longer the document.
ENDINGS = frozenset(
    "related|related content|related stories|related news|related documents|related links|read more|see also|share"
    "|share this"
    "|share on|more news|more from|latest news|subscribe|newsletter|follow us|back to top|you may also like"
    "|related press releases"
    "|verwandte inhalte|mehr dazu|teilen|lire aussie|à lire aussi|partager|contenu associé|condividi"
    "|contenuti correlati"
    "|поделиться|читайте также|материалы по теме|compartir|contenido relacionado|related resources|more stories".split(
        "|"
    )
)


def field_of(label: str) -> Field | None:
    """Find the field that a label names.

    :param label: words as printed, with or without the colon
    :returns: the field, or nothing if the words label none

    >>> field_of("Fields of work:"), field_of("Дата:"), field_of("Our work")
    ('fields_of_work', 'date', None)
    """
    return FIELDS.get(label.rstrip(" :\u00a0").casefold().replace("’", "'"))


def kind_of(marker: str) -> DocumentKind | None:
    """Find the kind of document that a marker line names.

    >>> kind_of("Press release"), kind_of("Пресс-релиз"), kind_of("Countries")
    ('press-release', 'press-release', None)
    """
    return KINDS.get(marker.strip(" :").casefold())
