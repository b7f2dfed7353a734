"""Quoted words and who said them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.clauses import Clauses
from kg.facts.reading.fragments import (
    LONG,
    is_a_phrase,
    is_a_strangers,
    is_a_word_of,
    is_answer,
    is_called,
    is_in_a_list,
    is_name,
)
from kg.facts.reading.holders import Scene
from kg.facts.reading.neighbours import WORDS, Neighbours, is_of
from kg.facts.reading.parties import Clause, Content, Part, Party, agents_of, owners_of, persons_of
from kg.facts.reading.quotes import Quote, ends_what_is_open, has_marks, is_inside, is_whole, quotes_of
from kg.facts.reading.statements import NOTHING, OURSELVES, TITLE, Quoted, announced_in
from kg.facts.reading.subjects import is_owner, is_represented, subject_of
from kg.facts.tokens import Paragraph

#: Fewer words than these, put into a sentence, are a word that the writer marks, not what somebody said.
_SHORTEST = 3
_GOES_ON = "quotation goes on"
#: Kind of a pattern that names nobody: the words are those of the last subject.
_LAST, _LETTER = "last", "letter"
#: Kind of a pattern of words that are nobody's.
_NOBODYS = "none"


@dataclass(slots=True, eq=False, repr=False)
class Speech:
    """Finds the quotations of a document, paragraph by paragraph; a speaker may go on in the next one."""

    grammar: Grammar
    clauses: Clauses
    _last: Quoted | None = None
    _announced: Quoted | None = None
    #: Who speaks in paragraphs without quotation marks, until a quoted one comes between.
    _stated: Quoted | None = None
    _left_open: bool = False
    #: A quotation that fills the last paragraph and goes on, with nobody who said it so far.
    _waiting: Quote | None = None
    #: Everybody who was quoted so far.
    _speakers: set[Agent] = field(default_factory=set)
    #: A quotation with its speaker that no mark has closed so far.
    _open: Quote | None = None
    #: The mark that opened it.
    _mark: str = ""
    #: Single words between marks, by their beginning, with whose they are: no quotations, but more may follow.
    _words: dict[int, Quoted] = field(default_factory=dict)
    earlier: list[Quoted] = field(default_factory=list)
    #: A quotation of an earlier paragraph, and the offset where this paragraph ends it.
    longer: tuple[Quote, int] | None = None
    #: Whose statement the paragraph is part of.
    voice: Party | None = None
    _near: Neighbours = field(init=False)

    def __post_init__(self) -> None:
        """Look up nothing before a paragraph is read."""
        self._near = Neighbours(self.grammar, self.clauses)

    @property
    def lines(self) -> list[tuple[Scene, Clause]]:
        """The sentences of the paragraph that was read last."""
        return self._near.lines

    def read(self, paragraph: Paragraph, scenes: Sequence[Scene]) -> list[Quoted]:
        """Find the quotations of a paragraph, in order.

        :attr:`lines` are its sentences then, :attr:`earlier` what the paragraph before left open and this one repeats,
        and :attr:`longer` the quotation that was opened before and that only this paragraph closes.
        """
        quotes, self.voice = quotes_of(paragraph), self.announced
        end = ends_what_is_open(paragraph) if self._open else None
        self.longer = (self._open, end) if self._open and end else None
        self._near.lines, self._words = [], {}
        self.clauses.begin()
        found: dict[int, Quoted] = {}
        for scene in scenes:
            line = self.clauses.outer(scene, quotes, self.announced)
            self._announced = (self._announced_in(line, OURSELVES) if not quotes else None) or self._announced
            self._near.lines.append((scene, line))
            self._attribute(line, found)
            self._share(line, found)
        result = [self._continued(paragraph, quote, found) for quote in quotes]
        self.earlier = self._ended(result)
        self._remember(paragraph, result)
        self._open = self._left(paragraph, result)
        return result

    def cut_off(self, last: Paragraph) -> tuple[Quote, int] | None:
        """Give a statement of several paragraphs with which the document breaks off, and where it does.

        :param last: the document's last paragraph, which may be no more than a dateline
        """
        if not last.tokens:
            return None
        words = sum(token.is_word for token in last.tokens)
        end = last.tokens[-1]
        breaks_off = (words >= _SHORTEST or end.text.islower()) and end.is_word and not has_marks(last)
        return (self._open, last.tokens[-1].end) if self._open and self._open.opens and breaks_off else None

    def broken_off(self, last: Paragraph, quoted: Sequence[Quoted]) -> list[Quoted]:
        """Give a quotation with which the document breaks off to its only speaker so far.

        :param last: the document's last paragraph
        :param quoted: its quotations
        """
        *others, end = quoted or [Quoted(NOTHING, None, None, "")]
        only = next(iter(self._speakers)) if len(self._speakers) == 1 else None
        breaks_off = end.quote.opens and not end.quote.closes and end.quote.end == len(last.tokens)
        if not only or not only.is_person or end.speaker or not breaks_off or end.quote.words < _SHORTEST:
            return list(quoted)
        return [*others, Quoted(end.quote, Party((only,), (only,)), None, _GOES_ON)]

    def _left(self, paragraph: Paragraph, result: Sequence[Quoted]) -> Quote | None:
        """Give the quotation that is still open behind a paragraph."""
        if self._open and result and all(is_inside(each.quote, self._mark, paragraph) for each in result):
            return self._open
        if result:
            last = result[-1]
            self._mark = paragraph.tokens[last.quote.begin].text
            return last.quote if last.speaker and not last.quote.closes else None
        return None if has_marks(paragraph) else self._open

    def _ended(self, result: Sequence[Quoted]) -> list[Quoted]:
        """Give a quotation that was opened before, and again here, the speaker whom this paragraph names."""
        first = result[0] if result and result[0].quote.opens else None
        told = (
            [Quoted(self._waiting, first.speaker, None, _GOES_ON)] if self._waiting and first and first.speaker else []
        )
        last = result[-1] if result else None
        goes_on = last is not None and last.quote.opens and not last.quote.closes and not last.speaker
        self._waiting = last.quote if last and goes_on else None
        return told

    @property
    def announced(self) -> Party | None:
        """Whose statement a paragraph without quotation marks is: "X made the following statement:"."""
        return (self._announced.together or self._announced.speaker) if self._announced else None

    def _attribute(self, line: Clause, found: dict[int, Quoted]) -> None:
        for pattern in line.fitting(self.grammar.stage("quotations")):
            for match in line.search(pattern):
                self._enter(match, found)

    def _enter(self, match: Match[Content], found: dict[int, Quoted]) -> None:
        quote = match["quote"].content
        if not isinstance(quote, Quote) or quote.begin in found or quote.begin in self._words:
            return
        kind = self.grammar.kinds[match.pattern]
        if kind == _NOBODYS:
            found[quote.begin] = Quoted(quote, None, None, "")
            return
        if kind in (_LAST, _LETTER):
            if last := self.clauses.last_person(writes=kind == _LETTER):
                found[quote.begin] = Quoted(quote, last, None, match.pattern)
            return
        named = _without_companions(match.units("speaker") or self._subject(match))
        agents = agents_of(named) or owners_of(named)  # "Her letter" says what she wrote.
        if not agents or is_represented(match.line, named[0]) or is_owner(match.line, named[0]):
            return
        if is_called(match.line, match["quote"]):
            return
        party = Party(agents, tuple(agent for agent in agents if agent.is_person), _is_pronoun(named[0]))
        said = Quoted(quote, party, named[0], match.pattern)
        voiced = any(unit.has("express") for unit in match.line.units[match.begin : match.end])
        together = len(agents) > 1 and quote.words <= LONG and not voiced
        if together or (self._is_word(match, quote, named[0])):
            self._words[quote.begin] = said
            return
        if party.pronoun and is_answer(match.line, quote, self._before(match.line), agents):
            found[quote.begin] = Quoted(quote, None, None, "")
            return
        self.clauses.note_speaker(agents)
        found[quote.begin] = said

    def _is_word(self, match: Match[Content], quote: Quote, speaker: Part) -> bool:
        """Tell a word or two that a sentence only marks."""
        short = quote.words < _SHORTEST and is_a_word_of(match["quote"], speaker)
        return short and (self.grammar.shares_patterns or not is_a_phrase(match.line, match["quote"], speaker))

    def _before(self, line: Clause) -> Clause | None:
        """Give the sentence before one, in its paragraph."""
        lines = [each for _, each in self._near.lines]
        return lines[-2] if len(lines) > 1 and lines[-1] is line else None

    def _subject(self, match: Match[Content]) -> tuple[Part, ...]:
        """Find whose verb of speech a quotation belongs to; "he" behind two persons may be either."""
        units = match.line.units
        verb = match.line.index(match["verb"])
        found = subject_of(match.line, verb, self.grammar)
        before = persons_of(units[:verb])
        others = len(set(before) - set(agents_of(found))) > 0 and len(before) > 1
        return () if any(_is_pronoun(unit) for unit in found) and others else found

    def _share(self, line: Clause, found: dict[int, Quoted]) -> None:
        """Give the parts of a split quotation one speaker: what is between them is one clause of speech."""
        units = [unit for unit in line.units if isinstance(unit.content, Quote)]
        for earlier, later in pairwise(units):
            known = found.get(earlier.begin) or self._words.get(earlier.begin)
            between = line.units[line.index(earlier) + 1 : line.index(later)]
            others = [u for u in between if u.has("person") or u.has("body")]
            said = any(u.has("say") for u in between)
            goes_on = said or all(known is not None and is_of(u, known) for u in others)
            if not known or later.begin in found or not goes_on or not isinstance(later.content, Quote):
                continue
            if is_name(between, later):
                continue
            broken = said and later.has("ended") and later.has("fragment")
            if later.content.words < _SHORTEST and is_in_a_list(between):
                self._words[later.begin] = known._replace(quote=later.content)
            if (later.content.words >= _SHORTEST or broken) and not any(u.has("stop") for u in between[:-1]):
                found[later.begin] = Quoted(later.content, known.speaker, known.attribution, _GOES_ON)
        self._share_back(line, units, found)

    def _share_back(self, line: Clause, units: Sequence[Part], found: dict[int, Quoted]) -> None:
        """Give the first words of a list the speaker of its last: "The weavers are “A”, “B” and “C”, X said"."""
        for later, earlier in pairwise(reversed(units)):
            known = found.get(later.begin) or self._words.get(later.begin)
            between = line.units[line.index(earlier) + 1 : line.index(later)]
            first = isinstance(earlier.content, Quote) and earlier.begin not in found and earlier.has("fragment")
            if known and first and is_in_a_list(between) and isinstance(earlier.content, Quote):
                told = found if earlier.content.words >= _SHORTEST else self._words
                told[earlier.begin] = Quoted(earlier.content, known.speaker, known.attribution, _GOES_ON)

    def _continued(self, paragraph: Paragraph, quote: Quote, found: dict[int, Quoted]) -> Quoted:
        """Give a quotation its speaker; one that fills its paragraph may be the last speaker's, or an announced one."""
        if quote.begin in found:
            return found[quote.begin]
        earlier = [found[begin] for begin in sorted(found) if begin < quote.begin]
        if earlier and self.grammar.shares_patterns and self._near.is_anothers(quote, earlier[-1]):
            return Quoted(quote, None, None, "")
        whole = quote.words >= _SHORTEST or self._near.is_sentence(paragraph, quote)
        several = len({each.speaker for each in earlier}) > 1
        turns = (several and self._near.is_somebodys(quote)) or is_a_strangers(self._near.behind(quote))
        if earlier and whole and not turns and self._near.follows(paragraph, earlier[-1].quote, quote):
            return Quoted(quote, earlier[-1].speaker, earlier[-1].attribution, _GOES_ON)
        if quote.words >= _SHORTEST and (
            told := self._near.told_behind(quote) or self._near.told_before(paragraph, quote)
        ):
            return told
        if reported := self._near.reported(quote, found, self._last) or self._before_more(paragraph, quote, found):
            found[quote.begin] = reported  # The next sentence may go on with it.
            return reported
        source = self._announced or self._last
        if quote.opens and source and (is_whole(quote, paragraph) or self._left_open):
            return source._replace(quote=quote, pattern=_GOES_ON)
        return Quoted(quote, None, None, "")

    def _before_more(self, paragraph: Paragraph, quote: Quote, found: dict[int, Quoted]) -> Quoted | None:
        """Let a quotation that opens a paragraph be the last speaker's, whom more words in it are of."""
        later = next((found[begin] for begin in sorted(found) if begin > quote.begin), None)
        last = self._last.speaker if self._last else None
        same = last is not None and later is not None and later.speaker and later.speaker.agents == last.agents
        whole = quote.begin == 0 and quote.words >= _SHORTEST and self._near.is_sentence(paragraph, quote)
        return Quoted(quote, last, None, _GOES_ON) if same and whole else None

    def _remember(self, paragraph: Paragraph, result: list[Quoted]) -> None:
        last = next((each for each in reversed(result) if each.speaker), None)
        open_quote = bool(result) and not result[-1].quote.closes
        goes_on, told = not result or open_quote, self.announced
        whole = bool(result) and is_whole(result[-1].quote, paragraph)
        behind = self._announced_in(self._near.lines[-1][1]) if self._near.lines else None
        self._announced = behind or (self._announced if goes_on else self._stated if whole else None)
        self._stated = self._announced if not result and self.announced == told else self._stated
        self._left_open = open_quote and last is not None
        if last:
            self._last = last
        elif result or not whole:
            self._last = None if any(each.quote.words >= _SHORTEST for each in result) else self._spoken()
        self._speakers |= {agent for each in result if each.speaker for agent in each.speaker.agents}

    def _spoken(self) -> Quoted | None:
        """Find who spoke in the last sentence of a paragraph without quotations: the next may be only their words.

        The page's only speaker so far may also just have done something.
        """
        if not self._near.lines:
            return None
        line = self._near.lines[-1][1]
        if said := self._near.doer(line, NOTHING, WORDS):
            return said
        doer = self._near.main_doer(line)
        return doer if doer and doer.speaker and self._speakers <= set(doer.speaker.agents) else None

    def announce(self, title: Sequence[Clause]) -> None:
        """Note whose statement a whole text is, by its title: "Statement by the Chairperson-in-Office"."""
        for line in title:
            self._announced = self._announced_in(line, TITLE) or self._announced

    def _announced_in(self, line: Clause, kind: str = "") -> Quoted | None:
        return announced_in(line, self.grammar, self.clauses.voices_of, kind)


def _without_companions(units: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave who speaks "together with" others."""
    return units[: next((at for at, unit in enumerate(units) if unit.has("beside")), len(units))]


def _is_pronoun(unit: Part) -> bool:
    return isinstance(unit.content, Party) and unit.content.pronoun
