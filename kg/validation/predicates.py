"""Which predicates a query of a shape may see.

Apart from the rest, for the parser of RDFLib takes longer to import than a small file to validate.
"""

from functools import partial

from pyparsing import ParseException
from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import ShapesError


def predicates(query: str) -> set[str] | None:
    """List the predicates whose values a query may see, paths included; None if that may be any.

    :param query: a query that parses, with its prologue
    """
    found: set[str] = set()
    for path in paths(query):
        named = predicates_of(path)
        if named is None:
            return None
        found |= named
    return found


def paths(query: str) -> list[object]:
    """List what stands in the place of the predicate: an IRI, a variable or a path of RDFLib.

    The syntax tree is read, not the algebra: RDFLib drops from the algebra an EXISTS within an EXISTS.

    :param query: a query that parses, with its prologue
    :raises SyntaxError: if RDFLib cannot parse it
    :raises ShapesError: if a prefix is not declared
    """
    try:
        prologue, tree = parseQuery(query)
    except ParseException as error:
        raise SyntaxError(str(error)) from None
    try:
        named = traverse(tree, visitPost=partial(translatePName, prologue=translatePrologue(prologue, None)))
    except Exception as error:  # RDFLib has no other kind for it
        reason = f"a query of a shape does not resolve ({error})"
        raise ShapesError(f"{reason}: declare the prefix, and name the declaration with sh:prefixes") from None
    found: list[object] = []

    def visit(part: object) -> None:
        # Rows of terms: subject, predicate and object by turns.
        if isinstance(part, CompValue) and "triples" in part:
            found.extend(path for terms in part["triples"] for path in terms[1::3])

    traverse(traverse(named, visitPost=translatePath), visitPre=visit)
    return found


def predicates_of(path: object) -> set[str] | None:
    """Name the predicates of a path; None for a variable or a negated set, which any predicate may match."""
    if isinstance(path, URIRef):
        return {str(path)}
    if isinstance(path, SequencePath | AlternativePath):
        parts = [predicates_of(part) for part in path.args]
        return None if None in parts else {name for part in parts for name in part or ()}
    if isinstance(path, MulPath):
        return predicates_of(path.path)
    return predicates_of(path.arg) if isinstance(path, InvPath) else None


def may_be_empty(path: object) -> bool:
    """Tell whether a path may lead from a node to itself without a triple, and so sees every node."""
    if isinstance(path, MulPath):
        return path.zero or may_be_empty(path.path)
    if isinstance(path, SequencePath):
        return all(map(may_be_empty, path.args))
    if isinstance(path, AlternativePath):
        return any(map(may_be_empty, path.args))
    return isinstance(path, InvPath) and may_be_empty(path.arg)
