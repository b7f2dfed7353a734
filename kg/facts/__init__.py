"""Stage 3: what a document says, each fact with the span that says it."""

from collections.abc import Iterable, Iterator

from kg.facts.chairs import chaired_by_state, without_other_chairs
from kg.facts.disambiguation import Zones, mention_of, zones_of
from kg.facts.elliptical import bodies_there, committees, joint_states, listed_bodies
from kg.facts.expressions import expression
from kg.facts.issued import issuing_bodies
from kg.facts.model import Facts
from kg.facts.name_index import index_of
from kg.facts.operations import operations, without_covered
from kg.facts.own_parts import without_parts
from kg.facts.reading.heads import envoys_of, envoys_titled, without_talks
from kg.facts.reading.reader import Reader
from kg.facts.shared_names import sharing_a_noun
from kg.facts.short_names import is_bare, short_mentions
from kg.facts.tables import entries
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

__all__ = ["Facts", "extract"]

#: Posts that the name of a unit tells, which is not that of its head: "Office of the Special Representative …".
_POSTS = {entry.term: entry.note for entry in entries("offices") if entry.term.startswith("office-") and entry.note}
#: The OSCE in full before a body: "Organization for Security and Co-operation in Europe (OSCE) Mission to Croatia".
_IN_FULL = expression("osce in full before a body")
#: The OSCE at the beginning or end of the name of a post, in several languages: "председатель ОБСЕ".
_OWN = expression("osce in a post")
_LONGEST = 80
_TITLE = expression("head of a unit")


def _placed(mention: Mention) -> tuple[int, int, str]:
    return mention.start, mention.end, mention.target


def extract(document: Document, gazetteer: Gazetteer) -> Facts:
    """Read a document.

    :param document: one capture of one language version
    :param gazetteer: the register's names
    :returns: its facts; the same document and gazetteer give the same facts
    """
    zones = zones_of(document)
    facts = Reader(document, gazetteer, _mentions(document, gazetteer, zones)).read()
    found = [*_denoted(facts.mentions, gazetteer), *_committees(document, zones, facts.mentions, gazetteer)]
    envoys = [*envoys_of(facts.roles, facts.mentions), *envoys_titled(document.text, facts.mentions)]
    found = [*without_talks(found, envoys), *(each for each in envoys if zones.inside(each.start, each.end))]
    return facts._replace(mentions=without_parts(sorted(found, key=_placed), document.text))


def _committees(document: Document, zones: Zones, named: Iterable[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Find the committees of the Assembly that no name in full covers."""
    full = [mention for mention in named if mention.kind in ("org", "post")]
    of_assembly = any("/org/pa" in each for each in (*issuing_bodies(document, gazetteer), *(m.target for m in full)))
    for each in committees(document, zones, gazetteer.base, alone=of_assembly):
        if not any(other.start < each.end and each.start < other.end for other in full):
            yield each


def _denoted(mentions: Iterable[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Let the title of whoever heads a unit of the Secretariat denote the post too, and the OSCE, whose post it is."""
    for mention in mentions:
        yield mention
        post = _POSTS.get(mention.target.rpartition("/")[2])
        if post is None or mention.kind != "org" or not _TITLE.match(mention.quote):
            continue
        titled = mention._replace(target=f"{gazetteer.base}id/post/{post}", kind="post")
        yield titled
        yield from _owners([titled], gazetteer)


def _mentions(document: Document, gazetteer: Gazetteer, zones: Zones) -> tuple[Mention, ...]:
    """Find every span of title and body that denotes a thing of the register."""
    named = without_other_chairs(_named(document, gazetteer, zones), document, gazetteer)
    others = operations(document, zones, named, gazetteer)
    named = [*without_covered(named, others), *others]
    issuers = issuing_bodies(document, gazetteer)
    found_listed = list(listed_bodies(document, zones, gazetteer))
    listed = [mention for mention, _ in found_listed]
    spans = {(mention.start, mention.end) for mention, beside_state in found_listed if not beside_state}
    named = [mention for mention in named if (mention.start, mention.end) not in spans]
    day = document.issued.value if document.issued else None
    short = [*bodies_there(document, zones, named, gazetteer), *sharing_a_noun(document, zones, gazetteer)]
    short += chaired_by_state(document, zones, named, gazetteer)
    short += short_mentions(document, zones, [*named, *listed, *short], issuers)
    starts = {mention.start for mention in short}
    named = without_covered([mention for mention in named if mention.start not in starts], short)
    found = {*named, *listed, *short, *joint_states(named, gazetteer, day), *_owners(named, gazetteer)}
    return tuple(sorted(found, key=_placed))


def _owners(named: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Name the OSCE in "the OSCE Secretary General": who holds a post is a person, whose post it is a body."""
    osce = f"{gazetteer.base}id/org/osce"
    return [
        Mention(post.start + own.start(), post.start + own.end(), own[0], osce, "org", 0.9)
        for post in named
        if post.kind == "post" and (own := _OWN.search(post.quote))
    ]


def _named(document: Document, gazetteer: Gazetteer, zones: Zones) -> list[Mention]:
    """Find the names in title and body."""
    found = []
    for hit in index_of(gazetteer).hits(document.text, document.language):
        if zones.inside(hit.start, hit.end):
            mention = mention_of(hit, document, zones)
            if mention and not is_bare(mention):
                found.append(_in_full(mention, document.text))
    long = [each for each in found if each.quote.startswith("Organi")]
    return [each for each in found if not any(_is_inside(each, other) for other in long)]


def _in_full(mention: Mention, text: str) -> Mention:
    """Let the name of a body begin where that of the OSCE does which is before it in full."""
    begin = max(0, mention.start - _LONGEST)
    name = _IN_FULL.search(text[begin : mention.start]) if mention.kind == "org" else None
    if name is None:
        return mention
    start = begin + name.start()
    return mention._replace(start=start, quote=text[start : mention.end])


def _is_inside(mention: Mention, other: Mention) -> bool:
    """Tell the OSCE in the name of one of its bodies."""
    return other.start <= mention.start and mention.end < other.end
