"""The people of one document: full names, and the short forms that mean them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.documents.towns import town_of
from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.cases import beside_noun, declines, gender_of, nominative, noun_of
from kg.facts.reading.holders import Scene
from kg.facts.reading.phrases import Name
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.iris import Iris, slug
from kg.model import Span
from kg.reference.gazetteer import Holder
from kg.regexes import late

#: Letters that a text may write as two: "Håland", "Haaland".
_DOUBLED = str.maketrans({entry.term: entry.value for entry in entries("letters")})
_SOUNDS = tuple((entry.term, entry.value) for entry in entries("sounds"))
#: Endings of the cases of names in Cyrillic letters.
_CASES = late(r"(?<=[а-яё]{2})(?:ом|ем|ём|ым|им|ой|ей|ого|его|ому|ему|а|я|у|ю|е)\b")
#: Endings of a man's surname that no woman's has in the nominative.
_HIS = late(r"(?<=[а-яё]{2})(?:ом|ем|ём|ым|у)\b")
_SILENT = frozenset("aeiouyj")
#: How Cyrillic letters write the sound with which "Warren" begins: "Уоррен".
_ROUNDED = late(r"^u(?=[aeio])")
#: Letters that western languages sound as others do not: "Caroline", "Christian", "Bühlmann", "Ziegler".
_HARD = late(r"c(?=[aoulrt])|ch(?=r)")
_MUTE = late(r"(?<=[aeiou])h(?=[lmnr])")
_SHARP = late(r"\bz")
_TWO = 2


@dataclass(slots=True, eq=False, repr=False)
class Member:
    """Somebody whom the document names in full."""

    iri: str
    name: str
    gender: str = ""
    titles: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)


class People:
    """Everybody whom a document names in full, and whom a short form means.

    :param scenes: the document's sentences
    :param iris: mints the build's IRIs
    :param lexicon: knows the gender of titles
    """

    def __init__(self, scenes: Iterable[Scene], iris: Iris, lexicon: Lexicon) -> None:
        self._iris = iris
        self._lexicon = lexicon
        self.members: dict[str, Member] = {}
        self._known_as: dict[str, str] = {}
        self._surnames: dict[str, set[str]] = {}
        self._bare: dict[str, list[str]] = {}
        self._scenes = list(scenes)
        full = [name for scene in self._scenes for name in scene.phrases.names if _is_full(scene, name)]
        full += self._in_full(full)
        full = [name for name in full if not self._is_town(name) and not self._is_beside_town(name, full)]
        #: The nominative of names that are written in another case: whoever is named so is no subject.
        self._nominatives = dict(_nominatives(self._scenes, full, lexicon)) if declines(lexicon.language) else {}
        # Longer names first, so that the end of one is known for a short form: "van den Eikel".
        for name in sorted(
            full, key=lambda name: (_has_initial(name.written), name.begin - name.end, self._is_in_a_case(name.written))
        ):
            if self.find(name.written) is None:
                self._enter_as_written(name.written)

    def is_declined(self, name: Name) -> bool:
        """Tell a name that is not in the nominative: whoever is named so is the subject of nothing."""
        return name.written in self._nominatives

    def _enter_as_written(self, written: str) -> None:
        """Add somebody under the nominative of a name, which the text may have in another case alone."""
        name = self._nominatives.get(written, written)
        iri = self.enter(name)
        if (member := self.members.get(iri)) and not member.gender:
            member.gender = gender_of(name, self._lexicon.language)
        if name != written:
            self._known_as[self._iris.person(written)] = iri

    def _in_full(self, confirmed: Sequence[Name]) -> list[Name]:
        """List the names that those with an initial stand for: "G. Holm" of "Gordon Holm", whom nothing confirms."""
        short = {_initialled(name.written) for name in confirmed if _has_initial(name.written)}
        names = (name for scene in self._scenes for name in scene.phrases.names if " " in name.written)
        return [name for name in names if not _has_initial(name.written) and _initialled(name.written) in short]

    def _is_town(self, name: Name) -> bool:
        """Tell the name of a town from somebody's: "Nova Kakhovka", without a title and with no first name in it."""
        first, *_ = name.written.split(" ")
        untitled = name.first == name.begin and "first-name" not in self._lexicon.classes(first)
        return untitled and town_of(name.written) is not None

    def _is_beside_town(self, name: Name, full: Sequence[Name]) -> bool:
        """Tell a town and somebody's surname from a name: "In Ravnik, Lviv and Chernivtsi Holm met the mayors"."""
        first, _, rest = name.written.partition(" ")
        if town_of(first) is None or "first-name" in self._lexicon.classes(first):
            return False
        others = {other.written for other in full} - {name.written}
        return any(slug(rest) in surnames(other) for other in others if not other.startswith(f"{first} "))

    def _is_in_a_case(self, name: str) -> bool:
        """Tell a name whose first word is no first name as it is written: "Збигневом", of Збигнев."""
        return "first-name" not in self._lexicon.classes(name.partition(" ")[0])

    def locate(self) -> None:
        """Note where everybody is named, with which titles."""
        for scene in self._scenes:
            for name in scene.phrases.names:
                self._locate(scene.tokens, name)

    def enter(self, name: str) -> str:
        """Add somebody by full name; give the IRI."""
        iri = self._iris.person(name)
        if slug(name) and iri not in self.members:
            self.members[iri] = Member(iri, name)
            self._bare.setdefault(_compared(name), []).append(iri)
            for form in surnames(name):
                self._surnames.setdefault(form, set()).add(iri)
        return iri

    def _locate(self, tokens: tuple[Token, ...], name: Name) -> None:
        iri = self.find(name.written)
        if iri is None:
            return
        member = self.members[iri]
        member.spans.append(Span(tokens[name.begin].start, tokens[name.end - 1].end))
        for token in tokens[name.first : name.begin]:
            member.titles.add(token.text)
            member.gender = member.gender or self._lexicon.value(token.text, "title")

    def find(self, written: str) -> str | None:
        """Find whom words mean: a full name, or a surname that one person only has."""
        iri = self._iris.person(written)
        iri = self._known_as.get(iri, iri)
        if iri in self.members:
            return iri
        alike = self._bare.get(_compared(written), []) if " " in written else []
        if len(alike) == 1:
            return self._known_as.get(alike[0], alike[0])
        if _has_initial(written):
            alike = [each for each, member in self.members.items() if _stands_for(written, member.name)]
            return alike[0] if len(alike) == 1 else None
        fitting = self._surnames.get(slug(written)) or self._surnames.get(slug(_HIS.sub("", written)), set())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def join(self, written: str, holder: Holder) -> str:
        """Add the register's holder of a post under the name that the text has; give the IRI."""
        iri = self.enter(holder.name)
        if " " in written:
            self._known_as[self._iris.person(written)] = iri
            for form in surnames(written):
                self._surnames.setdefault(form, set()).add(iri)
        return iri

    def rename(self, iri: str, known: str, name: str) -> None:
        """Let somebody be the one whom the register knows by a slightly other name."""
        member = self.members.pop(iri)
        self._known_as |= {form: known for form, person in self._known_as.items() if person == iri}
        self._known_as[iri] = known
        for fitting in self._surnames.values():
            if iri in fitting:
                fitting.remove(iri)
                fitting.add(known)
        if known not in self.members:
            member.iri, member.name = known, name
            self.members[known] = member

    def titled(self, title: str, at: int) -> str | None:
        """Find the one person who bears a title, as "the Ambassador" does: of several, the one who is named before.

        :param title: the title
        :param at: where the text has it
        """
        fitting = [member.iri for member in self.members.values() if title in member.titles]
        fitting = fitting if len(fitting) < _TWO else list(self.called_before(title, at))
        return fitting[0] if len(fitting) == 1 else None

    def called_before(self, title: str, at: int) -> frozenset[str]:
        """List who bears a title and is named before ``at``."""
        bearers = (member for member in self.members.values() if title in member.titles)
        return frozenset(member.iri for member in bearers if any(span.start < at for span in member.spans))


def _nominatives(scenes: Sequence[Scene], full: Sequence[Name], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """List the names in another case, each with its nominative, by the office or title beside it where it is first."""
    asked = {name.written for name in full}
    for scene in scenes:
        for name in scene.phrases.names:
            if name.written in asked:
                asked.remove(name.written)
                found = nominative(name.written, lexicon.language, _office_of(scene, name, lexicon))
                if found != name.written:
                    yield name.written, found


def _office_of(scene: Scene, name: Name, lexicon: Lexicon) -> str:
    """Find the word of the title or office beside a name, which is in its case; empty where there is none."""
    if name.first < name.begin:
        return scene.tokens[name.first].text
    roles = (role for claim in scene.claims if claim.name is name for role in claim.roles)
    words = (" ".join(token.text for token in scene.tokens[role.head : role.end]) for role in roles)
    heads = (noun_of(text.split(), lexicon.language) for text in words)
    before = [token.text for token in scene.tokens[max(name.first - _TWO, scene.phrases.sentence.begin) : name.first]]
    placed = (
        len(before) == _TWO
        and "preposition" in lexicon.classes(before[0])
        and "with-whom" not in lexicon.classes(before[0])
    )
    noun = before[-1] if before and not placed else ""
    return next(heads, "") or beside_noun(noun, lexicon.language)


def _is_full(scene: Scene, name: Name) -> bool:
    return name.begin in scene.certain and name.end - name.begin > 1


def _has_initial(name: str) -> bool:
    """Tell a name of an initial and a surname: "G. Holm"."""
    first, _, rest = name.partition(" ")
    return bool(rest) and len(first.rstrip(".")) == 1


def _initialled(name: str) -> tuple[str, str]:
    """Put a name as its first letter and its last word."""
    words = slug(name).split("-")
    return words[0][:1], words[-1]


def _stands_for(short: str, name: str) -> bool:
    """Tell whether an initial and surname are those of a name, which the register may have in Latin letters."""
    if _initialled(name) == _initialled(short):
        return True
    mine, theirs = (sounds(each)[-1] for each in (_CASES.sub("", short), name))
    return not short.isascii() and slug(short)[:1] == slug(name)[:1] and mine == theirs


def _compared(name: str) -> str:
    """Put a name without initials, and in Cyrillic letters without the endings of cases."""
    return without_initials(_CASES.sub("", name))


def surnames(name: str) -> tuple[str, ...]:
    """List the short forms of a name, as slugs: every end of it but the whole.

    >>> surnames("Max van der Stoel")
    ('stoel', 'der-stoel', 'van-der-stoel')
    """
    words = name.split()
    forms = (slug(" ".join(words[at:])) for at in range(len(words) - 1, 0, -1))
    return tuple(form for form in dict.fromkeys(forms) if form)


def without_initials(name: str) -> str:
    """Put a name without the initials inside it, as a slug.

    >>> without_initials("Gordon L. Holm"), without_initials("Gordon Holm"), without_initials("G. Holm")
    ('gordon-holm', 'gordon-holm', 'g-holm')
    """
    words = name.split()
    return slug(
        " ".join(word for at, word in enumerate(words) if at in (0, len(words) - 1) or len(word.strip(".")) > 1)
    )


def sounds(name: str) -> tuple[str, ...]:
    """List the consonants of each word of a name, as they sound: Cyrillic and Latin spellings of one name agree.

    >>> sounds("Збигнев Ольшак") == sounds("Zbigniew Olszak"), sounds("Karl Lind") == sounds("Carl Lund")
    (True, False)
    >>> sounds("Уолтер Линд") == sounds("Walter Lind")
    True
    """
    words = []
    for word in slug(name).split("-"):
        word = _ROUNDED.sub("v", word)
        for written, sound in _SOUNDS:
            word = word.replace(written, sound)
        words.append("".join(char for at, char in enumerate(word) if char not in _SILENT and word[at - 1 : at] != char))
    return tuple(words)


def is_same(holder: Holder, person: str | None, name: str) -> bool:
    """Tell whether a holder is the person of a text: the same name, or surname and initial of it, or surname alone."""
    if holder.holder == person:
        return True
    if " " not in name:
        theirs = {form for each in _spellings(holder.name) for form in surnames(each)}
        return not theirs.isdisjoint(map(slug, _spellings(name)))
    spoken = () if name.isascii() else (_ends_of(sounds(name)), _ends_of(sounds(_CASES.sub("", name))))
    if any(_ends_of(sounds(each)) in spoken for each in (holder.name, _western(holder.name))):
        return True
    mine, theirs = ({form for each in _spellings(text) for form in surnames(each)} for text in (name, holder.name))
    first = slug(name).partition("-")[0]
    return bool(mine & theirs) and (slug(holder.name)[:1] == first[:1] or first in slug(holder.name).split("-"))


def _western(name: str) -> str:
    """Spell a name so that its letters sound as in western languages.

    >>> _western("Caroline Bühlmann"), _western("Christian Ziegler")
    ('karoline bulmann', 'kristian tsiegler')
    """
    return _SHARP.sub("ts", _MUTE.sub("", _HARD.sub("k", slug(name).replace("-", " "))))


def _spellings(name: str) -> tuple[str, ...]:
    """Write a name also as where there are no such letters: "Håland", "Haaland"."""
    return name, name.translate(_DOUBLED)


def _ends_of(words: tuple[str, ...]) -> tuple[str, str]:
    return words[0], words[-1]
