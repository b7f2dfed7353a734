"""Tokens as units of the grammar: each word with its classes, fixed phrases kept whole."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter

from kg.facts.expressions import expression
from kg.facts.grammar.lexicon import lexicon
from kg.facts.grammar.line import Line, Unit
from kg.facts.grammar.tables import Grammar, grammar
from kg.facts.reading.cases import is_first_name, is_no_noun
from kg.facts.tables import entries
from kg.facts.tokens import Sentence, Token
from kg.kept import code, kept, key_of

_OFFICES = {entry.term: entry for entry in entries("offices")}
#: Classes that a word of a personal name may have; a capitalized word of another class is none.
_OF_NAMES = frozenset({"given", "particle", "leading-particle", "first-name", "occupation"})
_LEXICAL = frozenset({"portfolio", "common", "title", "role-head", "role-heads", "role-modifier", "office-title"})
_VERB_FORMS = frozenset({"verb-s", "verb-ed", "verb-ing"})
#: Words that are the same with a capital at the beginning of a sentence.
_OPENING = frozenset({"verb-ing", "adverb", "preposition", "contact-noun", "contact-nouns", "visit-noun", "feeling"})
_HEAD = "role-head"
#: Classes of a word in small letters that no table has.
_PLAIN = frozenset({"word", "lower"})
_INSTITUTIONS = tuple(entry.term for entry in entries("institution_endings"))
_TRADES = tuple(entry.term for entry in entries("trade_endings"))
#: Letters that a word has at least before such an ending.
_ROOT = 3
#: The language whose tables have the first names of all.
_NAMES, _FIRST_NAME = "en", "first-name"
#: Classes of a word that no table has.
_UNKNOWN = frozenset({"word", "lower", "capital"})
_LONGEST_GAP = 1
_LONGEST_ABBREVIATION, _SHORTEST_PLURAL = 5, 2

#: An article that some names are written with: "al-Holm".
_ARTICLE = expression("name with an article")
_text_of = attrgetter("text")
#: Makes a named tuple in half the time that its class takes.
_new = tuple.__new__

#: Sets of classes of the units that later stages make.
_OF_PHRASES = (
    *("role aide", "role aide osce-role", "role aide state-role", "role aide osce-role state-role"),
    *("role", "role plural", "role osce-role", "role plural osce-role", "role state-role", "role osce-role state-role"),
    *("role sent-role", "role state-role sent-role", "role osce-role sent-role", "role osce-role state-role sent-role"),
    *(
        "role aide sent-role",
        "role aide state-role sent-role",
        "role plural sent-role",
        "role plural state-role sent-role",
    ),
    *("role aide osce-role sent-role", "role aide osce-role state-role sent-role", "role plural osce-role sent-role"),
    *("role plural state-role", "name full", "name short", "name full titled", "name short titled", "quote", "name"),
    *("quote ended", "quote broken", "quote fragment", "quote ended broken", "quote ended fragment"),
    *("quote broken fragment", "quote ended broken fragment", "person aide"),
    *(
        "role state-head",
        "role state-head state-role",
        "role osce-role state-head",
        "role osce-role state-head state-role",
    ),
    *("role plural state-head", "role plural state-head state-role", "role plural osce-role state-head"),
    *("name full titled head-titled", "name short titled head-titled", "name full titled first-named head-titled"),
    *("name full titled office-titled head-titled", "name short titled office-titled head-titled"),
    *("name full titled first-named office-titled head-titled", "body they", "body paper", "person delegation"),
    *("person several first", "person several delegation", "body several first", "body delegation", "person paper"),
    *("name full titled office-titled", "name short titled office-titled", "person", "body", "person several"),
    *("body several", "person first", "body first", "name full first-named", "name full titled first-named"),
    *("name full titled office-titled first-named", "person he", "person she", "person several they"),
    *(
        "person oblique",
        "person several oblique",
        "body several they",
        "role plural osce-role state-role",
        "name full titled member-titled",
    ),
    *("role co-chair", "role plural co-chair", "role osce-role co-chair", "role plural osce-role co-chair"),
    *("role state-role co-chair", "role plural state-role co-chair", "role plural osce-role state-role co-chair"),
    *("name short titled member-titled", "name full titled first-named member-titled"),
)

Words = Line[Token]


@cache
def prepared(language: str) -> Grammar:
    """Give the grammar of a language with a character for every set of classes that its words can have.

    Patterns are compiled again whenever a sentence brings a new set, so they are all entered first.
    """
    return kept(
        f"grammar-{language}", key_of(*code("facts")), lambda: _prepared(language), Grammar.parts, Grammar.restored
    )


def _prepared(language: str) -> Grammar:
    rules = grammar(language)
    for text in sorted(rules.lexicon.all_words() | rules.words):
        letters = (text.upper(),) if len(text) <= _LONGEST_ABBREVIATION else ()
        for form in (text, text.capitalize(), *letters):
            rules.alphabet.character(_classes(form, rules))
    for text in ("x", "X", "Xx", "xed", "xly", "7", ";", "bookbinder", "Bookbinder", "Sedimentation"):
        rules.alphabet.character(_classes(text, rules))
    for classes in (*_of_mentions(rules), *map(frozenset, map(str.split, _OF_PHRASES))):
        rules.alphabet.character(classes)
    rules.alphabet.settle(language)
    return rules


def _of_mentions(rules: Grammar) -> Iterator[frozenset[str]]:
    """Give the sets of classes that names of the register can have."""
    for kind in ("state", "org", "place", "post", "meeting", "concept", "doc", "person"):
        yield frozenset({kind, "mention", "capital"})
    of_bodies = sorted({rules.classes(text.capitalize()) - _LEXICAL for text in rules.words}, key=sorted)
    single = (frozenset({word_class}) for word_class in ("office", "college", "chaired", "osce-owner"))
    for named in (*of_bodies, *single):
        yield named | {"org", "mention", "capital"}
    for town in ("seat", "host-capital", "entity", "private", "state"):
        yield frozenset({town, "place", "mention", "capital"})
    yield frozenset({"org", "private", "mention", "capital"})
    yield frozenset({"state", "of-state", "mention", "capital"})
    for head in (text for text in sorted(rules.lexicon.all_words()) if text.lower() in rules.words):
        if _HEAD in rules.classes(head):
            yield rules.classes(head) - _LEXICAL | {"post", "mention", "capital"}
            yield rules.classes(head) - _LEXICAL | {"org", "office", "mention", "capital"}


def line_of(tokens: tuple[Token, ...], sentence: Sentence, grammar: Grammar) -> Words:
    """Make a line of a sentence.

    :param tokens: the paragraph's
    :param sentence: which of them
    :param grammar: the document's language
    """
    return Line(tuple(_units(tokens, sentence, grammar)), grammar.alphabet)


def _units(tokens: tuple[Token, ...], sentence: Sentence, grammar: Grammar) -> Iterator[Unit[Token]]:
    index, word = sentence.begin, _first_word(tokens[sentence.begin].text, grammar)
    while index < sentence.end:
        token, end = tokens[index], index + 1
        if token.mention:
            yield Unit(index, end, word, _mentioned(token, grammar), token)
        else:
            classes, may_follow = _known(word, grammar)
            if may_follow and (end := _phrase_end(tokens, index, sentence.end, may_follow)) > index + 1:
                word = " ".join((word, *map(_text_of, tokens[index + 1 : end])))
                classes, _ = _known(word, grammar)
            yield _new(Unit, (index, end, word, classes, token))
        index = end
        word = tokens[end].text if end < sentence.end else ""


def _first_word(text: str, grammar: Grammar) -> str:
    """Put the word that opens a sentence in small letters if it is one that is the same with a capital."""
    word = text.lower()
    plain = text[0].isupper() and text[1:].islower() and not grammar.lexicon.classes(text)
    small = not _OPENING.isdisjoint(grammar.classes(word)) or (plain and is_no_noun(text, grammar.lexicon.language))
    return word if small else text


def _phrase_end(tokens: tuple[Token, ...], index: int, limit: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Find where a fixed phrase that starts at a token ends; a single word ends with itself."""
    following = tokens[index + 1].text if index + 1 < limit else ""
    for rest in phrases:
        end = index + 1 + len(rest)
        if (
            rest[0] == following
            and end <= limit
            and all(_goes_on(tokens, index + 1 + at, word) for at, word in enumerate(rest))
        ):
            return end
    return index + 1


def _goes_on(tokens: tuple[Token, ...], index: int, word: str) -> bool:
    gap = tokens[index].start - tokens[index - 1].end
    mention = tokens[index].mention
    named = mention is not None and mention.kind != "org"  # "the two OSCE officials" are no body.
    return not named and tokens[index].text == word and gap <= _LONGEST_GAP


def _mentioned(token: Token, grammar: Grammar) -> frozenset[str]:
    """Give the classes of a whole name of the register."""
    mention = token.mention
    return _of_name(token.text, mention.kind, mention.target, grammar) if mention else frozenset()


@lru_cache(maxsize=16384)
def _of_name(text: str, kind: str, target: str, grammar: Grammar) -> frozenset[str]:
    found = {kind, "mention", "capital", *grammar.classes(text)} - _LEXICAL
    if kind == "state" and text[0].islower():
        found.add("of-state")
    if kind == "org" and _names_office(text, target):
        found.add("office")
    return grammar.alphabet.same(frozenset(found))


def is_office(token: Token) -> bool:
    """Tell whether an institution's name is also that of an office: "the High Commissioner on National Minorities"."""
    return token.mention is not None and _names_office(token.text, token.mention.target)


def _names_office(text: str, target: str) -> bool:
    if target.rsplit("/", 1)[-1] not in _OFFICES:
        return False
    return not text.removeprefix("OSCE ").startswith("Office") and not text.isupper()


@lru_cache(maxsize=65536)
def _kinds_of_writing(text: str) -> frozenset[str]:
    """Tell how a word is written."""
    if not text[0].isalnum():
        return frozenset({"mark"})
    if text[0].isdigit():
        return frozenset({"number", "word"})
    written = {"word", "capital" if _is_capital(text) else "lower"}
    return frozenset(
        written | {"abbreviation"}
        if text.isalpha() and 1 < len(text) <= _LONGEST_ABBREVIATION and (text.isupper() or _is_abbreviated(text))
        else written
    )


def _is_abbreviated(text: str) -> bool:
    """Tell an abbreviation with an "s" for the plural: "CSBMs"."""
    return len(text) > _SHORTEST_PLURAL and text.endswith("s") and text[:-1].isupper()


def _is_capital(text: str) -> bool:
    if _ARTICLE.match(text):
        return True  # "Asta el-Holm"
    first = text[2:3] if text[1:2] in ("'", "’") and len(text) > 2 else text[0]
    return first.isalpha() and not first.islower()


@lru_cache(maxsize=65536)
def _known(text: str, grammar: Grammar) -> tuple[frozenset[str], list[tuple[str, ...]]]:
    """Give the classes of a word or fixed phrase, and what may follow it; words of equal classes have one set."""
    return grammar.alphabet.same(_classes(text, grammar)), grammar.lexicon.phrases(text)


def _classes(text: str, grammar: Grammar) -> frozenset[str]:
    found = grammar.classes(text) | _kinds_of_writing(text)
    if "verb-ed" in found or ("lower" in found and text.endswith("ed")):
        found |= {"verb-done"}
    if text.endswith("ly") and found == _PLAIN:
        found |= {"adverb"}
    if "title" in found and found & {"role-head"}:
        found |= {"title-head"}
    if grammar.lexicon.language == _NAMES and found <= _UNKNOWN:
        found |= _classes_of_ending(text, "capital" in found)
    if "capital" in found and "portfolio" not in found and _is_of_names(text, found, grammar):
        found |= {"name-word"}
        first = _FIRST_NAME in grammar.lexicon.classes(text) | lexicon(_NAMES).classes(text.partition("-")[0])
        if first or is_first_name(text, grammar.lexicon.language):
            found |= {"first-name"}
    elif "capital" in found and not grammar.lexicon.classes(text) and grammar.classes(text.lower()) & _VERB_FORMS:
        found |= {"verb-name"}
    return found


def _classes_of_ending(text: str, capital: bool) -> frozenset[str]:
    """Tell a word that no table has by its ending: "bookbinder" is a trade, "Sedimentation" no name."""
    word = text.lower()
    if word.endswith(_TRADES) and any(word[_ROOT:].endswith(ending) for ending in _TRADES):
        return frozenset({"trade"} if capital else {"trade", "occupation"})
    return frozenset({"portfolio"} if capital and word.endswith(_INSTITUTIONS) else ())


def _is_of_names(text: str, classes: frozenset[str], grammar: Grammar) -> bool:
    """Tell whether a capitalized word may belong to a personal name: no table has it, nor is it a verb."""
    if "abbreviation" in classes or grammar.lexicon.classes(text) - _OF_NAMES:
        return False
    if not text.isalpha() and any(char.isdigit() for char in text):
        return False
    several = text.endswith("s") and "occupation" in grammar.lexicon.classes(text[:-1].lower())
    return not several and not grammar.classes(text.lower()) & _VERB_FORMS
