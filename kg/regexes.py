"""Regular expressions that are compiled when they are first used, and whose compiled form is kept for the next start.

To compile one with a date in it takes 40 ms, the patterns of English together 0.8 s; what they are compiled to is a
list of numbers. :mod:`re` has no public way to keep it: a pickled pattern is compiled again. So the numbers go through
``_sre.compile``, with which :mod:`re` itself ends, and which checks them before it takes them. Where a Python lacks
what is needed, patterns are compiled as ever.
"""

import re
from array import array
from typing import Any, AnyStr, cast

from kg.kept import Memo, code, key_of

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]
except ImportError:
    _sre = None

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split", "scanner")
_VALUES = ("flags", "groups", "groupindex")

#: Flags, numbers, number of groups, groups by name and names of groups: what ``_sre.compile`` takes beside the pattern.
Form = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Give a pattern that is compiled when it is first used.

    :param pattern: as for :func:`re.compile`
    :param flags: as for :func:`re.compile`

    >>> late("b+").search("abba")
    <re.Match object; span=(1, 3), match='bb'>
    """
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


class _Late:
    """A pattern that takes over the methods of the compiled one, so that it costs nothing from the second use on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS and name not in _VALUES:
            raise AttributeError(f"a pattern has no {name!r}")
        regex: object = _compiled(self.pattern, int(self._flags))
        for each in (*_METHODS, *_VALUES):
            setattr(self, each, getattr(regex, each))
        return getattr(regex, name)


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Compile a pattern, or take it as it was compiled at an earlier start.

    :param pattern: as for :func:`re.compile`, one that the code or a table has: each is kept
    :param flags: as for :func:`re.compile`
    :raises re.error: if it is no regular expression
    """
    return cast("re.Pattern[AnyStr]", _compiled(pattern, int(flags)))


def _compiled(pattern: str | bytes, flags: int) -> Any:
    if _sre is None:
        return re.compile(pattern, flags)
    form: Form = _forms.get(f"{flags} {pattern!r}", lambda: _to_form(pattern, flags))
    return restored(form, pattern) or re.compile(pattern, flags)


def form_of(pattern: str, flags: int = 0) -> Form | tuple[()]:
    """Compile a pattern to plain values, for who keeps them with values of their own; nothing where that cannot be.

    :raises re.error: if it is no regular expression
    """
    return () if _sre is None else _to_form(pattern, int(flags))


def restored(form: Form | tuple[()], pattern: str | bytes = "") -> Any:
    """Make a regular expression of what :func:`form_of` gave; None if this Python does not take it.

    :param pattern: what the regular expression gives as its pattern
    """
    try:
        return _from(pattern, form) if form else None
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        return None


def _to_form(pattern: str | bytes, flags: int) -> Form:
    """Compile as :func:`re.compile` does, and give the parts."""
    parsed = _parser.parse(pattern, flags)
    numbers = array("I", _compiler._code(parsed, flags))
    groups: dict[str, int] = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in groups.items():
        names[number] = name
    return int(flags | parsed.state.flags), numbers.tobytes(), parsed.state.groups - 1, groups, tuple(names)


def _from(pattern: str | bytes, form: Form) -> object:
    flags, numbers, groups, index, names = form
    return _sre.compile(pattern, flags, array("I", numbers).tolist(), groups, index, names)


#: What compiled forms depend on beside the version of Python: the engine, and the size of its numbers.
BUILD = f"{getattr(_sre, 'MAGIC', 0)} {getattr(_sre, 'CODESIZE', 0)}"
_forms = Memo("regexes", lambda: key_of(BUILD, *code("regexes.py")))
