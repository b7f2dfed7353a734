"""The people of one document: full names, and the short forms that stand for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.facts.names import NameRun
from kg.facts.persons import Named, Reading
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.iris import Iris, slug
from kg.model import Span

_GENDERS = {entry.term: entry.value for entry in entries("titles") if entry.value}


@dataclass(slots=True)
class Member:
    """Somebody whom the document names in full."""

    iri: str
    name: str
    gender: str = ""
    titles: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)


class Cast:
    """Everybody whom a document names in full, and who a short form means."""

    def __init__(self, readings: Iterable[Reading], iris: Iris) -> None:
        self._iris = iris
        self.members: dict[str, Member] = {}
        self._known_as: dict[str, str] = {}
        self._surnames: dict[str, set[str]] = {}
        readings = list(readings)
        certain = [
            (reading.paragraph.tokens, named)
            for reading in readings
            for named in reading.named
            if named.certain and named.run.end - named.run.begin >= 2
        ]
        # Longer names first, so that the end of one is known for a short form: "van den Eikel".
        for tokens, named in sorted(certain, key=lambda each: each[1].run.begin - each[1].run.end):
            if self.find(tokens, named.run) is None:
                self._enter(tokens, named)
        for reading in readings:
            for named in reading.named:
                self._locate(reading.paragraph.tokens, named.run)

    def _enter(self, tokens: tuple[Token, ...], named: Named) -> None:
        name = written(tokens, named.run)
        iri = self._iris.person(name)
        if not slug(name) or iri in self.members:
            return
        self.members[iri] = Member(iri, name)
        for form in surnames(name):
            self._surnames.setdefault(form, set()).add(iri)

    def _locate(self, tokens: tuple[Token, ...], run: NameRun) -> None:
        iri = self.find(tokens, run)
        if iri is None:
            return
        member = self.members[iri]
        member.spans.append(Span(tokens[run.begin].start, tokens[run.end - 1].end))
        for token in tokens[run.first : run.begin]:
            member.titles.add(token.text)
            member.gender = member.gender or _GENDERS.get(token.text, "")

    def find(self, tokens: tuple[Token, ...], run: NameRun) -> str | None:
        """Find whom a run of capitalized words means: a full name, or a surname that one person only has."""
        name = written(tokens, run)
        iri = self._iris.person(name)
        iri = self._known_as.get(iri, iri)
        if iri in self.members:
            return iri
        fitting = self._surnames.get(slug(name), set())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def rename(self, iri: str, known: str, name: str) -> None:
        """Let somebody be the one whom the register knows by a slightly other name."""
        if known in self.members:
            return
        member = self.members.pop(iri)
        member.iri, member.name = known, name
        self.members[known] = member
        self._known_as[iri] = known
        for fitting in self._surnames.values():
            if iri in fitting:
                fitting.remove(iri)
                fitting.add(known)

    def titled(self, title: str) -> str | None:
        """Find the one person who bears a title: "the Ambassador"."""
        fitting = [member.iri for member in self.members.values() if title in member.titles]
        return fitting[0] if len(fitting) == 1 else None


def written(tokens: tuple[Token, ...], run: NameRun) -> str:
    """Write a run with single spaces: the name as printed."""
    words = ""
    for index in range(run.begin, run.end):
        apart = index > run.begin and tokens[index].start > tokens[index - 1].end
        words += (" " if apart else "") + tokens[index].text
    return words.title() if words.isupper() and len(words) > 4 else words


def surnames(name: str) -> tuple[str, ...]:
    """List the short forms of a name, as slugs: every end of it but the whole.

    >>> surnames("Max van der Stoel")
    ('stoel', 'der-stoel', 'van-der-stoel')
    """
    words = name.split()
    forms = (slug(" ".join(words[at:])) for at in range(len(words) - 1, 0, -1))
    return tuple(form for form in dict.fromkeys(forms) if form)
