"""Symbols of OSCE documents as printed: ``PC.DEC/1400``, ``FSC.JOUR/974/Corr.1``, ``MC.DOC/1/20``.

Source: the OSCE's decisions and journals, whose first line bears the symbol.
"""

from kg.model import Span
from kg.regexes import late

_SYMBOL = late(
    r"\bMC\(\d{1,2}\)\.(?:JOUR|DEC|DOC|GAL|DEL)(?:/\d{1,4}){0,2}|\b(?:PC|FSC|MC|SUM|CIO|SEC|ODIHR|HCNM|FOM|CSO|RC|EEF|PCH|ACMF)\.(?:[A-Z]{2,8}\.?){1,2}/\d{1,4}(?:/\d{2,4})?"
    r"(?:/(?:Rev|Corr|Add)\.\d+)*"
)


def find_symbol(text: str) -> tuple[str, Span] | None:
    """Find the first symbol in a text.

    >>> find_symbol("PC Journal PC.JOUR/1296/Corr.1 of 17 December")[0]
    'PC.JOUR/1296/Corr.1'
    """
    found = _SYMBOL.search(text)
    return (found[0], Span(*found.span())) if found else None


def is_symbol(line: str) -> bool:
    """Tell whether a line is a symbol and nothing else.

    >>> is_symbol("(FSC.DEC/9/96)"), is_symbol("see FSC.DEC/9/96")
    (True, False)
    """
    return bool(_SYMBOL.fullmatch(line.strip("() ")))
