"""Whom a page names together under one noun: "the Heads of Delegation (X, Y and Z)", "OSCE leaders" in a title."""

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.parties import Clause, persons_of
from kg.facts.reading.phrases import Role

_LEADERS = "leadership"


class Groups:
    """Remembers such groups, sentence by sentence.

    :param grammar: the document's language
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._named: dict[str, tuple[Agent, ...]] = {}
        #: The first persons who did something together.
        self._first: tuple[Agent, ...] = ()

    def note(self, line: Clause, subject: tuple[Agent, ...]) -> None:
        """Remember whom a sentence names together, and its subject."""
        for pattern in line.fitting(self._grammar.stage("groups")):
            for match in line.search(pattern):
                noun, persons = match["group"].content, persons_of(match.units("who"))
                if isinstance(noun, Role) and len(persons) > 1:
                    self._named[noun.label] = persons
        if not self._first and len(subject) > 1 and all(agent.is_person for agent in subject):
            self._first = subject

    def called(self, role: Role, before: str) -> tuple[Agent, ...]:
        """List whom a noun means later: "the three Heads of Delegation"; nobody where their number differs."""
        persons = self._named.get(role.label, ())
        return persons if self.fits(persons, before) else ()

    def fits(self, persons: tuple[Agent, ...], before: str) -> bool:
        """Tell whether a number before a noun, if there is one, is that of some persons."""
        return self._grammar.lexicon.value(before, "count") in ("", str(len(persons)))

    def leading(self, head: str) -> tuple[Agent, ...]:
        """List whom the title of a page means by a noun such as "leaders": the first who did something together."""
        return self._first if _LEADERS in self._grammar.lexicon.classes(head) else ()
