"""Whether a page is made up: its address is under a name that is reserved for examples and tests.

Source: RFC 2606, https://www.rfc-editor.org/rfc/rfc2606, sections 2 and 3.
"""

from urllib.parse import urlsplit

_TOP_LEVEL = frozenset({"test", "example", "invalid", "localhost"})
_SECOND_LEVEL = frozenset({"example.com", "example.net", "example.org"})


def is_made_up(address: str | None) -> bool:
    """Tell whether an address is one that no site on the web can have.

    :param address: web address of a page, if known
    :returns: False if there is no address: such a page may be real

    >>> is_made_up("https://osce.example/node/1"), is_made_up("https://www.example.org/a")
    (True, True)
    >>> is_made_up("https://www.osce.org/node/485162"), is_made_up("https://example.osce.org/"), is_made_up(None)
    (False, False, False)
    """
    try:
        host = (urlsplit(address or "").hostname or "").rstrip(".")
    except ValueError:
        return False
    labels = host.split(".")
    return labels[-1] in _TOP_LEVEL or ".".join(labels[-2:]) in _SECOND_LEVEL
