"""Roles as printed: "Swedish Minister for Foreign Affairs", "Head of the OSCE Mission to Skopje"."""

from dataclasses import dataclass

from kg.facts.names import is_name_word
from kg.facts.tables import Entry, entries, terms
from kg.facts.tokens import Paragraph, Token, is_title

_PREPOSITIONS = frozenset({"of", "for", "to", "on", "at", "in", "with", "within", "against"})
_DETERMINERS = frozenset({"the", "its", "their", "his", "her", "this"})
_POSSESSIVES = frozenset({"’s", "'s", "’", "'"})
_HEADS = {entry.term.casefold(): entry.value for entry in entries("role_heads")}
_HEADS |= {f"{term}s": label for term, label in _HEADS.items()}
_HEADS |= {"secretaries general": "Secretary General", "secretaries": "Secretary", "spokespersons": "Spokesperson"}
_LONGEST_HEAD = 2
_OFFICES = {entry.term: entry for entry in entries("offices")}


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """Tokens ``begin`` ≤ i < ``end`` that tell a role; ``head`` is where its head noun stands."""

    begin: int
    head: int
    head_end: int
    end: int
    label: str
    plural: bool


def office_of(token: Token) -> Entry | None:
    """Find the office that an institution's name also is: "the High Commissioner on National Minorities"."""
    if token.mention is None or token.mention.kind != "org":
        return None
    entry = _OFFICES.get(token.mention.target.rsplit("/", 1)[-1])
    return (
        entry if entry and not token.text.startswith(("Office", "OSCE Office")) and not token.text.isupper() else None
    )


def role_phrases(paragraph: Paragraph) -> list[RolePhrase]:
    """Find the roles that a paragraph tells, in order, none overlapping another."""
    found: list[RolePhrase] = []
    index, reached = 0, 0
    tokens = paragraph.tokens
    while index < len(tokens):
        head = _head_at(tokens, index)
        if head is None:
            index += 1
            continue
        head_end, label, plural = head
        end = _right(tokens, head_end)
        found.append(RolePhrase(_left(tokens, index, reached), index, head_end, end, label, plural))
        index = reached = end
    return found


def _head_at(tokens: tuple[Token, ...], index: int) -> tuple[int, str, bool] | None:
    """Read a head noun at an index: where it ends, its label, whether it is plural."""
    token = tokens[index]
    if token.mention is not None:
        if token.mention.kind == "post":
            return index + 1, _HEADS.get(token.text.removeprefix("OSCE ").casefold(), token.text), False
        office = office_of(token)
        return (index + 1, office.value, False) if office else None
    if _is_field(tokens, index):
        return None
    for size in range(_LONGEST_HEAD, 0, -1):
        words = [t.text for t in tokens[index : index + size] if t.mention is None]
        text = " ".join(words).casefold()
        if len(words) == size and text in _HEADS and not _modifies(tokens, index, size):
            return index + size, _HEADS[text], text.endswith("s") and text[:-1] in _HEADS
    return None


def _is_field(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a noun only says what an institution is for: "Justice" in "the Ministry of Justice"."""
    institutional = terms("institution_words")
    return (
        index > 1
        and tokens[index].text in institutional
        and tokens[index - 1].text == "of"
        and tokens[index - 2].text in institutional
    )


def _modifies(tokens: tuple[Token, ...], index: int, size: int) -> bool:
    """Tell whether a noun only stands before another head or a name: "Deputy Minister", "Judge Amanova"."""
    if size > 1 or index + 1 >= len(tokens):
        return False
    token, following = tokens[index], tokens[index + 1]
    modifies = token.text.casefold() in terms("role_modifiers") or token.text in terms("institution_words")
    if modifies and _leads_to_head(tokens, index + 1):
        return True
    return is_title(token) and is_name_word(following) and not _qualified(tokens, index)


def _leads_to_head(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a head follows, at once or after a modifier of its own: "Deputy Chief Monitor"."""
    if _head_at(tokens, index):
        return True
    following = tokens[index].text.casefold() if index + 1 < len(tokens) else ""
    return following in _HEADS and following in terms("role_modifiers") and _head_at(tokens, index + 1) is not None


def _qualified(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether something before a noun makes it a role: "Estonian President", "former Minister"."""
    before = tokens[index - 1] if index else None
    if before is None or before.text in ("The", "the"):
        return False
    return before.mention is not None or before.text in terms("institution_words") or _is_modifier(tokens, index - 1)


def _left(tokens: tuple[Token, ...], head: int, reached: int) -> int:
    """Find where a role begins: its modifiers, and whose it is, stand before the head."""
    begin = head
    while begin > reached:
        if begin > 1 and tokens[begin - 2].text == "of" and tokens[begin - 1].mention is None:
            break  # The end of another name: "Council of Europe Commissioner".
        if _is_modifier(tokens, begin - 1) and tokens[begin].start - tokens[begin - 1].end <= 1:
            begin -= 1
        elif begin > reached + 1 and _joined_modifier(tokens, begin):
            begin -= 2
        else:
            break
    while begin < head and tokens[begin].text in _POSSESSIVES:
        begin += 1
    return begin


def _joined_modifier(tokens: tuple[Token, ...], begin: int) -> bool:
    """Tell whether "and" joins a modifier to a phrase: "Foreign and" before "European Affairs Minister"."""
    before, joint = tokens[begin - 2], tokens[begin - 1]
    return (
        joint.text == "and"
        and before.text in terms("institution_words")
        and before.mention is None
        and tokens[begin].text in terms("institution_words")
    )


def _is_modifier(tokens: tuple[Token, ...], index: int) -> bool:
    token = tokens[index]
    if token.mention is not None:
        return token.mention.kind in ("state", "org", "place")
    if token.text in _POSSESSIVES:
        return index > 0 and tokens[index - 1].mention is not None
    if token.text in terms("institution_words") and (not is_title(token) or _is_portfolio(tokens, index)):
        return True
    return token.text.casefold() in terms("role_modifiers")


def _is_portfolio(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell a minister's field from a title of the same word: "Justice Minister" from "Justice X"."""
    return index + 1 < len(tokens) and tokens[index + 1].text.removesuffix("s") in ("Minister", "Secretary")


def _right(tokens: tuple[Token, ...], at: int) -> int:
    """Find where a role ends: after the complements of its head."""
    end = at
    while end < len(tokens):
        if tokens[end].text in _PREPOSITIONS and end + 1 < len(tokens):
            reached = _complement(tokens, end + 1)
        else:
            break
        if reached <= end + 1:
            break
        end = reached
    return end


def _complement(tokens: tuple[Token, ...], at: int) -> int:
    """Read one complement; give back ``at`` if there is none."""
    start = at
    while start < len(tokens) and tokens[start].text in _DETERMINERS:
        start += 1
    determined = start > at
    if (taken := _unnamed_body(tokens, start)) > start:
        return taken
    index, known = start, False
    while index < len(tokens):
        token = tokens[index]
        if is_title(token) and index + 1 < len(tokens) and is_name_word(tokens[index + 1]):
            break
        if _is_institutional(token):
            index, known = index + 1, True
        elif token.text in _POSSESSIVES and index > start:
            index += 1
        elif _links(tokens, index, start):
            index += 2 if tokens[index + 1].text in _DETERMINERS else 1
        elif is_name_word(token):
            taken = _unknown(tokens, index, known=known, determined=determined)
            if taken == index:
                break
            index, known = taken, True
        else:
            break
    return at if index == start else index


def _unnamed_body(tokens: tuple[Token, ...], start: int) -> int:
    """Read a body by its owner and its kind: "the short-term OSCE observer mission", "the OSCE PA delegation"."""
    index = start
    while index < len(tokens) and tokens[index].text in terms("role_modifiers"):
        index += 1
    if index == len(tokens) or tokens[index].mention is None or tokens[index].mention.kind != "org":  # type: ignore[union-attr]
        return start
    index += 1
    while index < len(tokens) and tokens[index].text in ("observer", "observation", "election", "monitoring"):
        index += 1
    return index + 1 if index < len(tokens) and tokens[index].text in ("mission", "delegation", "team") else start


def _is_institutional(token: Token) -> bool:
    if token.mention is not None:
        return True
    return token.text in terms("institution_words")


def _links(tokens: tuple[Token, ...], index: int, start: int) -> bool:
    """Tell whether a word joins two parts of one complement: "Foreign and European Affairs"."""
    if index == start or index + 1 >= len(tokens):
        return False
    text, following = tokens[index].text, tokens[index + 1]
    if text in _PREPOSITIONS or text == "and":
        if following.text in _DETERMINERS and index + 2 < len(tokens):
            following = tokens[index + 2]
        if text == "and" and (_head_at(tokens, index + 1) or following.mention is not None):
            return False
        return _is_institutional(following)
    return text == "," and following.text in terms("institution_words") and _and_follows(tokens, index)


def _and_follows(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether an enumeration inside one complement goes on to its "and": "Europe, Integration and …"."""
    for at in range(index + 1, min(index + 5, len(tokens))):
        if tokens[at].text == "and":
            return at + 1 < len(tokens) and tokens[at + 1].text in terms("institution_words")
        if not _is_institutional(tokens[at]) or _head_at(tokens, at):
            return False
    return False


def _unknown(tokens: tuple[Token, ...], index: int, *, known: bool, determined: bool) -> int:
    """Decide how much of a run of unknown capitalized words belongs to a complement, and how much is a name."""
    end = index
    while end < len(tokens) and (is_name_word(tokens[end]) or tokens[end].text in terms("particles")):
        end += 1
    followed = end < len(tokens) and _is_institutional(tokens[end]) and tokens[end].start - tokens[end - 1].end == 1
    if determined and not known:
        return end
    if followed and end - index == 1:
        return end
    if known:
        return index
    return end if end - index <= 2 else end - 2
