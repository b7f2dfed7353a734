"""SPARQL on a release: prefixes known, columns in the order in which the query names them, errors with their place.

The default graph of a release's store is the union of its graphs. Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import DEFAULT_BASE, prefixes
from kg.sparql import called, cause

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<variable>[?$]\w+)|(?P<word>[A-Za-z_][\w:.-]*)|(?P<sign>\S)""",
    re.VERBOSE | re.DOTALL,
)


def ask(store: ox.Store, query: str, base: str = DEFAULT_BASE, hosts: Iterable[str] = ()) -> Answer:
    """Ask a query.

    :param store: of a release
    :param query: SPARQL 1.1; the prefixes of :func:`kg.namespaces.prefixes` need no declaration
    :param base: base IRI of the release
    :param hosts: hosts that ``SERVICE`` may reach, with their ports where those are not the usual ones
    :returns: solutions, a boolean or triples, lazily
    :raises QueryError: if the query does not parse, with line and column, or calls another host
    """
    _refuse_calls(query, frozenset(hosts))
    answer = _run(store, query, base)
    star = _star(query)
    if star is None or not isinstance(answer, ox.QuerySolutions) or not answer.variables:
        return answer
    named = {variable.value for variable in answer.variables}
    ordered = [name for name in _appearing(query) if name in named]
    columns = " ".join(f"?{name}" for name in [*ordered, *sorted(named - set(ordered))])
    return _run(store, f"{query[:star]}{columns}{query[star + 1 :]}", base)


def _refuse_calls(query: str, hosts: frozenset[str]) -> None:
    for address in called(query):
        host = _host(address)
        if not host:
            raise QueryError("SERVICE must name its address, as in SERVICE <https://…>: the host decides if it may")
        if host not in hosts:
            raise QueryError(f"SERVICE would call {host}, which is not allowed: allow it with --service-host {host}")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _run(store: ox.Store, query: str, base: str) -> Answer:
    try:
        return store.query(query, prefixes=prefixes(base))
    except SyntaxError as error:
        raise QueryError(f"the query does not parse: {cause(query, str(error), base).told}") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise failed(error) from None


def failed(error: Exception) -> QueryError:
    """Say in one line why a query that parses has failed while it ran."""
    return QueryError(f"the query failed while it ran: {' '.join(str(error).split())}")


def _star(query: str) -> int | None:
    r"""Find the ``*`` of an outermost ``SELECT *``.

    >>> _star("# SELECT * here\nSELECT DISTINCT * { ?s ?p ?o }")
    32
    >>> _star("SELECT ?s { { SELECT * { ?s ?p ?o } } }") is None
    True
    """
    words = (match for match in _TOKEN.finditer(query) if match.lastgroup != "skip")
    for match in words:
        if match[0].upper() in {"ASK", "CONSTRUCT", "DESCRIBE"}:
            return None
        if match[0].upper() == "SELECT":
            after = next(words, None)
            if after and after[0].upper() in {"DISTINCT", "REDUCED"}:
                after = next(words, None)
            return after.start() if after and after[0] == "*" else None
    return None


def _appearing(query: str) -> list[str]:
    """List the variables of a query, each once, as they first appear.

    >>> _appearing("SELECT * { ?b ?a '?c' } # ?d")
    ['b', 'a']
    """
    found = (match["variable"] for match in _TOKEN.finditer(query))
    return list(dict.fromkeys(variable[1:] for variable in found if variable))
