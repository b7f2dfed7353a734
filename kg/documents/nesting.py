"""A guard before the parser: time to parse grows with the square of how deep elements stand in each other."""

from kg.regexes import late

#: Elements inside elements that a page may have; browsers stop at 512, the site's own pages stay under 40.
DEEPEST = 2000

_FEW = 20_000
_TAG = late(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
#: Elements without content, and those that the next of their kind closes.
_NEVER_OPEN = frozenset(
    "area base br col embed hr img input li link meta option p param source td th tr wbr p li dt dd option".split()
)


def too_deep(text: str) -> bool:
    """Tell whether elements stand deeper in each other than :data:`DEEPEST`.

    :param text: decoded HTML; one with few tags is not looked at, as it cannot cost much

    >>> too_deep("<div>" * 30_000), too_deep("<div></div>" * 30_000)
    (True, False)
    """
    if text.count("<") < _FEW:
        return False
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _NEVER_OPEN:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > DEEPEST:
                return True
    return False
