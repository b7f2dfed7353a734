"""Components of pySHACL that are corrected for the reference engine, by the words of the Recommendation.

- pySHACL compares values by Python's order, where IRIs come before one another, a boolean before a number, and a date
  beside a number is an error that ends the validation. To SHACL what SPARQL cannot compare is a result like any other
  (SHACL §4.3, §4.5.3, §4.5.4; SPARQL 1.1 §17.3).
- To pySHACL a blank node has a length of at least 0; "if the value of sh:minLength is 0 then there is no restriction on
  the string length but the constraint is still violated if the value node is a blank node" (SHACL §4.4.1).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from threading import RLock
from typing import Any

import pyoxigraph as ox
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import Graph
from rdflib.term import Node

from kg.validation.foreign import oxigraph_term, rdflib_term
from kg.validation.leaves import BOUNDS, FUNCTIONS, compared, is_outside
from kg.validation.terms import Term
from kg.validation.vocabulary import SH

_PAIRS = {SH.lessThan: "<", SH.lessThanOrEquals: "<="}
_EMPTY = ox.Store()
_ONE_AT_A_TIME = RLock()

#: Tells of a value and of what it is held against whether the two are right together.
_Test = Callable[[Term, Term], bool]
_Values = Mapping[Node, Iterable[Node]]


@lru_cache(maxsize=4096)
def holds(one: Term, sign: str, other: Term) -> bool:
    """Tell whether two terms are in an order; terms that SPARQL cannot compare are in none.

    >>> holds(ox.Literal(1), "<", ox.Literal(2)), holds(ox.Literal(True), "<", ox.Literal(2))
    (True, False)
    """
    terms = (one, other)
    if not all(isinstance(term, ox.Literal) and not is_outside(term) for term in terms):
        return False
    return bool(_EMPTY.query(f"ASK {{ FILTER({compared(str(one), sign, str(other))}) }}", custom_functions=FUNCTIONS))


@contextmanager
def corrected() -> Iterator[None]:
    """Let pySHACL use the corrected components while the block runs: one thread at a time, since all share them."""
    with _ONE_AT_A_TIME:
        own = {parameter: CONSTRAINT_PARAMETERS_MAP[parameter] for parameter in _CORRECTED}
        CONSTRAINT_PARAMETERS_MAP.update(_CORRECTED)
        try:
            yield
        finally:
            CONSTRAINT_PARAMETERS_MAP.update(own)


def _ordered(sign: str) -> _Test:
    return lambda value, other: holds(value, sign, other)


def _is_long_enough(value: Term, least: Term) -> bool:
    return not isinstance(value, ox.BlankNode) and len(value.value) >= int(least.value)


def _component(parameter: ox.NamedNode, test: _Test, *, is_pair: bool) -> Any:
    """Make a component that is pySHACL's but for how it is evaluated: each value that fails a test is a result.

    :param parameter: its value is what the value nodes are held against
    :param test: of one value node
    :param is_pair: whether it is rather a property, with whose values at the focus node each value node makes a pair
    """
    name = rdflib_term(parameter)

    def evaluate(self: Any, _executor: object, data: Graph, nodes: _Values, _path: object) -> tuple[bool, list[Any]]:
        results = []
        for focus, values in nodes.items():
            given = list(self.shape.objects(name))
            against = [other for each in given for other in data.objects(focus, each)] if is_pair else given
            pairs = ((value, other) for value in values for other in against)
            broken = (value for value, other in pairs if not test(oxigraph_term(value), oxigraph_term(other)))
            results += [self.make_v_result(data, focus, value_node=value) for value in broken]
        return not results, results

    own = CONSTRAINT_PARAMETERS_MAP[name]
    return type(own.__name__, (own,), {"__slots__": (), "evaluate": evaluate})


_CORRECTED = {
    **{rdflib_term(each): _component(each, _ordered(sign), is_pair=False) for each, sign in BOUNDS.items()},
    **{rdflib_term(each): _component(each, _ordered(sign), is_pair=True) for each, sign in _PAIRS.items()},
    rdflib_term(SH.minLength): _component(SH.minLength, _is_long_enough, is_pair=False),
}
