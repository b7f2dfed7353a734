"""The issuer of a page without a source line: the body in whose section of the site it is, on its day."""

from datetime import date, timedelta

import pytest

from kg.iris import Iris
from kg.namespaces import DEFAULT_BASE
from kg.reference.gazetteer import Gazetteer, load_gazetteer

IRIS = Iris(DEFAULT_BASE)


@pytest.fixture(scope="module")
def register() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("section", "day", "body"),
    [
        ("bishkek", "2009-09-08", "centre-in-bishkek"),
        ("bishkek", "2019-09-08", "programme-office-in-bishkek"),
        ("bishkek", None, None),
        ("odihr", None, "odihr"),
        ("zagreb", "2003-09-24", "mission-to-croatia"),
        ("zagreb", "2009", "office-in-zagreb"),
        ("zagreb", "2007", None),
        ("skopje", "2001-10-18", "spillover-monitor-mission-to-skopje"),
        ("kosovo", "1999-02-01", "kosovo-verification-mission"),
        ("kosovo", "1998-01-01", None),
        ("node", "2009-09-08", None),
    ],
)
def test_a_section_is_of_the_body_that_was_there_on_the_day(
    register: Gazetteer, section: str, day: str | None, body: str | None
) -> None:
    assert register.issuer_of_section(section, day) == (IRIS.org(body) if body else None)


def test_where_bodies_follow_one_another_no_day_of_the_new_one_is_given_to_the_old_one(register: Gazetteer) -> None:
    for section, periods in register.sections.items():
        for period in periods:
            if len(period.end) == 10:
                after = (date.fromisoformat(period.end) + timedelta(days=1)).isoformat()
                assert register.issuer_of_section(section, after) != period.body
