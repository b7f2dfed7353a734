"""Who does what a verb says: the subject of a verb, found by the patterns that end with it."""

from collections.abc import Sequence

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.parties import Clause, Part

#: All classes of a word that no table has: a noun, behind which a body only says whose that is.
_NOUN = frozenset({"word", "lower", "capital", "name-word", "name", "short", "authority", "role"})
#: How far before somebody it may be said that another speaks for them.
_NEAR = 30
#: How far before somebody his office and whoever serves him may be named.
_OFFICE = 6
#: His office, a preposition and an aide.
_SERVED = 3
#: "Between X and".
_PAIRED = 3
_THAT, _BETWEEN = "that", "between"
#: End of a verb whose object a body may be: "a guild that advises the Mission".
_THIRD = "s"
_ASKS, _OBLIQUE = "?", "oblique"


def subject_of(line: Clause, verb: int, grammar: Grammar) -> tuple[Part, ...]:
    """Find the subject of a verb.

    :param line: a sentence
    :param verb: index of the verb's unit
    :param grammar: the document's language
    :returns: the units of the subject; none where no pattern finds one
    """
    if grammar.shares_patterns and _is_unsaid(line, verb):
        return ()
    for pattern in line.fitting(grammar.stage("agents")):
        match = line.ending(pattern, verb + 1)
        if match is None or _is_of_another(line, match["speaker"]):
            continue
        if grammar.shares_patterns and _is_elsewhere(line, match["speaker"], verb, grammar):
            continue
        if not grammar.shares_patterns and _is_beside(line, match["speaker"], verb):
            continue
        if not is_represented(line, match["speaker"]) and not _is_spoken_to(line, match["speaker"], verb):
            return match.units("speaker")
    return ()


def _is_beside(line: Clause, unit: Part, verb: int) -> bool:
    """Tell a body that others work for, or that does something else in a relative clause, from a subject.

    "A guild that advises the Mission condemned the theft", "The guild, whose work the Mission supports, condemned it".
    """
    at = line.index(unit)
    if not unit.has("body"):
        return False
    near = reversed(line.units[max(at - _OFFICE, 0) : at])
    before = [each for each in near if each.has("clause") or not each.has("determiner")]
    opens = next((index for index, each in enumerate(before) if each.has("clause") and not each.has("aside")), None)
    if opens is None or any(each.has("mark") for each in before[:opens]):
        return False
    served = opens == 1 and before[0].has("lower") and before[0].text.endswith(_THIRD)
    ended = [each for each in line.units[at:verb] if not each.has("adverb")][-1:]
    aside = before[opens + 1 : opens + 2]
    return served or (bool(aside) and aside[0].text == "," and ended[0].text == ",")


def _is_unsaid(line: Clause, verb: int) -> bool:
    """Tell what is only supposed or asked: "Если X осудил кражу", "X ha condannato il furto?"."""
    unreal = any(unit.has("unreal") for unit in line.units[max(verb - 1, 0) : verb + 2])
    supposed = any(unit.has("condition") for unit in line.units[:verb])
    return unreal or supposed or line.units[-1].text == _ASKS


def _is_spoken_to(line: Clause, unit: Part, verb: int) -> bool:
    """Tell to whom somebody speaks in the first person: "Others may come, Ambassador X, and I thank you"."""
    first = verb > 0 and line.units[verb - 1].has("first-person")
    return first and line.units[verb - 1] is not unit


def is_represented(line: Clause, unit: Part) -> bool:
    """Tell whether somebody is only who another speaks for: "X, speaking on behalf of the Mayor Y, said"."""
    at = line.index(unit)
    if at and line.units[at - 1].has("aide"):
        return True  # "the adviser to the Mayor Y said"
    for before in reversed(line.units[max(at - _NEAR, 0) : at]):
        if before.has("mark") or before.has("stands-in"):
            return before.has("stands-in")
    return False


def _is_of_another(line: Clause, unit: Part) -> bool:
    """Tell a body or officer that only says whose somebody or something is."""
    return is_owner(line, unit) or _is_served(line, line.index(unit)) or _is_between(line, line.index(unit))


def _is_between(line: Clause, at: int) -> bool:
    """Tell the second of two whom a noun is between: "The talks between X and Y came after lunch"."""
    if at < _PAIRED:
        return False
    between, _, joined = line.units[at - _PAIRED : at]
    return between.text == _BETWEEN and joined.has("and")


def _is_served(line: Clause, at: int) -> bool:
    """Tell an officer whose spokesperson it is who speaks: "La portavoce della Presidente, X, ha condannato"."""
    before = list(reversed(line.units[max(at - _OFFICE, 0) : at]))
    before = before[1:] if before and before[0].text == "," else before
    if len(before) < _SERVED or not (before[0].has("role") or before[0].has("person")):
        return False
    owner = next((unit for unit in before[1:] if not (unit.has("owning") or unit.has("definite"))), None)
    return owner is not None and owner is not before[1] and owner.has("aide")


def _is_elsewhere(line: Clause, unit: Part, verb: int, grammar: Grammar) -> bool:
    """Tell a body in the genitive, or in a clause that ends before: "muros que la OSCE ha hallado, y propuso"."""
    if _OBLIQUE in grammar.classes(unit.text):
        return True
    at = line.index(unit)
    before = [each for each in reversed(line.units[:at]) if not (each.has("definite") or each.has("determiner"))]
    opened = bool(before) and (before[0].has("clause") or before[0].has("relative"))
    ends = [each for each in line.units[at:verb] if not each.has("adverb")][-2:]
    return opened and len(ends) > 1 and ends[0].text == "," and ends[1].has("and")


def is_owner(line: Clause, unit: Part) -> bool:
    """Tell a body that only says whose something is: "представитель ОБСЕ осудил", "der Vertreter der OSZE"."""
    at = line.index(unit)
    return unit.has("body") and at > 0 and line.units[at - 1].classes <= _NOUN


def changes_tense(line: Clause, subject: Sequence[Part], verb: int) -> bool:
    """Tell a noun from a verb: "She stressed that they share these values and promises"."""
    if not subject or not line.units[verb].has("verb-s") or line.units[verb].has("verb-ed"):
        return False
    said, that = (*line.units[line.index(subject[-1]) + 1 :][:2], line.units[verb], line.units[verb])[:2]
    return said.has("say") and said.has("verb-ed") and that.text == _THAT


def does_what_is_told(line: Clause, before: int) -> bool:
    """Tell who only did something to the subject: "The fair, organised by the guild and the Mission, offered wool"."""
    if before < 0 or not line.units[before].has("and"):
        return False
    clause = line.units[:before]
    begin = max((at for at, unit in enumerate(clause) if unit.text == ","), default=before)
    first, second = (*clause[begin + 1 : begin + 3], line.units[before], line.units[before])[:2]
    return first.has("verb-done") and second.has("doer")
