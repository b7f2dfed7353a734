"""What an HTTP request asks of SPARQL, by the rules of the protocol. No I/O, no framework.

Source: SPARQL 1.1 Protocol §2, https://www.w3.org/TR/sparql11-protocol/#protocol.
"""

from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

import pyoxigraph as ox

from endpoint.problems import Problem, method_not_allowed
from kg.terminals import Terminal, terminals

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
#: Byte order mark, which some editors put before a text.
BOM = "\ufeff"
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query with the dataset that the request names and the forms that ``format=`` does, the first that fits first.

    Clients give several: SPARQLWrapper sends a short name and a media type.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update with the dataset that the request names for its ``WHERE`` clauses."""

    text: str
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


Pairs = list[tuple[str, str]]


def _decoded(raw: str | bytes) -> str:
    try:
        return raw if isinstance(raw, str) else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, f"the request is not UTF-8 (byte {error.start + 1})", kind="encoding") from None


def parameters(raw: str | bytes) -> Pairs:
    """Read a query string or a form.

    :raises Problem: 400 if it is not UTF-8 or has too many parameters

    >>> parameters("query=ASK%20%7B%7D&a=")
    [('query', 'ASK {}'), ('a', '')]
    """
    try:
        return parse_qsl(
            _decoded(raw),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise Problem(400, "the parameters are not UTF-8", kind="encoding") from None
    except ValueError:
        raise Problem(400, f"more than {_MOST_PARAMETERS} parameters", kind="parameters") from None


def media_type(header: str | None) -> str:
    """Read ``Content-Type``, refusing an encoding other than UTF-8.

    :returns: the media type in lower case; empty if there is none
    :raises Problem: 415 for another encoding

    >>> media_type("Text/Turtle; charset=utf-8")
    'text/turtle'
    """
    message = Message()
    message["Content-Type"] = header or ""
    charset = str(message.get_param("charset", "utf-8")).lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem(415, f"the body is in {charset!r}: send UTF-8", kind="encoding")
    return message.get_content_type() if header else ""


def _all(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(value for key, value in pairs if key == name)


def _iris(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(require_iri(value) for value in _all(pairs, name))


def _only(pairs: Pairs, name: str) -> str | None:
    found = _all(pairs, name)
    if len(found) > 1:
        raise Problem(400, f"{len(found)} parameters {name!r}: send one", kind="parameters")
    return found[0] if found else None


def require_iri(value: str, what: str = "graph") -> str:
    """Hand back an absolute IRI as it is.

    :param what: what it names, for the message
    :raises Problem: 400 if it is not one: it would not stay between the angle brackets of a query

    >>> require_iri("http://e.org/g")
    'http://e.org/g'
    """
    try:
        return ox.NamedNode(value).value
    except ValueError:
        raise Problem(
            400, f"{value[:200]!r} is not an absolute IRI: name the {what} by one", kind="graph-name"
        ) from None


def _posted(pairs: Pairs, content_type: str | None, body: bytes, direct: str, name: str) -> tuple[Pairs, str | None]:
    """Read a POST: a form, or the text itself; hand back all parameters, and the text."""
    kind = media_type(content_type)
    if kind == FORM:
        pairs = pairs + parameters(body)
        return pairs, _only(pairs, name)
    if kind != direct:
        given = f"a body of type {kind!r}" if kind else "a body without a Content-Type"
        raise Problem(
            415, f"{given}: send {FORM} or {direct}", kind="media-type", headers={"Accept": f"{FORM}, {direct}"}
        )
    if _all(pairs, name):
        raise Problem(400, f"a parameter {name!r} beside a body that is one: send one", kind="parameters")
    return pairs, _decoded(body)


def read_query(method: str, query_string: str, content_type: str | None, body: bytes) -> Query | None:
    """Read a query operation.

    :param method: HTTP method
    :param query_string: of the address, percent-encoded
    :param content_type: header of the body
    :param body: as received
    :returns: the query, or none where a GET asks for none (for the service description)
    :raises Problem: 400, 405 or 415 as the protocol says
    """
    pairs = parameters(query_string)
    if method in ("GET", "HEAD"):
        text = _only(pairs, "query")
        if text is None and _all(pairs, "update"):
            raise Problem(400, "an update is sent by POST, to /update", kind="parameters")
    elif method == "POST":
        pairs, text = _posted(pairs, content_type, body, QUERY, "query")
        if text is None:
            raise Problem(400, "no parameter 'query'", kind="parameters")
    else:
        raise method_not_allowed("GET", "HEAD", "POST", "OPTIONS")
    if text is None:
        return None
    graphs, named = _iris(pairs, "default-graph-uri"), _iris(pairs, "named-graph-uri")
    text = text.removeprefix(BOM)
    return Query(text=text, default_graphs=graphs, named_graphs=named, forms=_all(pairs, "format"))


def read_update(method: str, query_string: str, content_type: str | None, body: bytes) -> Update:
    """Read an update operation; the parameters are those of :func:`read_query`.

    :raises Problem: 400, 405 or 415 as the protocol says
    """
    if method != "POST":
        raise method_not_allowed("POST", "OPTIONS")
    pairs, text = _posted(parameters(query_string), content_type, body, UPDATE, "update")
    if text is None:
        raise Problem(400, "no parameter 'update'", kind="parameters")
    return Update(
        text=text.removeprefix(BOM),
        using=_iris(pairs, "using-graph-uri"),
        using_named=_iris(pairs, "using-named-graph-uri"),
    )


def with_dataset(update: Update) -> str:
    """Write the dataset that a request names into the operations of its update.

    :raises Problem: 400 if the update says ``USING`` or ``WITH`` itself (protocol §2.2.3)

    >>> with_dataset(Update(text="INSERT { <a:> <a:> ?o } WHERE { ?s ?p ?o }", using=("g:1",)))
    'INSERT { <a:> <a:> ?o } USING <g:1> WHERE { ?s ?p ?o }'
    """
    if not (update.using or update.using_named):
        return update.text
    words = terminals(update.text)
    if any(word.says("USING") or word.says("WITH") for word in words):
        raise Problem(400, "the update has USING or WITH, so the request may not name graphs", kind="parameters")
    named = [f"USING <{graph}>" for graph in update.using] + [f"USING NAMED <{graph}>" for graph in update.using_named]
    return _before_each_where(update.text, " ".join(named))


def _before_each_where(text: str, clauses: str) -> str:
    words, depth, pieces, copied = terminals(text), 0, [], 0
    for index, word in enumerate(words):
        depth += {"{": 1, "}": -1}.get(word.text, 0)
        if depth == 0 and word.says("WHERE"):
            shorthand = _pattern_after(text, words, index) if index and words[index - 1].says("DELETE") else ""
            pieces += [text[copied : word.start], f"{shorthand} " if shorthand else "", clauses, " "]
            copied = word.start
    return "".join([*pieces, text[copied:]])


def _pattern_after(text: str, words: tuple[Terminal, ...], where: int) -> str:
    """Copy the group after a ``WHERE``, which ``DELETE WHERE`` uses as template too."""
    depth = 0
    for word in words[where + 1 :]:
        depth += {"{": 1, "}": -1}.get(word.text, 0)
        if depth == 0:
            return text[words[where + 1].start : word.start + 1]
    return ""
