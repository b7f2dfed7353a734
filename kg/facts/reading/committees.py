"""Which offices the Parliamentary Assembly and its committees have, by their names."""

from kg.facts.grammar.lexicon import lexicon
from kg.facts.tables import entries

_COMMITTEES = tuple(entry.term for entry in entries("assembly_committees"))
_OF_CHAIR = "Representative of the Chairperson-in-Office"
_ENVOYS = (f"Special {_OF_CHAIR}", f"Personal {_OF_CHAIR}")
_OWN_BODY = "personal-representative-"
_OFFICE, _MEMBER = "committee-office", "member"


def is_of_committee(label: str) -> bool:
    """Tell an office in a committee whose name only the Assembly's have.

    >>> is_of_committee("Rapporteur of the Third Committee"), is_of_committee("Human rights committee Chair")
    (True, True)
    >>> is_of_committee("")
    False
    """
    head, _, rest = label.partition(" of ")
    if not _is(head, _OFFICE):
        head, rest = label.rsplit(" ", 1)[-1], label[:1].lower() + label[1:]
    return _is(head, _OFFICE) and any(each in rest for each in _COMMITTEES)


def is_in_committee(label: str) -> bool:
    """Tell an office in a committee that the text names elsewhere, if at all.

    >>> is_in_committee("Rapporteur of the Committee"), is_in_committee("Member"), is_in_committee("Chair of the Sejm")
    (True, False, False)
    """
    bare = label.removeprefix("Committee ").removesuffix(" of the Committee").removesuffix(" of Committee")
    return _is(bare, _OFFICE) and not _is(bare, _MEMBER)


def is_envoy_on(label: str) -> bool:
    """Tell an envoy on a matter, as the Assembly's are called; those of the Chairperson-in-Office are for one.

    >>> is_envoy_on("Special Representative on Wool"), is_envoy_on("Special Representative for Wool")
    (True, False)
    """
    head, on, _ = label.partition(" on ")
    return bool(on and head) and _is(head.split()[-1], "envoy")


def is_envoy_of_chair(label: str, body: str) -> bool:
    """Tell an envoy of the Chairperson-in-Office by the words of the office in full, unless he is a body of his own.

    >>> office = "Personal Representative of the Chairperson-in-Office"
    >>> is_envoy_of_chair(office, "osce"), is_envoy_of_chair(office, "personal-representative-article-iv")
    (True, False)
    """
    return label.startswith(_ENVOYS) and not body.startswith(_OWN_BODY)


def _is(words: str, word_class: str) -> bool:
    return word_class in lexicon("en").classes(words)
