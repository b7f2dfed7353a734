"""How the offices of annotations and of facts are compared: without what varies in writing and says the same.

The words of an office are what a page prints: "Head of Mission", "mission chief" and "Chief" of one post.
Every rule here says what is held equal; what is not here is compared word for word.
"""

import re

#: Words of offices that vary in writing, as they are compared; small words and the OSCE's name are left out.
_SPELLINGS = {
    "advisor": "adviser",
    "center": "centre",
    "chairman": "chair",
    "chairmanship": "chairpersonship",
    "chairperson": "chair",
    "chairwoman": "chair",
    "chargé": "charge",
    "chargée": "charge",
    "cochairman": "cochair",
    "cochairperson": "cochair",
    "defense": "defence",
    "labor": "labour",
    "ombuds": "ombudsperson",
    "ombudsman": "ombudsperson",
    "ombudswoman": "ombudsperson",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
}
#: What is written in two ways: "Foreign Ministry", "Prosecutor General", and what is also called by its letters.
_WAYS = {
    "cio": "chair in office",
    "fm": "minister foreign affairs",
    "foreign ministry": "ministry foreign affairs",
    "foreign minister": "minister foreign affairs",
    "general prosecutor": "prosecutor general",
    "mp": "member parliament",
    "pa": "parliamentary assembly",
    "pm": "prime minister",
    "parliamentarian": "member parliament",
    "tcg": "trilateral contact group",
}
#: Words before "Minister" that name no portfolio.
_RANKS = ("acting", "deputy", "first", "former", "junior", "prime", "senior", "state", "vice")
#: Heads of offices that may follow what they are for: "Ecology Minister", "Senate Chair", "Duma member".
_HEADS = (["minister"], ["chair"], ["speaker"], ["president"], ["member"])
_SMALL = ("of", "the", "for", "on", "to", "osce")
#: Bodies that have had two names, and under which the register lists them.
_KEYS = {
    "org/office-of-the-co-ordinator-of-economic-and-environmental-activities": (
        "org/office-of-the-co-ordinator-of-osce-economic-and-environmental-activities"
    ),
    "org/programme-office-in-nur-sultan": "org/programme-office-in-astana",
    "org/mission-to-serbia-and-montenegro": "org/mission-to-serbia",
    "org/spillover-monitor-mission-to-skopje": "org/mission-to-skopje",
}
#: Units of the register that annotators take for part of the body whose they are.
_UNITS = {
    "org/contact-point-for-roma-and-sinti-issues": "org/odihr",
    "org/office-of-the-secretary-general": "org/secretariat",
    "org/tcg-working-group-on-humanitarian-issues": "org/trilateral-contact-group",
}
_ASSEMBLY = "org/parliamentary-assembly"
#: Bodies whose parts have keys of their own, by how these begin.
_WHOLES = {"org/pa-": _ASSEMBLY, "org/odihr-": "org/odihr"}
_FIELD_OPERATION = (
    "org/(?:.*mission|presence|(?:programme-)?(?:office|centre)|liaison-office|assistance-group|advisory|project-co).*"
)
#: Offices that are said in many ways: of which body, how, and what of it is compared.
_SAID_IN_MANY_WAYS = (
    # Of which observers, and for what.
    ("", "^(special coordinator) .+", r"\1"),
    # The affiliation says whose envoy it is; the second half of a title is ", also focusing on …".
    (
        "org/(?:chairpersonship|personal-representative-.*)",
        r"^(\w+ \w+) (?:chair in office|chairpersonship)\b",
        r"\1",
    ),
    ("org/personal-representative-.*", r"^(personal representative) (?:conflict|article)\b.*", r"\1"),
    ("org/chairpersonship", r" \w+ focusing\b.*", ""),
    # What trafficking is.
    (".*-for-combating-trafficking-in-human-beings", "^(special representative) .+", r"\1"),
    # "TCG Humanitarian Working Group", "Working Group on Humanitarian Issues".
    ("org/trilateral-contact-group", r"\b(trilateral contact group|tcg|issues)\b", ""),
    ("org/trilateral-contact-group", r"\bworking group +(\w+)", r"\1 working group"),
    # "OSCE Chairman", in full in Office.
    ("org/osce", r"^chair$", "chair in office"),
    # "OSCE High Commissioner", in full on National Minorities.
    ("org/hcnm", r"^(high commissioner) national minorities$", r"\1"),
    # The Assembly's Secretary General heads its International Secretariat.
    (_ASSEMBLY, r"\b(secretary general) international secretariat$", r"\1"),
    # Annotators name the committee or the Assembly as the body of an office in a committee.
    (_ASSEMBLY, r"\b(?!(?:acting|deputy|vice|chair|cochair|rapporteur|member|committee)\b)\w+(?=.* committee\b)", ""),
    (_ASSEMBLY, r"(?<=\bcommittee) .*", ""),
    (_ASSEMBLY, r"\b(chair|cochair|rapporteur|member) +committee$", r"\1"),
    # "Head of Mission", "the mission's chief", "Head of the Advisory Group".
    (
        _FIELD_OPERATION,
        r"^((?:acting |deputy )*)(?:mission )?(?:head|chief)(?: (?:\w+ )?(?:mission|group))?$",
        r"\1head",
    ),
    # An officer's desk may be in a field office; whoever heads one has another office.
    (_FIELD_OPERATION, r"^((?:(?!head|chief|director|coordinator)\w+ )+)(?:at|in) (?:\w+ )+(?:office|centre)$", r"\1"),
    # The head of ODIHR is its Director.
    ("org/odihr", "^head$", "director"),
    ("org/rfom", "^(?:freedom media|media freedom) representative$", "representative freedom media"),
    # Where a State is represented beside the OSCE, and of what parliament a chamber is.
    ("state/.*", r"\b(permanent representative) .+", r"\1"),
    ("state/.*", r"\b(senate|majilis|mazhilis|(?:house|chamber)(?: \w+)?) (?:parliament|oliy majlis)$", r"\1"),
    # An officer's desk may be in an embassy or a ministry.
    ("state/.*", r" (?:at|in) (?:embassy$|(?:\w+ )?ministry\b.*|federal department\b.*)", ""),
    # The affiliation says of which State a delegation is, and its like are in the Assembly.
    ("state/.*", r"\bhead (?:\w+ )?delegation(?: parliamentary assembly)?$", "head delegation"),
)


def office(person: str, role: str, affiliation: str) -> str:
    """Put a role without what varies in writing: "Vice President of the Assembly" is "Vice-President of Assembly".

    >>> office("X", "Deputy Ecology Minister", "state/norway")
    'X | deputy minister ecology | state/norway'
    >>> office("X", "Special Envoy of the Chairperson-in-Office for Wool", "org/chairpersonship")
    'X | special envoy wool | org/chairpersonship'
    >>> office("X", "Personal Representative for Article IV, Annex 1-B", "org/personal-representative-article-iv")
    'X | personal representative | org/personal-representative-article-iv'
    >>> office("X", "MP", "state/norway") == office("X", "Member of Parliament", "state/norway")
    True
    >>> office("X", "Storting President", "state/norway") == office("X", "President of the Storting", "state/norway")
    True
    >>> office("X", "Vice President of the Senate", "state/norway")
    'X | vice president senate | state/norway'
    >>> office("X", "CiO", "org/osce") == office("X", "Chairman-in-Office", "org/osce")
    True
    >>> office("X", "Acting Head of the Loom Office", "org/loom-office")
    'X | acting head | org/loom-office'
    >>> office("X", "Co-ordinator", "org/tcg-working-group-on-humanitarian-issues")
    'X | coordinator humanitarian working group | org/trilateral-contact-group'
    >>> office("X", "Mission Chief", "org/mission-to-skopje") == office("X", "Head of Mission", "org/mission-to-skopje")
    True
    >>> office("X", "Wool Officer at the Lipa Field Office", "org/mission-to-skopje")
    'X | wool officer | org/mission-to-skopje'
    >>> office("X", "Head of the Lipa Field Office", "org/mission-to-skopje")
    'X | head lipa field office | org/mission-to-skopje'
    >>> office("X", "Director of the Norway Wool Center", "state/norway")
    'X | director wool centre | state/norway'
    >>> office("X", "Director of the Wool Department in the Ministry of Trade", "state/norway")
    'X | director wool department | state/norway'
    >>> office("X", "Director of the Ministry of Trade", "state/norway")
    'X | director ministry trade | state/norway'
    >>> office("X", "Vice-Chair of the Wool Committee", "org/parliamentary-assembly")
    'X | vice chair | org/parliamentary-assembly'
    >>> office("X", "Chief", "org/contact-point-for-roma-and-sinti-issues")
    'X | chief contact point roma and sinti issues | org/odihr'
    >>> office("X", "Deputy Secretary General", "org/pa-international-secretariat")
    'X | deputy secretary general | org/parliamentary-assembly'
    """
    words = role.casefold().replace("’", "'").replace(",", " ").replace("co-", "co").replace("-", " ").split()
    kept = _in_usual_order([_SPELLINGS.get(word, word) for word in words if word not in _SMALL])
    kept = _without([word for word in kept if f"state/{word}" != affiliation] or kept, affiliation)
    kept, affiliation = _of_whole(kept, affiliation)
    return f"{person} | {_as_compared(' '.join(kept), affiliation)} | {known(affiliation)}"


def _of_whole(words: list[str], affiliation: str) -> tuple[list[str], str]:
    """Put an office in a part of a body as one in the body, with the name of the part, where annotators do so."""
    if affiliation in _UNITS:
        name, whole = affiliation.removeprefix("org/"), _UNITS[affiliation]
    elif whole := next((_WHOLES[part] for part in _WHOLES if affiliation.startswith(part)), ""):
        name = affiliation.split("-", 1)[1]
    else:
        return words, affiliation
    return [*words, *(word for word in name.split("-") if word not in _SMALL)], whole


def _as_compared(words: str, affiliation: str) -> str:
    """Put the words of an office without what of it is said in many ways."""
    for body, said, kept in _SAID_IN_MANY_WAYS:
        if re.match(f"{body}$" if body else "", affiliation):
            words = re.sub(said, kept, words)
    return " ".join(words.split())


def _in_usual_order(words: list[str]) -> list[str]:
    """Put "Deputy Ecology Minister" as "Deputy Minister of Ecology", and what else the order of words leaves the same.

    >>> _in_usual_order(["first", "deputy", "prime", "minister"]), _in_usual_order(["deputy", "foreign", "minister"])
    (['first', 'deputy', 'prime', 'minister'], ['deputy', 'minister', 'foreign', 'affairs'])
    """
    text = f" {' '.join(words)} "
    for one, other in _WAYS.items():
        text = text.replace(f" {one} ", f" {other} ")
    words = text.split()
    ranks = next((at for at, word in enumerate(words) if word not in _RANKS), len(words))
    portfolio = words[ranks:-1]
    return [*words[:ranks], words[-1], *portfolio] if words[-1:] in _HEADS and portfolio else words


def _without(words: list[str], affiliation: str) -> list[str]:
    """Leave out what the affiliation says already: the words of a body's name at the end of an office in it.

    >>> _without(["deputy", "head", "programme", "office"], "org/programme-office-in-astana")
    ['deputy', 'head']
    """
    name = affiliation.partition("/")[2].replace("co-ordinator", "coordinator").split("-")
    while len(words) > 1 and words[-1] in name:
        words = words[:-1]
    return words


def known(key: str) -> str:
    """Give the key under which the register has a body that has had two."""
    return _KEYS.get(key, key)
