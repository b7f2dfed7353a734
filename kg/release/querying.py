"""SPARQL on a release: prefixes known, columns in the order in which the query names them, errors with their place.

The default graph of a release's store is the union of its graphs. Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import DEFAULT_BASE, prefixes
from kg.sparql import called, cause
from kg.terminals import outer_star, variables

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


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
    star = outer_star(query)
    if star is None or not isinstance(answer, ox.QuerySolutions) or not answer.variables:
        return answer
    named = {variable.value for variable in answer.variables}
    ordered = [name for name in variables(query) if name in named]
    columns = " ".join(f"?{name}" for name in [*ordered, *sorted(named - set(ordered))])
    return _run(store, f"{query[: star.start]}{columns}{query[star.end :]}", base)


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
