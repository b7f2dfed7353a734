"""What a SPARQL text says in its words alone: what is wrong with it, and whom it would call. No I/O.

The engine parses; this module explains its refusals in plain words. Source: SPARQL 1.1 Query §19.8,
https://www.w3.org/TR/sparql11-query/#grammar.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from kg.namespaces import DEFAULT_BASE, KINDS, prefixes
from kg.regexes import late
from kg.terminals import Terminal, declared, terminals

_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_PLACE = late(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_ALTERNATIVE = late(r"\[[^\]]*'[^\]]*\]|\[_\]|Prefix not found", re.DOTALL)
#: Kinds of terminals among which a query says what it is and which names it uses.
_SAID = frozenset({"name", "word", "mark", "number"})


class Cause(NamedTuple):
    """Why a text is refused: line and column from 1 (0 where they are not known), and the reason in one line."""

    line: int
    column: int
    reason: str

    @property
    def told(self) -> str:
        """Write place and reason."""
        return f"line {self.line}, column {self.column}: {self.reason}" if self.line else self.reason


def called(text: str, keywords: Collection[str] = ("SERVICE",)) -> list[str]:
    r"""List the addresses that a query or an update would call.

    :param keywords: what calls, in capitals: ``SERVICE``, and in updates ``LOAD``
    :returns: one entry a call: its IRI, or an empty string where the text does not fix it. A word that only has a
        keyword in it counts as a call too, and so does ``e:name.SERVICE``: the engine needs no space between words

    >>> called('SELECT * { SERVICE <http://a.example/> { } SERVICE SILENT ?s { } } # service')
    ['http://a.example/', '']
    >>> called('SELECT ?service ?x { ?service ex:service "at your service in Vienna" }')
    []
    >>> called('SELECT * { ?s ?p ?o.SERVICE<http://a.example/>{} . ?s ?p trueSERVICE<http://b.example/>{} }')
    ['http://a.example/', '']
    """
    if not any(keyword in text.upper() for keyword in keywords):
        return []
    found, known = terminals(text), declared(text)
    calls = []
    for place, word in enumerate(found):
        if not _may_call(word, keywords):
            continue
        after = [each for each in found[place + 1 : place + 3] if not each.says("SILENT")]
        is_plain = word.text.upper() in keywords and after
        calls.append(_address(after[0], known) if is_plain else "")
    return calls


def _may_call(word: Terminal, keywords: Collection[str]) -> bool:
    """Tell whether the engine may read a keyword in a word, or behind a full stop in a name."""
    text = word.text.upper()
    if word.kind in ("name", "blank"):
        return any(f".{keyword}" in text for keyword in keywords)
    return word.kind == "word" and any(keyword in text for keyword in keywords)


def _address(target: Terminal, known: Mapping[str, str]) -> str:
    r"""Resolve what a call names; empty for a variable, an unknown prefix, or what has escapes in it."""
    if "\\" in target.text or target.kind not in ("iri", "name"):
        return ""
    if target.kind == "iri":
        return target.text[1:-1]
    prefix, _, local = target.text.partition(":")
    return known[prefix] + local if prefix in known else ""


def cause(text: str, message: str, base: str = DEFAULT_BASE) -> Cause:
    """Explain why the engine refuses a query.

    :param text: the query
    :param message: what the engine says
    :param base: base IRI of the release, whose prefixes are known

    >>> cause("SELECT ?x { ?x a foo:State }", "error at 1:27: expected one of Prefix not found, ['%']").told
    'line 1, column 18: the prefix foo: is not declared: begin the query with PREFIX foo: <…>'
    >>> cause("CLEAR ALL", "error at 1:10: expected CONSTRUCT").told
    'line 1, column 1: CLEAR is an update, and a query only reads: use SELECT, ASK, CONSTRUCT or DESCRIBE'
    >>> cause("DESCRIBE id:org/odihr", "error at 1:22: expected one of HAVING").told
    'line 1, column 10: id:org/odihr is not a name in SPARQL: write body:odihr'
    """
    words = [word for word in terminals(text) if word.kind in _SAID]
    known = prefixes(base) | declared(text)
    found = next(filter(None, (_update(words), _slashed(text, words, known, base), _unknown(words, known))), None)
    if found:
        before = text[: found[0]]
        return Cause(before.count("\n") + 1, found[0] - (before.rfind("\n") + 1) + 1, found[1])
    match = _PLACE.match(message)
    if not text.strip():
        return Cause(1, 1, "the query is empty")
    if not match:
        return Cause(0, 0, " ".join(message.split()))
    return Cause(int(match[1]), int(match[2]), _readable(match[3], _after(text, int(match[1]), int(match[2]))))


def _update(words: list[Terminal]) -> tuple[int, str] | None:
    for word in words:
        if word.kind == "word" and word.text.upper() in _FORMS:
            return None
        if word.kind == "word" and word.text.upper() in _UPDATES:
            name = word.text.upper()
            return word.start, f"{name} is an update, and a query only reads: use SELECT, ASK, CONSTRUCT or DESCRIBE"
    return None


def _names(words: list[Terminal]) -> Iterator[tuple[Terminal, str]]:
    """Give the prefixed names in the body of a query, with their prefixes."""
    for number, word in enumerate(words):
        if word.kind == "name" and not (number and words[number - 1].text.upper() == "PREFIX"):
            yield word, word.text.partition(":")[0]


def _slashed(text: str, words: list[Terminal], known: dict[str, str], base: str) -> tuple[int, str] | None:
    """Find a name of a thing that goes on behind a slash, as in ``id:org/odihr``."""
    spaces = {f"{base}id/", f"{base}graph/", f"{base}scheme/", *(f"{base}id/{kind}/" for kind in KINDS.values())}
    for word, prefix in _names(words):
        space = known.get(prefix, f"{base}id/" if prefix == "id" else "")
        whole = re.compile(r"[\w.:%-]*(?:\\?/[\w.%-]+)+").match(text, word.start)
        if space in spaces and whole and (prefix == "id" or len(whole[0]) > len(word.text)):
            return word.start, slashed_name(whole[0], space, base)
    return None


def slashed_name(name: str, space: str, base: str) -> str:
    """Say how to write a prefixed name that contains a slash.

    :param name: as it was written, such as ``id:org/odihr``
    :param space: the namespace of its prefix
    :param base: base IRI of the release
    """
    iri = space + name.partition(":")[2].replace("\\", "")
    kinds = {f"{base}id/{kind}/": prefix for prefix, kind in KINDS.items()}
    kind, local = iri[: iri.rfind("/") + 1], iri[iri.rfind("/") + 1 :]
    return f"{name} is not a name in SPARQL: write {f'{kinds[kind]}:{local}' if kind in kinds else f'<{iri}>'}"


def _unknown(words: list[Terminal], known: dict[str, str]) -> tuple[int, str] | None:
    for word, prefix in _names(words):
        if prefix not in known:
            from difflib import get_close_matches  # for a slip

            near = get_close_matches(prefix, known, 1)
            hint = f"; did you mean {near[0]}:?" if near else ""
            return word.start, f"the prefix {prefix}: is not declared: begin the query with PREFIX {prefix}: <…>{hint}"
    return None


def _after(text: str, line: int, column: int) -> str:
    """Take what follows a place in a text."""
    lines = text.split("\n")[line - 1 :]
    return "\n".join([lines[0][column - 1 :], *lines[1:]]).strip() if lines else ""


def _readable(reason: str, after: str) -> str:
    """Say what the engine expected where that is a keyword, and leave out what speaks of its grammar's characters."""
    if "unbound" in reason:
        return "a variable of SELECT is neither grouped nor aggregated: add it to GROUP BY"
    if " ".join(reason.split()) == "expected [_]":
        return "the query cannot be read to its end: check braces, quotation marks, and that BIND names a new variable"
    if not after:
        return "the query ends too early: is a closing brace or quotation mark missing?"
    expected = re.findall(r"\b[A-Z][A-Z_]{2,}\b", _ALTERNATIVE.sub("", reason))
    hint = f"; {' or '.join(expected)} could be here" if 0 < len(expected) < 6 else ""
    return f"{after.split()[0][:40]!r} does not fit here{hint}"
