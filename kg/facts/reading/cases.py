"""Names in the nominative: "с министром Сергеем Ковальчуком" names Сергей Ковальчук.

First names are looked up in the dictionaries of pymorphy3 (OpenCorpora for Russian, VESUM for Ukrainian), surnames that
they lack are read by their endings (``kg/facts/tables/name_endings.csv``). A name stays as printed where its words may
be a nominative, unless the office or title beside it is in another case.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.facts.tables import entries

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

_NOMINATIVE, _MASCULINE, _INDECLINABLE, _PLURAL = "nomn", "masc", "Fixd", "plur"
_FIRST, _SURNAME, _NOUN, _BOTH_GENDERS = "Name", "Surn", "NOUN", "ms-f"
#: Cases of the genitive's form: a masculine one may be a feminine nominative ("Петра").
_UNSURE = frozenset({"gent", "accs"})
#: Vowels; those at the end of names of no case, of women's names, and of first names that no dictionary has.
_VOWELS, _UNDECLINED, _FEMININE, _FOREIGN = "аеёиіїоуыэюяє", "оиіуэюе", "ая", "ио"
#: How much a reading counts that only an ending has, one of no case, a man's in "-a", and one that nothing speaks for.
_BY_ENDING, _OF_NO_CASE, _RARE, _BY_NOTHING, _BY_OFFICE = 0.3, 0.2, 0.1, 0.005, 0.03
_MORE = 1.3
#: A noun in the genitive only, as a name is behind the noun of a thing: "гибелью Павла".
_ANIMATE, _GENITIVE = "anim", "автора"
_SHORTEST = 2
#: Note of an ending that hardly any nominative has.
_SURE = "sure"


class _Form(NamedTuple):
    """A case and a gender."""

    case: str
    gender: str


def declines(language: str) -> bool:
    """Tell a language whose names are put in the nominative here."""
    return bool(_endings(language))


@lru_cache(maxsize=4096)
def nominative(name: str, language: str, office: str = "") -> str:
    """Put somebody's name in the nominative.

    :param name: first name and surname as printed, in Cyrillic letters
    :param language: ISO 639-1; in languages without a dictionary here a name stays as it is
    :param office: the word of an office or title that is in the name's case: "министром"
    :returns: the name in the nominative, or as printed where that is not sure

    >>> nominative("Сергеем Ковальчуком", "ru", "министром"), nominative("Урсула Хольм", "ru", "Директор")
    ('Сергей Ковальчук', 'Урсула Хольм')
    """
    forms = _endings(language)
    first, *others = name.split()
    if not forms or not others or name.isascii():
        return name
    known = _offices(office, language)
    read = {form: known.get(form.case, _BY_OFFICE) * _weight(name, form, language) for form in forms}
    best = max(read, key=lambda form: read[form])
    told = known.get(best.case, 0.0) > _BY_ENDING
    if best.case == _NOMINATIVE or not (told or _is_sure(first, others[-1], best, language)):
        return name
    return " ".join(_in_nominative(word, best, language, first=at == 0) for at, word in enumerate(name.split()))


def is_first_name(word: str, language: str) -> bool:
    """Tell a first name in whatever case, by the dictionary of a language that has one here: "Остапа".

    >>> is_first_name("Остапа", "ru"), is_first_name("Шерсть", "ru"), is_first_name("Anna", "de")
    (True, False, False)
    """
    if word.isascii() or not _endings(language):
        return False
    parses = [each for each in _analyzer(language).parse(word.casefold()) if each.is_known]
    named = [_FIRST in each.tag and _PLURAL not in each.tag for each in parses]
    return named[:1] == [True] or any(
        _NOMINATIVE in each.tag for each, is_name in zip(parses, named, strict=True) if is_name
    )


@lru_cache(maxsize=4096)
def is_no_noun(word: str, language: str) -> bool:
    """Tell a word that is no noun and no name, though a sentence that it opens gives it a capital: "Состоялась".

    >>> is_no_noun("Состоялась", "ru"), is_no_noun("Остап", "ru"), is_no_noun("Holm", "ru")
    (True, False, False)
    """
    if word.isascii() or not word.isalpha() or not _endings(language):
        return False
    known = [each for each in _analyzer(language).parse(word.casefold()) if each.is_known]
    return bool(known) and not any(_NOUN in each.tag for each in known)


def gender_of(name: str, language: str) -> str:
    """Tell somebody's gender by a first name that the dictionary has for one gender only; empty if it is not told.

    >>> gender_of("Остап Хольм", "ru"), gender_of("Анна Хольм", "ru"), gender_of("Xandor Хольм", "ru")
    ('m', 'f', '')
    """
    first = name.partition(" ")[0].casefold()
    parses = _parses(first, language, _FIRST) if _endings(language) and not first.isascii() else ()
    found = {str(each.tag.gender)[:1] for each in parses if each.is_known and _NOMINATIVE in each.tag}
    return found.pop() if len(found) == 1 and found <= {"m", "f"} else ""


def disagree(office: str, name: str, language: str) -> bool:
    """Tell an office in another case than the name beside it, whose it is not: "советник главы миссии Карл Хольм".

    >>> disagree("главы", "Карл Кос", "ru"), disagree("главы", "Карла Коса", "ru"), disagree("глава", "Карл Кос", "ru")
    (True, False, False)
    >>> disagree("директор", "Карл Кос", "uk"), disagree("директора", "Карл Кос", "uk")
    (False, True)
    """
    if name.isascii() or not _endings(language):
        return False
    nouns = (_parses(word.casefold(), language, _NOUN) for word in office.split())
    head = next((known for parses in nouns if (known := [each for each in parses if each.is_known])), [])
    first = [each for each in _parses(name.partition(" ")[0].casefold(), language, _FIRST) if each.is_known]
    plain = bool(first) and all(_NOMINATIVE in each.tag and _INDECLINABLE not in each.tag for each in first)
    return plain and bool(head) and not any(map(_may_be_nominative, head))


def _may_be_nominative(noun: "Parse") -> bool:
    """Tell a noun in the nominative, of which the Ukrainian dictionary says no case: "секретар"."""
    return noun.tag.case in (None, _NOMINATIVE) or _INDECLINABLE in noun.tag


def beside_noun(word: str, language: str) -> str:
    """Give the noun before a name if it is in the name's case, as that of a person is; behind another, a genitive.

    >>> beside_noun("журналиста", "ru"), beside_noun("гибелью", "ru"), beside_noun("вчера", "ru")
    ('журналиста', 'автора', '')
    """
    parses = _parses(word, language, _NOUN) if word.islower() and _endings(language) and not word.isascii() else ()
    known = [each for each in parses if each.is_known]
    if not known:
        return ""
    return word if any(_ANIMATE in each.tag for each in known) else _GENITIVE


def noun_of(office: Sequence[str], language: str) -> str:
    """Give the noun of an office, which an adjective may be before: "действующего председателя"; empty without one.

    >>> noun_of(("действующего", "председателя", "ОБСЕ"), "ru"), noun_of(("Acting", "Head"), "ru")
    ('председателя', '')
    """
    return next((word for word in office if not word.isascii() and _offices(word, language)), "")


@cache
def _endings(language: str) -> Mapping[_Form, tuple[tuple[str, str], ...]]:
    """List the endings of each case and gender with those of the nominative, the longest first; of that none."""
    found: dict[_Form, list[tuple[str, str]]] = {}
    for entry in sorted(entries("name_endings"), key=lambda entry: -len(entry.term)):
        for tongue, gender, case in (form.split("-") for form in entry.note.split() if "-" in form):
            if tongue == language:
                found.setdefault(_Form(case, gender), []).append((entry.term, entry.value))
                found.setdefault(_Form(_NOMINATIVE, gender), [])
    return {form: tuple(pairs) for form, pairs in found.items()}


@cache
def _fixed() -> tuple[str, ...]:
    return tuple(entry.term for entry in entries("name_endings") if "-" not in entry.note)


@cache
def _sure_endings() -> tuple[str, ...]:
    return tuple(entry.term for entry in entries("name_endings") if _SURE in entry.note.split())


@cache
def _analyzer(language: str) -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer  # for pages in these languages alone

    return MorphAnalyzer(lang=language)


@cache
def _parses(word: str, language: str, kind: str) -> tuple["Parse", ...]:
    """List what a word may be as a name or noun in the singular."""
    found = (each for each in _analyzer(language).parse(word) if kind in each.tag and _PLURAL not in each.tag)
    return tuple(sorted(found, key=lambda each: _INDECLINABLE in each.tag))


def _is(parse: "Parse", form: _Form) -> bool:
    gender = form.gender in parse.tag or _BOTH_GENDERS in str(parse.tag)
    return gender and (_INDECLINABLE in parse.tag or form.case in parse.tag)


def _offices(office: str, language: str) -> dict[str, float]:
    """Say how sure each case is of the word of an office; nothing where there is none."""
    found: dict[str, float] = {}
    for parse in _parses(office.casefold(), language, _NOUN) if office else ():
        for form in _endings(language):
            found[form.case] = max(found.get(form.case, 0.0), parse.score if form.case in parse.tag else 0.0)
    return {case: share + _BY_OFFICE for case, share in found.items()}


def _weight(name: str, form: _Form, language: str) -> float:
    """Say how well a name fits a case and gender: the product of its words."""
    weight = _MORE if form.case == _NOMINATIVE else 1.0
    for at, word in enumerate(name.split()):
        *parts, last = word.casefold().split("-") if word[0].isupper() else [""]
        kind = _SURNAME if at else _FIRST
        for part in parts:
            weight *= max(_weight_of(part, form, language, kind), _OF_NO_CASE)
        weight *= _weight_of(last, form, language, kind) if last else 1.0
    return weight


def _weight_of(word: str, form: _Form, language: str, kind: str) -> float:
    parses = _parses(word, language, kind)
    whole = sum(parse.score for parse in parses) or 1.0
    share = float(sum(parse.score for parse in parses if _is(parse, form))) / whole
    if any(parse.is_known for parse in parses):
        return share + _BY_NOTHING
    return share * _BY_ENDING + _by_ending(word, form, language)


def _by_ending(word: str, form: _Form, language: str) -> float:
    if form.case == _NOMINATIVE:
        return _BY_ENDING if _is_plain(word, form) else (_RARE if word[-1] in _FEMININE else _BY_NOTHING)
    if _ending(word, form, language):
        return _BY_ENDING
    return _OF_NO_CASE if _is_undeclined(word, form) else _BY_NOTHING


def _ending(word: str, form: _Form, language: str) -> tuple[str, str] | None:
    """Find the ending of a case, and that of the nominative."""
    if word.endswith(_fixed()):
        return None
    fitting = (pair for pair in _endings(language).get(form, ()) if word.endswith(pair[0]))
    return next((pair for pair in fitting if len(word) - len(pair[0]) >= _SHORTEST), None)


def _is_undeclined(word: str, form: _Form) -> bool:
    """Tell a name that has the same form in all cases: of a woman behind a consonant, or with most vowels."""
    hard = form.gender != _MASCULINE and word[-1] not in f"{_VOWELS}й"
    return hard or word[-1] in _UNDECLINED or word.endswith(_fixed())


def _is_plain(word: str, form: _Form) -> bool:
    """Tell a word that may be a nominative by its ending."""
    declined = word[-1] not in _VOWELS if form.gender == _MASCULINE else word[-1] in _FEMININE
    return declined or _is_undeclined(word, form)


def _is_sure(first: str, last: str, form: _Form, language: str) -> bool:
    """Tell a case that needs no office to be seen: only the first name's is it, or the surname is no nominative."""
    parses = [each for each in _parses(first.casefold(), language, _FIRST) if each.is_known]
    told = any(_is(each, form) and _INDECLINABLE not in each.tag for each in parses)
    named = any(_NOMINATIVE in each.tag and _INDECLINABLE not in each.tag for each in parses)
    plain = _is_plain(last.casefold(), form) and not last.casefold().endswith(_sure_endings())
    may_be_hers = form.gender == _MASCULINE and form.case in _UNSURE and plain
    return told and not named and not may_be_hers


def _in_nominative(word: str, form: _Form, language: str, *, first: bool) -> str:
    """Put each part of a word in the nominative."""
    parts = (_part(part, form, language, _FIRST if first else _SURNAME) for part in word.split("-"))
    return "-".join(parts)


def _part(part: str, form: _Form, language: str, kind: str) -> str:
    if not part[:1].isupper():
        return part
    low = part.casefold()
    for parse in _parses(low, language, kind):
        if parse.is_known and _is(parse, form):
            found = None if _INDECLINABLE in parse.tag else parse.inflect({_NOMINATIVE})
            return part if found is None else str(found.word).capitalize()
    ending = _ending(low, form, language)
    if ending is None or (kind == _FIRST and low[-1] in _FOREIGN):
        return part
    return part[: len(part) - len(ending[0])] + ending[1]
