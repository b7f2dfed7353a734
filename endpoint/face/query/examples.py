"""Questions to begin with: the project's competency questions, with their titles."""

from dataclasses import dataclass
from functools import cache

from kg.assets import folder, rebased_text


@dataclass(frozen=True, slots=True)
class Example:
    """A question: its name in an address, its title in words, its query."""

    name: str
    title: str
    query: str


@cache
def examples(base: str) -> tuple[Example, ...]:
    """Read the questions, by number.

    :param base: base IRI of the release that they are asked of
    """
    made = []
    for path in sorted((folder("ontology") / "questions").glob("*.rq")):
        text = rebased_text(path, base)
        made.append(Example(path.stem, text.partition("\n")[0].lstrip("# ").strip(), text))
    return tuple(made)
