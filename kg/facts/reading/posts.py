"""Posts of the register: which post an office is, who holds it, and what contradicts that."""

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.model import Contradiction, Role
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.people import is_same
from kg.facts.tables import entries
from kg.iris import Iris, slug
from kg.model import Span
from kg.reference.gazetteer import Gazetteer, Holder

_POSTS = {(entry.term, entry.value): entry.note for entry in entries("posts")}
_CHAIR = "/chairperson-in-office"
_OSCE, _ORG = "/id/org/osce", "/id/org/"
_CHIEF = "Chief"
_HEADS = {entry.term: entry.value for entry in entries("heads_of_operations")}


class Posts:
    """Finds the posts of one document's offices, and their holders.

    :param gazetteer: the register, which has the last word
    :param date: the document's day, if it has one
    :param lexicon: the document's language
    """

    def __init__(self, gazetteer: Gazetteer, date: str | None, lexicon: Lexicon) -> None:
        self._gazetteer, self._date, self._lexicon = gazetteer, date, lexicon
        self._iris = Iris(gazetteer.base)
        self.contradictions: list[Contradiction] = []
        #: Posts that the document gives to somebody whom the register does not have in them.
        self.disputed: set[str] = set()

    def tenure_word(self, label: str) -> str:
        """Give the kind of tenure that the first word of a label says."""
        return self._lexicon.value(label.partition(" ")[0], "tenure-word")

    def minted(self, name: str, post: str | None) -> str | None:
        """Give the IRI of a tenure that the register lacks."""
        return self._iris.thing("tenure", f"{slug(name)}-{post.rsplit('/', 1)[-1]}") if post else None

    def known(self, label: str, body: str) -> str | None:
        """Find the register's post that an office in a body is."""
        post = _POSTS.get((label, body)) or (body if any(_is_envoy(label, body, each) for each in _POSTS) else None)
        return self._iris.post(post) if post else None

    def bodies(self, label: str) -> tuple[str, ...]:
        """List the keys of the bodies that have a post of a name."""
        return tuple(body for office, body in _POSTS if office == label)

    def post(self, meaning: Meaning) -> str | None:
        """Find or mint the post of a role; a role of nobody in particular is no post."""
        if meaning.owner is None:
            return None
        office = self._bare(meaning.label)
        if known := self.known(office, meaning.owner.key):
            return known
        if meaning.owner.kind == "org" and _is_head(office, meaning.owner.key):
            return self._iris.post(f"head-of-{meaning.owner.key}")
        return self._iris.post(f"{slug(office)}-{meaning.owner.key}")

    def holder(self, post: str | None, person: str | None, name: str, meaning: Meaning) -> Holder | None:
        """Find the register's tenure that a claim is about; on a page without a day any, if it is one person's."""
        if post is None:
            return None
        if meaning.past:
            mine = [held for held in self._gazetteer.tenures(post) if person and is_same(held, person, name)]
            return mine[-1] if mine else None
        if self._date is None:
            mine = [held for held in self._gazetteer.tenures(post) if is_same(held, person, name)]
            return mine[-1] if len({held.holder for held in mine}) == 1 and " " in name else None
        now = self._gazetteer.holders(post, self._date)
        return next((held for held in now if is_same(held, person, name)), None)

    def is_contradicted(self, post: str | None, meaning: Meaning, name: str, span: Span) -> bool:
        """Tell whether the register knows the post to be somebody else's on the day, or on any, and report it."""
        if post is None or meaning.past or self._bare(meaning.label) != meaning.label:
            return False
        undated = self._date is None and post.endswith(_CHAIR)  # All who ever were in the chair are known.
        now = [
            held
            for held in self._gazetteer.tenures(post)
            if undated or (self._date and _surely_holds(held, self._date))
        ]
        if not now:
            return False
        others = " and ".join(dict.fromkeys(holder.name for holder in now)) if self._date else "only others"
        label, day = post.rsplit("/", 1)[-1], self._date or "a page without a date"
        message = f"{name} is called {label} on {day}; the register has {others}: check the page or the register"
        self.contradictions.append(Contradiction(span=span, message=message))
        self.disputed.add(post)
        return True

    def _bare(self, label: str) -> str:
        """Put an office without how it is held: "Acting Head of Mission" is "Head of Mission"."""
        return label.partition(" ")[2] if self.tenure_word(label) else label


def _is_envoy(label: str, body: str, post: tuple[str, str]) -> bool:
    """Tell an office that is its own body also with its matter: "Personal Representative of the Chair on X"."""
    office, own = post
    return own == body == _POSTS[post] and label.startswith((f"{office} on ", f"{office} for "))


def _surely_holds(held: Holder, day: str) -> bool:
    """Tell whether a tenure lasted on a day: in the year in which it began or ended another may have had the post."""
    first, last = (min(held.seen), max(held.seen)) if held.seen else ("", "")
    begins, ends = held.begin or "", held.end or ""
    to_come = _is_less_exact(begins, day) and day < (first or day)
    over = _is_less_exact(ends, day) and day > (last or day)
    return held.holds(day) and not to_come and not over


def _is_less_exact(known: str, day: str) -> bool:
    """Tell a date that is known to the year or month of a day only."""
    return bool(known) and len(known) < len(day) and day.startswith(known)


def _is_head(office: str, body: str) -> bool:
    """Tell the head of an operation from that of a part of it: "Head of Office" of a mission is another office."""
    return office in _HEADS and f"-{_HEADS[office] or body}-" in f"-{body}-"


def is_head_of_operation(label: str) -> bool:
    """Tell whether an office is called like that of the head of a field operation: "Head of Mission"."""
    return label in _HEADS


def is_short_for(role: Role, known: Role) -> bool:
    """Tell whether a role is a shorter name of another of the same person, in the same body or State or in none.

    What is of the OSCE may be of a body in it: "OSCE Special Representative X", "Special Representative of its Chair".
    """
    if role.person != known.person or role.past != known.past or not known.affiliation:
        return False
    longer = known.label.startswith(f"{role.label} ") or _is_part(role.label, known.label)
    longer = longer or (_CHIEF in role.label and all(map(is_head_of_operation, (role.label, known.label))))
    broad = (role.affiliation or "").endswith(_OSCE) and _ORG in known.affiliation
    same = (role.affiliation == known.affiliation or broad) and longer
    return same or (role.affiliation is None and known.label.startswith(role.label))


def _is_part(label: str, other: str) -> bool:
    """Tell an office that another names in more words: "Head of the mission", "Head of the observation mission"."""
    head, of, unit = label.partition(" of the ")
    return bool(of) and " " not in unit and other.startswith(f"{head}{of}") and other.endswith(f" {unit}")
