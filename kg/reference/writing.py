"""The reference tables as RDF: every writer of a table, in order."""

from collections.abc import Iterator
from pathlib import Path

from kg.iris import Iris
from kg.nquads import QuadWriter
from kg.reference.bodies import write_bodies
from kg.reference.citing import write_sources
from kg.reference.decisions import write_decisions
from kg.reference.elections import write_elections
from kg.reference.identifiers import write_identifiers
from kg.reference.mandates import write_mandates
from kg.reference.meetings import write_meetings
from kg.reference.names import write_names
from kg.reference.persons import write_persons
from kg.reference.places import write_places
from kg.reference.posts import write_posts
from kg.reference.register import Register
from kg.reference.retired import write_retired
from kg.reference.sources import Sources
from kg.reference.states import write_states
from kg.reference.tables import load
from kg.reference.tenures import write_tenures

_WRITERS = (
    write_states,
    write_bodies,
    write_posts,
    write_tenures,
    write_persons,
    write_decisions,
    write_mandates,
    write_meetings,
    write_elections,
    write_places,
    write_names,
    write_identifiers,
    write_retired,
    write_sources,
)


def lines_of(base: str, tables: Path | None) -> Iterator[str]:
    """Write the tables; see :func:`kg.reference.tabulate`."""
    iris = Iris(base)
    rows = load(tables)
    register = Register(rows, iris, QuadWriter(iris.graph("register"), base), Sources.of(rows))
    for write in _WRITERS:
        write(register)
    return iter(sorted(set(register.to.lines)))
