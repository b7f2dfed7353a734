"""``SERVICE`` without a network for the engine: each call is made beside it, and its rows are written into the query.

A process that evaluates a client's query can never open a connection. Another one, which evaluates nothing, asks the
listed hosts what the groups of the ``SERVICE`` clauses say, and the query is evaluated with ``VALUES`` in their place.
So a call that hides from whoever reads the text hides from whoever could make it. Source: SPARQL 1.1 Federated Query,
https://www.w3.org/TR/sparql11-federated-query/, sections 2 and 5.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from endpoint.engine.execution import Caller, Execution
from endpoint.problems import Problem
from kg.terminals import Terminal, declared, joined, terminals

#: Calls that one query may make.
MOST_CALLS = 16
Run = Callable[[dict[str, Any], Caller, float], Execution]


class Call(NamedTuple):
    """One ``SERVICE`` clause: where it is in the text, whom it calls, and the group that it asks."""

    start: int
    end: int
    silent: bool
    target: Terminal
    group: tuple[Terminal, ...]


def calls(text: str) -> list[Call]:
    """List the clauses of a query that are not within another one's group.

    >>> [(call.target.text, call.silent) for call in calls("ASK { SERVICE SILENT <urn:a> { SERVICE ?s { } } }")]
    [('<urn:a>', True)]
    """
    found, calling, end = terminals(text), [], 0
    for place, word in enumerate(found):
        if word.says("SERVICE") and word.start >= end and place + 2 < len(found):
            silent = found[place + 1].says("SILENT")
            target, opening = found[place + 1 + silent], place + 2 + silent
            group = _group(found, opening)
            if group:
                end = group[-1].end
                calling.append(Call(word.start, end, silent, target, group))
    return calling


def _group(found: Sequence[Terminal], opening: int) -> tuple[Terminal, ...]:
    """Take a group in braces; empty where there is none."""
    depth = 0
    for place in range(opening, len(found)):
        depth += {"{": 1, "}": -1}.get(found[place].text, 0)
        if depth == 0:
            return tuple(found[opening : place + 1])
    return ()


def federated(run: Run, request: dict[str, Any], caller: Caller, timeout: float) -> Execution:
    """Make the calls of a query, one after the other, then evaluate what is left of it.

    :param run: runs a request in a process of its own
    :param request: a query all of whose targets are listed; see :mod:`endpoint.engine.worker`
    :param timeout: seconds for all of it
    :raises Problem: 502 if a host refuses or answers what is no table, and the clause is not ``SILENT``
    """
    text, until = request["text"], time.monotonic() + timeout
    calling = calls(text)
    if len(calling) > MOST_CALLS:
        raise Problem(400, f"{len(calling)} SERVICE clauses: send {MOST_CALLS} at most", kind="service")
    pieces, copied = [], 0
    for call in calling:
        rows = _rows(run, call, request, caller, max(0.1, until - time.monotonic()))
        lines = "\n" * text.count("\n", call.start, call.end)
        pieces += [text[copied : call.start], "{", rows, "}", lines]
        copied = call.end
    rewritten = request | {"text": "".join([*pieces, text[copied:]])}
    return run(rewritten, caller, max(0.1, until - time.monotonic()))


def _rows(run: Run, call: Call, request: dict[str, Any], caller: Caller, seconds: float) -> str:
    """Ask one host; write its rows as ``VALUES``, or nothing where it fails and may."""
    known = {**request.get("prefixes", {}), **declared(request["text"])}
    asked = {
        "op": "fetch",
        "address": _resolved(call.target, known),
        "text": question(call, known, _base(request["text"])),
        "seconds": seconds,
    }
    try:
        execution = run(asked, caller, seconds)
        try:
            content = execution.first if execution.is_whole else b"".join(execution.stream())
        finally:
            execution.close()
    except Problem as problem:
        if call.silent and problem.kind == "service":
            return ""
        raise
    return content.decode()


def question(call: Call, known: Mapping[str, str], base: str) -> str:
    """Write what a host is asked: all of a group, with the prefixes that it uses.

    :param known: prefix → namespace
    :param base: of relative IRIs; may be empty

    >>> call = calls("ASK { SERVICE <urn:a> { ?s e:p ?o } }")[0]
    >>> question(call, {"e": "http://e.org/", "f": "http://f.org/"}, "")
    'PREFIX e: <http://e.org/> SELECT * { ?s e:p ?o }'
    """
    used = {word.text.partition(":")[0] for word in call.group if word.kind == "name"}
    prologue = [f"BASE <{base}>"] if base else []
    prologue += [f"PREFIX {prefix}: <{known[prefix]}>" for prefix in sorted(used & known.keys())]
    return " ".join([*prologue, "SELECT *", joined([(word, word.text) for word in call.group])])


def _base(text: str) -> str:
    found = terminals(text)
    named = (found[place + 1] for place, word in enumerate(found[:-1]) if word.says("BASE"))
    return next((iri.text[1:-1] for iri in named if iri.kind == "iri"), "")


def _resolved(target: Terminal, known: Mapping[str, str]) -> str:
    if target.kind == "iri":
        return target.text[1:-1]
    prefix, _, local = target.text.partition(":")
    return known.get(prefix, "") + local


def values(variables: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[bytes]:
    """Write rows as a ``VALUES`` clause on one line.

    :param variables: names
    :param rows: for each variable a term as SPARQL writes it, or ``UNDEF``

    >>> b"".join(values(["a", "b"], iter([["<urn:x>", "UNDEF"]])))
    b'VALUES (?a ?b) {(<urn:x> UNDEF)}'
    """
    yield f"VALUES ({' '.join(f'?{name}' for name in variables)}) {{".encode()
    for row in rows:
        yield f"({' '.join(row)})".encode()
    yield b"}"
