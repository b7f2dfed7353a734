"""Sentences of thousands of words are read in time that grows with their length."""

import pytest

from kg.facts import extract
from kg.reference.gazetteer import Gazetteer
from tests.readings import release


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("body", "labels"),
    [
        ("The Ministers of " + "Culture and " * 50 + "Justice, Asta Holm, spoke.", set()),
        ("Asta Holm, who, " + "in Norway, " * 50 + "said: “Wool.”", set()),
        ("With Mayor Asta Holm, Head of wool, " * 8_000 + "she spoke.", {"Mayor"}),
        ("Asta Holm, Head of the OSCE Mission to Moldova, and " * 40 + "others met.", {"Head of Mission"}),
        ("Mayor Asta Holm, " + "as well as Asta Holm, Deputy Minister, " * 40 + "spoke.", {"Mayor", "Deputy Minister"}),
        ("“Wool is good,” Mayor Asta Holm said, " * 3_000 + "and left.", {"Mayor"}),
    ],
)
def test_a_sentence_that_repeats_itself_is_read_at_once(gazetteer: Gazetteer, body: str, labels: set[str]) -> None:
    facts = extract(release(body), gazetteer)
    assert "Asta Holm" in {person.name for person in facts.persons}
    assert {role.label for role in facts.roles} == labels
