"""Which events a thing took part in, newest first: precomputed beside the index, where a query would sort all of them.

A State is asked for something thousands of times over the years, and its page shows the newest few.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import pyoxigraph as ox

from kg.namespaces import prefixes

NAME = "events.sqlite"
#: Properties that tie an event to who takes part in it → the class of such events.
ROLES = {
    "osce:addressee": "osce:SpeechAct",
    "osce:speaker": "osce:SpeechAct",
    "osce:hadParticipant": "osce:Contact",
}
_TABLE = """CREATE TABLE events (thing TEXT, role TEXT, event TEXT, day TEXT,
  PRIMARY KEY (thing, role, day DESC, event)) WITHOUT ROWID"""
_ONCE = "INSERT INTO events SELECT thing, role, event, MAX(day) FROM found GROUP BY thing, role, event"


def read_events(store: ox.Store, base: str) -> Iterator[tuple[str, str, str, str]]:
    """Read from a release's store who took part in which events: thing, role, event, day (ISO 8601 or empty)."""
    days: dict[str, str] = {}
    for event, day in _pairs(store, base, "?event osce:onDate|osce:reportedOn ?value"):
        days[event] = max(days.get(event, ""), day)
    # Simple questions, put together here: a store that looks at all graphs answers a join once for each of them.
    for kind in dict.fromkeys(ROLES.values()):
        events = {event for event, _ in _pairs(store, base, f"?event a {kind} BIND({kind} AS ?value)")}
        for role in (role for role, of in ROLES.items() if of == kind):
            for event, thing in _pairs(store, base, f"?event {role} ?value"):
                if event in events:
                    yield thing, role, event, days.get(event, "")


def _pairs(store: ox.Store, base: str, pattern: str) -> Iterator[tuple[str, str]]:
    query = f"SELECT DISTINCT ?event ?value {{ {pattern} }}"
    found = store.query(query, prefixes=prefixes(base), use_default_graph_as_union=True)
    for row in cast(ox.QuerySolutions, found):
        event, value = cast(Any, row["event"]), cast(Any, row["value"])
        yield event.value, value.value


def write_chronicle(events: Iterable[tuple[str, str, str, str]], folder: Path) -> None:
    """Write events, each once with the last of its days, into a folder."""
    with sqlite3.connect(folder / NAME) as base:
        base.execute(_TABLE)
        base.execute("CREATE TEMPORARY TABLE found (thing TEXT, role TEXT, event TEXT, day TEXT)")
        base.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", events)
        base.execute(_ONCE)
    base.close()


class Chronicle:
    """A written chronicle, opened read-only; threads may share it.

    :param folder: where it was written
    :raises sqlite3.Error: if it is not there
    """

    def __init__(self, folder: Path) -> None:
        address = f"{(folder / NAME).resolve().as_uri()}?mode=ro&immutable=1"
        self._base = sqlite3.connect(address, uri=True, check_same_thread=False)
        self._lock = threading.Lock()

    def newest(self, thing: str, role: str, limit: int, until: str = "") -> list[tuple[str, str]]:
        """List the newest events of a thing, those without a day last: IRI and day.

        :param role: one of :data:`ROLES`
        :param until: the last day that counts, ISO 8601; a month or a year counts if it has begun by then
        """
        query = """SELECT event, day FROM events WHERE thing = ? AND role = ?
          AND (? = '' OR day <= substr(?, 1, length(day))) ORDER BY day DESC, event LIMIT ?"""
        with self._lock:
            found: list[tuple[str, str]] = self._base.execute(query, (thing, role, until, until, limit)).fetchall()
        return found
