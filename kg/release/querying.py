"""SPARQL on a release: prefixes known, columns in the order in which the query names them, errors with their place.

The default graph of a release's store is the union of its graphs. Source: SPARQL 1.1 Query Language, https://www.w3.org/TR/sparql11-query/.
"""

import re

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import DEFAULT_BASE, prefixes

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_TOKEN = re.compile(
    r"""(?P<skip>\#[^\n]*|<[^<>"{}|^`\\\s]*>|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''
      |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      |(?P<variable>[?$]\w+)|(?P<word>[A-Za-z_][\w:.-]*)|(?P<sign>\S)""",
    re.VERBOSE | re.DOTALL,
)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def ask(store: ox.Store, query: str, base: str = DEFAULT_BASE) -> Answer:
    """Ask a query.

    :param store: of a release
    :param query: SPARQL 1.1; the prefixes of :func:`kg.namespaces.prefixes` need no declaration
    :param base: base IRI of the release
    :returns: solutions, a boolean or triples, lazily
    :raises QueryError: if the query does not parse, with line and column
    """
    answer = _run(store, query, base)
    star = _star(query)
    if star is None or not isinstance(answer, ox.QuerySolutions) or not answer.variables:
        return answer
    named = {variable.value for variable in answer.variables}
    ordered = [name for name in _appearing(query) if name in named]
    columns = " ".join(f"?{name}" for name in [*ordered, *sorted(named - set(ordered))])
    return _run(store, f"{query[:star]}{columns}{query[star + 1 :]}", base)


def _run(store: ox.Store, query: str, base: str) -> Answer:
    try:
        return store.query(query, prefixes=prefixes(base))
    except SyntaxError as error:
        raise QueryError(_told(str(error))) from None


def _told(message: str) -> str:
    match = _PLACE.match(message)
    if not match:
        return f"the query is refused: {message}"
    return f"the query does not parse at line {match[1]}, column {match[2]}: {' '.join(match[3].split())}"


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
