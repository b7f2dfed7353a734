"""The State that offices share with those beside them: of one person, or of the members of a list."""

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.held import Held, takes_state
from kg.facts.reading.holders import Scene
from kg.facts.reading.ownership import is_state
from kg.facts.reading.state_offices import is_of_state


class Sharing:
    """Carries States from office to office.

    :param words: words of the document's language
    """

    def __init__(self, words: Lexicon) -> None:
        self._words = words

    def of_one_person(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Let two offices of one person share a State: "the country's Deputy Prime Minister and Foreign Minister X"."""
        found = list(held)
        for at in range(1, len(found)):
            if found[at].claim.name is found[at - 1].claim.name:
                found[at] = self._carried(scene, found[at - 1], found[at], found[at])
        own: dict[int, list[Held]] = {}
        for each in found:
            own.setdefault(id(each.claim.name), []).append(each)
        return [self._sent(each, own[id(each.claim.name)]) for each in found]

    def _sent(self, held: Held, own: list[Held]) -> Held:
        """Let one person be sent by one State: "Norway's Ambassador to Austria and Permanent Representative X"."""
        abroad = self._is(held.meaning.label.split()[0], "abroad")
        heads = any(role.plural for role in held.claim.roles) and self._is(held.meaning.label.split()[-1], "delegation")
        if held.meaning.owner or held.meaning.foreign or not (abroad or heads):
            return held
        others = [one.meaning for one in own if heads or self._is(one.meaning.label.split()[0], "abroad")]
        states = {one.owner for one in others if one.owner and one.owner.kind == "state"}
        return held._replace(meaning=held.meaning._replace(owner=states.pop())) if len(states) == 1 else held

    def of_staff(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Let two on a staff share the body behind the second: "X, Officer, and Y, Manager from the Mission"."""
        found = list(held)
        for at in range(len(found) - 2, -1, -1):
            one, two = found[at], found[at + 1]
            if self._are_staff(scene, one, two):
                found[at] = one._replace(meaning=one.meaning._replace(owner=two.meaning.owner))
        for at in range(1, len(found)):
            if self._are_heads(scene, found[at - 1], found[at]):
                found[at] = found[at]._replace(meaning=found[at].meaning._replace(owner=found[at - 1].meaning.owner))
        return found

    def _are_heads(self, scene: Scene, one: Held, two: Held) -> bool:
        """Tell heads of two departments, of whom only the first says whose: "A, Head of its Wool Unit, B, Head of"."""
        owner, own = one.meaning.owner, two.meaning
        behind = all(each.claim.name.end <= each.begin and len(each.claim.roles) == 1 for each in (one, two))
        if not behind or owner is None or owner.kind != "org" or own.owner or own.foreign or two.claim.home:
            return False
        heads = all(
            "Head of " in each.meaning.label and self._is(each.meaning.label.split()[-1], "desk") for each in (one, two)
        )
        between = [token.text for token in scene.tokens[one.extent[1] : two.extent[0]]]
        listed = bool(between) and all(self._is(word, "list-mark") for word in between)
        return heads and listed and not is_of_state(own.label)

    def _are_staff(self, scene: Scene, one: Held, two: Held) -> bool:
        """Tell two on a staff, each behind a name, of whom only the second says whose."""
        owner, own = two.meaning.owner, one.meaning
        behind = all(each.claim.name.end <= each.begin and len(each.claim.roles) == 1 for each in (one, two))
        if not behind or owner is None or owner.kind != "org" or own.owner or own.foreign or one.claim.home:
            return False
        if two.claim.roles[0].end == two.claim.roles[0].head_end:
            return False
        staff = all(self._is(each.meaning.label.split()[-1], "staff") for each in (one, two))
        staff = staff and not any(self._is(word, "state-office") for word in own.label.split())  # "Police Officer X"
        between = [token.text for token in scene.tokens[one.extent[1] : two.extent[0]]]
        return staff and bool(between) and all(self._is(word, "list-mark") for word in between)

    def in_list(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Carry the State of one member of a list to the next, and of the last to the one before it.

        Two offices of one person share a State first: "the Foreign Minister of Norway, A, and Deputy Prime Minister and
        Foreign Minister of Sweden B".
        """
        found = list(held)
        for at in range(len(found) - 2, -1, -1):
            if found[at].claim.name is found[at + 1].claim.name:
                found[at] = self._carried(scene, found[at], found[at + 1], found[at])
        for at in range(1, len(found)):
            found[at] = self._carried(scene, found[at - 1], found[at], found[at])
        return self._back(scene, found)

    def _back(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Carry a State that follows the last name of a list to those before: "President A and Minister B of Norway".

        A State in the words of the later office is its own: "Ministers A and B, the Norwegian President C".
        """
        found, follows = list(held), False
        for at in range(len(found) - 2, -1, -1):
            together = _are_together(found[at], found[at + 1])
            follows = follows or together or found[at + 1].claim.home is not None
            carried = self._carried(scene, found[at], found[at + 1], found[at]) if follows else found[at]
            follows = carried is not found[at]
            found[at] = carried
        return found

    def _carried(self, scene: Scene, first: Held, second: Held, target: Held) -> Held:
        source = first if target is second else second
        owner = source.meaning.owner
        if owner is None or owner.kind != "state" or not takes_state(target.meaning, self._words):
            return target
        if self._is(source.meaning.label.split()[0], "abroad"):
            return target  # "The Norwegian Ambassador and Justice Minister X": whom an ambassador is with is at home.
        if target is first and is_state(scene.tokens[second.begin]):
            return target  # "The Minister and the Norwegian Ambassador": the Minister need not be Norwegian.
        if (target is second and self._has_own_state(scene, second)) or self._names_another(scene, target, owner):
            return target
        begin, end = first.extent[1], second.extent[0]
        begin += scene.tokens[begin - 1 : begin + 1][-1].text == ")" and _is_in_bracket(scene, first)
        between = [token.text for token in scene.tokens[begin:end]]
        if (source.claim.home and source is first) or not all(self._is(word, "list-mark") for word in between):
            return target
        return target._replace(meaning=target.meaning._replace(owner=owner))

    def _names_another(self, scene: Scene, held: Held, owner: Agent) -> bool:
        """Tell an office in whose words another State is: "the Director of the Finnish Weavers' School"."""
        states = {
            token.mention.target for token in scene.tokens[held.begin : held.end] if token.mention and is_state(token)
        }
        return bool(states - {owner.iri}) and not self._is(held.meaning.label.split()[0], "abroad")

    def _has_own_state(self, scene: Scene, held: Held) -> bool:
        """Tell whether a State follows an office behind a comma: "Minister of State, UK Wool Office"."""
        following = scene.tokens[held.end : held.end + 2]
        last = held.claim.name.begin < held.begin and len(following) > 1
        return last and following[0].text == "," and is_state(following[1])

    def _is(self, word: str, word_class: str) -> bool:
        return word_class in self._words.classes(word)


def _are_together(one: Held, other: Held) -> bool:
    """Tell two offices that stand apart from two names: "the President and the Minister, A, B", "A and B, the …"."""
    return other.begin < one.claim.name.first or other.claim.name.end <= one.begin


def _is_in_bracket(scene: Scene, held: Held) -> bool:
    """Tell whether a bracket holds the name alone: "the President (A), the Prime Minister (B)"."""
    first = held.claim.name.first
    return held.end < first and scene.tokens[first - 1].text == "("
