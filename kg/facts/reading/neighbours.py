"""What the sentences of a paragraph, before, around and behind a quotation, say of who said it."""

from dataclasses import dataclass, field
from itertools import pairwise

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.clauses import Clauses
from kg.facts.reading.fragments import LONG
from kg.facts.reading.holders import Scene
from kg.facts.reading.parties import Clause, Part, Party, agents_of, persons_of
from kg.facts.reading.quotes import Quote
from kg.facts.reading.statements import BEFORE, NOTHING, Quoted, announced_in
from kg.facts.reading.subjects import subject_of
from kg.facts.tokens import Paragraph

#: Units behind a quotation in which its speaker is named.
_NEAR = 6
_AFTER = "quotation after what somebody said"
_STOPS = frozenset(".!?")
#: Classes of verbs whose subject may go on in a sentence that is only a quotation.
WORDS = frozenset({"say", "act", "express"})
DEEDS = WORDS | {"verb-ed", "verb-s", "verb-done", "be"}
#: Classes of the units of a sentence that tells of somebody: it reports nobody else's speech.
_TOLD = frozenset({"person", "say", "titling"})
_DEAD = frozenset({"dying", "slain"})
_SOMEBODY = frozenset({"person", "say", "act", "express", "he", "she", "they", "name", "role", "titling"})


@dataclass(slots=True, eq=False, repr=False)
class Neighbours:
    """The sentences of a paragraph, as far as it is read, in which a quotation is looked up."""

    grammar: Grammar
    clauses: Clauses
    lines: list[tuple[Scene, Clause]] = field(default_factory=list)

    def told_behind(self, quote: Quote) -> Quoted | None:
        """Let a quotation that is a sentence of its own belong to whom the next one names: "With these words X …".

        In other languages than English it may also be a part of a sentence that names nobody: "Lo ha detto X".
        """
        behind = next((at for at, (s, _) in enumerate(self.lines) if s.phrases.sentence.begin >= quote.end), 0)
        if not behind:
            return None
        whole = self.lines[behind][0].phrases.sentence.begin == quote.end and self._opens_sentence(quote)
        part = self.grammar.shares_patterns and not any(u.classes & _TOLD for u in self.lines[behind - 1][1].units)
        told = (
            announced_in(self.lines[behind][1], self.grammar, self.clauses.voices_of, BEFORE) if whole or part else None
        )
        return told._replace(quote=quote) if told else None

    def told_before(self, paragraph: Paragraph, quote: Quote) -> Quoted | None:
        """Let a quotation that is a sentence of its own belong to who did something in the sentence before it."""
        line = next((line for scene, line in self.lines if scene.phrases.sentence.end == quote.begin), None)
        if line is None or self.is_somebodys(quote):
            return None
        verbs = DEEDS if self.is_sentence(paragraph, quote) else WORDS
        return self.doer(line, quote, verbs, behind=True)

    def reported(self, quote: Quote, found: dict[int, Quoted], last: Quoted | None) -> Quoted | None:
        """Let a part of a sentence that names nobody belong to whose speech the sentence before reports."""
        at = next((at for at, (_, line) in enumerate(self.lines) if any(u.content is quote for u in line.units)), 0)
        units = self.lines[at][1].units if self.lines else ()
        unit = next((unit for unit in units if unit.content is quote), None)
        if unit is None or not unit.has("fragment") or any(each.classes & _SOMEBODY for each in units):
            return None
        before = next((each for each in units if each.end == unit.begin), None)
        if before is None or before.has("titling") or quote.words < LONG:
            return None
        if not at:
            told = last if last and last.quote is NOTHING and before.text == ":" else None
            return told._replace(quote=quote) if told else None
        told = next((found[u.begin] for u in reversed(self.lines[at - 1][1].units) if u.begin in found), None)
        goes_on = (
            told and told.pattern == _AFTER and not any(u.classes & _SOMEBODY for u in self.lines[at - 1][1].units)
        )
        return told._replace(quote=quote) if told and goes_on else self.doer(self.lines[at - 1][1], quote, WORDS)

    def doer(self, line: Clause, quote: Quote, verbs: frozenset[str], *, behind: bool = False) -> Quoted | None:
        """Find the one person who is the subject of some kind of verb in a sentence."""
        for index, unit in enumerate(line.units):
            if not unit.classes & verbs:
                continue
            following = line.units[index + 1 : index + 2] if behind and unit.has("say") else ()
            units = (*subject_of(line, index, self.grammar), *following)
            agents = agents_of(units)
            if len(agents) == 1 and agents[0].is_person:
                return Quoted(quote, Party(agents, agents), units[0] if behind else None, _AFTER)
        return None

    def main_doer(self, line: Clause) -> Quoted | None:
        """Find who did something in a sentence, and not in a clause of it: nobody in "They knew that X had left".

        Whoever is said to be dead has nothing more to say.
        """
        if any(unit.classes & _DEAD for unit in line.units):
            return None
        done = self.doer(line, NOTHING, DEEDS)
        agents = done.speaker.agents if done and done.speaker else ()
        at = next((at for at, unit in enumerate(line.units) if set(agents) & set(persons_of((unit,)))), 0)
        return None if any(unit.has("clause") for unit in line.units[:at]) else done

    def _opens_sentence(self, quote: Quote) -> bool:
        return any(scene.phrases.sentence.begin == quote.begin for scene, _ in self.lines)

    def is_sentence(self, paragraph: Paragraph, quote: Quote) -> bool:
        """Tell whether a quotation is whole sentences, and the sentence ends with it."""
        begins = {s.phrases.sentence.begin for s, _ in self.lines}
        tokens, after = paragraph.tokens, quote.end + 1
        if quote.begin in begins and quote.words > LONG and tokens[quote.end : after] and tokens[quote.end].text == ".":
            return after == len(tokens) or after in begins  # “Wool is warm and dear to all of us”.
        ends = quote.end == len(tokens) or quote.end in begins
        cut = not quote.closes and quote.end == len(tokens)
        return ends and (cut or tokens[quote.end - 1 - quote.closes].text in _STOPS)

    def follows(self, paragraph: Paragraph, earlier: Quote, later: Quote) -> bool:
        """Tell whether a quotation follows the clause of an earlier one: "“A,” X said. “B.”"."""
        if paragraph.tokens[earlier.end - 2].text == ".":
            return False  # "“A.” X said that she weaves. “B.”": what X said follows.
        between = [token.text for token in paragraph.tokens[earlier.end : later.begin]]
        stops = [at for at, text in enumerate(between) if text in (".", ":")]
        said = any("say" in self.grammar.classes(text) for text in between)
        return said and stops == [len(between) - 1]

    def is_somebodys(self, quote: Quote) -> bool:
        """Tell whether a sentence says whose a quotation is, in words that name nobody: "“A,” the ambassador said"."""
        return any(unit.has("say") for unit in self.behind(quote)[:_NEAR])

    def is_anothers(self, quote: Quote, known: Quoted) -> bool:
        """Tell whether somebody else is named right behind a quotation: "“B”, gli ha fatto eco X"."""
        near = self.behind(quote)[:_NEAR]
        end = next((at for at, unit in enumerate(near) if unit.has("stop") or unit.has("quote")), len(near))
        before = pairwise(near[:end])
        return any(
            unit.has("person") and not is_of(unit, known) and not last.has("preposition") for last, unit in before
        )

    def behind(self, quote: Quote) -> list[Part]:
        """List the units of a sentence behind a quotation in it."""
        line = next((line for _, line in self.lines if any(unit.content is quote for unit in line.units)), None)
        return [unit for unit in line.units if unit.begin >= quote.end] if line else []


def is_of(unit: Part, known: Quoted) -> bool:
    """Tell whether a unit means who is quoted: "“A,” she closed, “and B.”"."""
    return known.speaker is not None and agents_of((unit,)) == known.speaker.agents
