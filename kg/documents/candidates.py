"""Which lines above a text can be its title: no frame, marker, date, name of a site, author, town or office."""

from kg.documents.blocks import Block
from kg.documents.dateline import read_date_line, read_dated_end
from kg.documents.labels import (
    HEADINGS,
    INSTITUTIONS,
    NOTICES,
    SECTIONS,
    SHARING_LINES,
    SITE_NAMES,
    SLOGANS,
    field_of,
    kind_of,
)
from kg.documents.letterheads import names_site
from kg.documents.openings import is_byline, is_name_of_site
from kg.documents.sections import PROSE, is_credited
from kg.documents.stamps import is_stamp, placed_day
from kg.documents.tables import table
from kg.documents.towns import town_of
from kg.regexes import late

_TITLED = 4
#: No title has more characters: such a line is text, whose end may be cut off.
_LONGEST_TITLE = 400
PAPER, BODY_NAME, _PERSON = (
    late(table("kinds")[one][name]) for one, name in (("reprints", "papers"), ("names", "body"), ("names", "person"))
)
BODY = late(r"\b(?:OSCE|CSCE|ODIHR|OSZE|OBSE|ОБСЕ|Mission|Presence|Centre|Office|Secretariat|Council|Assembly)\b")
#: How a sentence ends that is long enough to be of the text; a short title may end with a full stop.
SENTENCE = late(r"^.{60,}\w{3}\.$")
#: ``EN · ES · FR``: in which languages a page is; the credit of a picture; how a question begins.
_TONGUES = late(r"(?:\b[A-Z]{2}\b\s?[·|/•]\s?){2,}")
_PICTURE = late(
    r"^.{60,}(?<!Europe )(?<!Rights )\((?:OSCE|ODIHR)\)\.?$"
    r"|^(?:Q|Question|Frage|Вопрос|Domanda|Pregunta)\s?(?:[:.]|[-–—] )"
)
#: Headings within a page about a body.
_INNER = frozenset(("background", "tasks", "objectives"))
#: ``By A. Writer``.
_AUTHOR = late(
    r"(?:Redazione|Redaktion|Redacción|Rédaction|Redakcija|Редакция|Редакція|[Bb]y"
    r"|Postat de:?|Posted by:?|Scris de:?|Par|Von|Di|Por|Автор:?|Autor:?|Author:?)\s[^\W\d_a-zа-я][^!?.]{2,90}$"
)
#: ``(AGENCY - Paper)``, the source of a reprint.
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]")
#: Between two names of a site: ``OSCE - Organization for Security and Co-operation in Europe``.
_AND = late(r"\s[-–|/·]\s")
_LETTERHEADS = tuple(f"{name} " for name in sorted(SITE_NAMES, key=len, reverse=True) if len(name.split()) > _TITLED)
_HEADS_OF = tuple(sorted(INSTITUTIONS, key=len, reverse=True))
#: ``Ambassador Ana Example, Head of the Mission``: whom a page is about, above its title.
_HOLDER = late(
    r"(?:(?:H\.\s?E\.|Ambassador|Dr\.?|Mr\.?|Ms\.?|Mrs\.?|Botschafter(?:in)?|Ambassad(?:eur|rice)|Ambasciat(?:ore|rice))\s)+"
    r"(?:[^\W\d_a-zа-я][\w’'.-]*\s){1,3}[^\W\d_a-zа-я][\w’'.-]*, (?:Deputy )?"
    r"(?:Head|Director|Chief|Chair\w*|Secretary|Representative|High"
    r"|Minister|President|Leiter|Chef|Capo|Direct\w+)\b[^.!?:]*"
)
#: ``SC/14999``, a symbol above the title.
_SYMBOL = late(r"[A-Z]{1,6}(?:/[\w.()-]+)*/\d[\w.()-]*")
_GREETS, _CLOSES = (late(table("kinds")["texts"][name]) for name in ("greets", "closes"))
#: Lines of the head of a letter, and of its end.
_LETTER_HEAD, _LETTER_END = 16, 6
_PHONE = late(r"(?:\+|\b00)\d[\d\s()/.-]{6,}")
#: Words in small letters of a long line without a stop that is the menu of a site.
_FEW = 3
#: So many commas count as two words run together, in a line that has those.
_LISTED = 5
#: Two words run together.
_GLUED = late(r"[a-z]{2}[A-Z][a-z]{2}")
#: To whom a paper is sent: ``PA President``, ``Special Representative``.
_ADDRESSEE = late(r"(?:[A-Z]\w+ ){0,2}(?:President|Secretary(?: General)?|Representative|Director|Minister|Chair\w*)")
#: What a line has that says which office somebody has, below the name.
_OFFICE = late(
    r"^(?:[\w.’'-]+,? ){0,5}(?:Secretary|Minister|Ambassador|Chief|Director|Head|Representative|Chargé|Chair\w*"
    r"|President|Attaché|Spokes\w+|Delegate|Counsel\w+|Co-?ordinator|Commissioner|Senator|Congress\w+|Leiter\w*|Botschafter\w*"
    r"|Chef\w*|Ministre|Ambassad\w+|Ministro|Ambasciat\w+|Министр|Посол|Председатель|Директор|представител\w+)\b[^!?:]*$"
)
#: ``Mr. Chair,``: a greeting above a speech ends with a comma, which no title does.
_GREETING = late(r".{3,60},")
_TRAIL = late(r"(?:[^>»›→]{2,40}\s?[>»›→]\s?){2,}[^>»›→]{0,40}")

#: Of so many words of a row of links, one at least is run together with the next.
_APART = 10


def is_row_of_links(text: str) -> bool:
    """Tell whether a line is a row of links that a converter ran together, not prose that lost some of its hyphens.

    >>> [is_row_of_links(line) for line in ("Home | Visas | Trade", "HomeVisasTrade and more", "Tea | bread")]
    [True, True, False]
    """
    glued = len(_GLUED.findall(text)) + text.count(", ") // _LISTED if text[-1:].isalnum() else 0
    if (
        len(text) >= PROSE
        and text.replace(" ", "").isalpha()
        and sum(word[:1].islower() for word in text.split()) < _FEW
    ):
        return True
    many = glued > 1 and glued * _APART > len(text.split())
    return text.count(" | ") > 1 or (many and bool(_GLUED.search(text)))


def may_be_title(block: Block) -> bool:
    """Tell whether a line is no frame, marker, date line, author's line or sentence of the text."""
    text = block.text
    site = is_site(text) or is_trail(text) or _BRACKETS.fullmatch(text) or text.casefold().startswith(SLOGANS)
    site = site or bool(_SYMBOL.fullmatch(text) or field_of(text)) or text.casefold().startswith(SHARING_LINES)
    frame = site or marks(text) or is_stamp(text) or text.casefold().strip(".") in NOTICES or _GREETING.fullmatch(text)
    dated = read_date_line(text)
    day = (dated and dated.places) or placed_day(text)
    sentence = len(text) >= PROSE and text.endswith(".") and not read_dated_end(text)
    sentence = sentence or len(text) > _LONGEST_TITLE
    label = text.endswith(":") and len(text.split()) < _TITLED
    first, _, second = text.partition(" / ")
    label = (
        label
        or (bool(second) and marks(first))
        or is_row_of_links(text)
        or bool(_TONGUES.search(text) or _PICTURE.search(text))
    )
    return not (frame or day or label or _PHONE.search(text) or _AUTHOR.match(text) or sentence)


def without_frame(blocks: list[Block], free: list[int], address: str | None) -> list[int]:
    """Leave out what is above or below a title: who keeps the site, who spoke and where, the name of an agency."""
    free = [i for i in free if not names_site(blocks[i].text, address)] or free
    free = _without_speakers(blocks, free)
    named = [i for i in free if blocks[i].text.casefold() in HEADINGS]
    outer = [i for i in named if blocks[i].text.casefold() not in _INNER]
    others = [i for i in free if i not in named]
    bodies = all(BODY_NAME.fullmatch(blocks[i].text) for i in others)
    free = outer if bodies and len(outer) == 1 and _is_banner(blocks, others, outer[0]) else others
    free = [i for i in free if not PAPER.search(blocks[i].text.casefold())] or free
    spoken = [i for i in free if not is_byline(blocks[i].text)]
    spoken = spoken if any(not blocks[i].text.endswith(".") for i in spoken) else free
    named = [i for i in spoken if not is_credited(blocks[i].text)]
    named = [i for i in named[:-1] if not _HOLDER.fullmatch(blocks[i].text)] + named[-1:]
    kept = [i for i in named if blocks[i].text.casefold() not in INSTITUTIONS] or named or spoken
    sent = [i for i in kept if not (_ADDRESSEE.fullmatch(blocks[i].text) or SENTENCE.search(blocks[i].text))]
    kept = [i for i in kept if i in sent or SENTENCE.search(blocks[i].text)] if sent else kept
    while len(kept) > 1 and _is_name_below(blocks[kept[-1]].text, blocks[kept[-2]].text):
        kept.pop()
    return kept


def _is_banner(blocks: list[Block], others: list[int], heading: int) -> bool:
    """Whether the name of an operation is above a heading of a page about it, or nothing is."""
    return not others or (others[0] < heading and blocks[others[0]].text.startswith("OSCE "))


def is_speaker(blocks: list[Block], at: int) -> bool:
    """Whether a line is the name of somebody, and the line below says which office that is, where or on what day."""
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    name, _, office = blocks[at].text.partition(", ")
    named = _PERSON.fullmatch(name) and not (BODY.search(name) or _OFFICE.match(name) or _AUTHOR.match(name))
    if named and office:
        return len(office) < PROSE and not office.endswith(".") and bool(_OFFICE.match(office))
    return bool(named) and bool(_OFFICE.match(below) or town_of(below) or read_date_line(below))


def _without_speakers(blocks: list[Block], free: list[int]) -> list[int]:
    """Leave out the name, the office and the town of whoever spoke, which are below a title."""
    spoke = next((i for i in (*free[1:], free[-1] + 1) if i < len(blocks) and is_speaker(blocks, i)), 0)
    return [i for i in free if i < spoke][-1:] if spoke else free


def _is_name_below(text: str, above: str) -> bool:
    return is_name_of_site(text, above) and not BODY_NAME.fullmatch(above)


def is_letter(lines: list[str]) -> bool:
    """Tell whether a line near the top greets somebody and one near the end takes leave: a letter has no title.

    >>> is_letter(["Dear Mr Minister,", "Thank you for the honey.", "Yours sincerely,"]), is_letter(["Dear friends,"])
    (True, False)
    """
    greeted = any(_GREETS.search(line) for line in lines[:_LETTER_HEAD])
    return greeted and any(_CLOSES.search(line) for line in lines[-_LETTER_END:])


def marks(text: str) -> bool:
    """Tell whether a line says in which part of a site a page is, or what kind of document."""
    words = text.strip(" :").casefold()
    return words in SECTIONS or bool(kind_of(text))


def is_trail(text: str) -> bool:
    """Tell whether a line is the way to a page from the front page of its site.

    >>> is_trail("Home > Media > Press releases"), is_trail("Talks » round two")
    (True, False)
    """
    return bool(_TRAIL.fullmatch(text))


def is_site(text: str) -> bool:
    """Tell whether a line is a name of the site, several of them, or the letterhead of an institution.

    >>> is_site("OSCE - Organization for Security and Co-operation in Europe"), is_site("OSCE - talks on bees")
    (True, False)
    >>> is_site("Organization for Security and Co-operation in Europe Secretariat"), is_site("OSCE")
    (False, True)
    """
    words = text.strip(" :").casefold()
    return words in SITE_NAMES or all(one in SITE_NAMES for one in _AND.split(words)) or _is_letterhead(text)


def _is_letterhead(text: str) -> bool:
    """Whether a line is the name of the organization, one of its institutions, and at most who holds that office."""
    words = text.casefold()
    name = next((name for name in _LETTERHEADS if words.startswith(name)), "")
    rest = words[len(name) :].removeprefix("the ")
    held = next((one for one in _HEADS_OF if rest.startswith(one)), "") if name else ""
    holder = text[len(text) - len(rest) + len(held) :].split()
    return bool(held) and len(holder) <= _TITLED and all(word[:1].isupper() for word in holder)
