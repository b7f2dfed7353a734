"""Who can speak, act and meet: persons, bodies and States, each with its kind."""

from typing import Literal, NamedTuple

AgentKind = Literal["person", "org", "state"]


class Agent(NamedTuple):
    """Somebody or some body: its IRI and what kind of thing it is."""

    iri: str
    kind: AgentKind

    @property
    def is_person(self) -> bool:
        """Tell whether the agent is a person."""
        return self.kind == "person"

    @property
    def key(self) -> str:
        """The last segment of the IRI."""
        return self.iri.rsplit("/", 1)[-1]
