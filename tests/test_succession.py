"""How holders of one post bound one another for reading: made-up people in a made-up post."""

import pytest

from kg.iris import Iris
from kg.reference.gazetteer import Holder, load_gazetteer
from kg.reference.succession import bounded


def held(name: str, begin: str | None, end: str | None, *seen: str, acting: bool = False) -> Holder:
    return Holder(name, name, name, begin, end, seen=seen, acting=acting)


@pytest.mark.parametrize(
    ("terms", "day", "names"),
    [
        ([held("a", "2019", None), held("b", "2025-05-05", None)], "2025-05-04", "a"),
        ([held("a", "2019", None), held("b", "2025-05-05", None)], "2025-05-05", "b"),
        ([held("a", "2019", None), held("b", "2025-05-05", None)], "2025-05", "a b"),
        ([held("a", "2019", None), held("b", None, None, "2025-05-05")], "2025-05-05", "b"),
        ([held("a", "2019", None, "2025-05-02"), held("b", None, None, "2025-05-05")], "2025-05-03", "a b"),
        ([held("a", "2019", None, "2025-05-02"), held("b", None, None, "2025-05-05")], "2025-05-02", "a"),
        ([held("a", "2019", "2025-08"), held("b", "2025-08-14", None)], "2025-08-20", "b"),
        ([held("a", "2019", "2025-08"), held("b", "2025-08-14", None)], "2025-08-13", "a"),
        ([held("a", "2019", "2025-08-14"), held("b", "2025", None)], "2025-03-01", "a"),
        ([held("a", "2019", "2025-08-14"), held("b", "2025-08-14", None)], "2025-08-14", "a b"),
        ([held("a", "2021", None, "2021-06-03"), held("b", None, "2021", "2021-04-20")], "2021-04-20", "b"),
        ([held("a", "2010", "2016"), held("b", "2012-03-01", "2012-04-01", acting=True)], "2013", "a"),
        (
            [
                held("a", "2010", None, "2014-01-01"),
                held("b", "2012-03", "2012-04", acting=True),
                held("c", "2016", ""),
            ],
            "2015-01-01",
            "a",
        ),
        ([held("a", "2010", None, "2014-05-04"), held("b", "2014-05-01", None)], "2014-05-03", "a b"),
        ([held("a", "2010", None, "2014-05-04"), held("b", "2014-05", None)], "2014-05-20", "a b"),
        ([held("a", "2018", "2022-09-30"), held("b", "2022", None, "2022")], "2022-09-29", "a"),
        ([held("a", "2010", None, "2014-05-04"), held("b", "2014-05-01", None)], "2014-05-05", "b"),
        ([held("a", None, None, "1997-03-06"), held("b", "1997", "1999", "1998")], "1997-03-06", "a"),
        ([held("a", None, None, "1997-03-06"), held("b", "1997", "1999", "1998")], "1997-09", "a b"),
        ([held("a", None, None, "1997-03-06"), held("b", "1997", "1999", "1998")], "1998", "b"),
        ([held("a", None, "1997-03-06"), held("b", "1997", None, "1998-05-04")], "1997-03-05", "a"),
        ([held("a", "1997-02-01", "1997-03-06"), held("b", "1997", "1999")], "1997-02-03", "a"),
        ([held("a", "2019", "2019-06"), held("b", "2019-06-15", "2021")], "2019-03", "a"),
    ],
)
def test_who_may_have_held_a_post_on_a_day(terms: list[Holder], day: str, names: str) -> None:
    assert (
        " ".join(each.name for each in sorted(bounded(terms), key=lambda each: each.name) if each.may_hold(day))
        == names
    )


def test_colleagues_in_several_seats_do_not_bound_one_another() -> None:
    terms = [held("a", "2025-07", None), held("b", "2025-07", None)]
    assert [each.may_hold("2026-01-01") for each in bounded(terms, seats=4)] == [True, True]
    assert [each.may_hold("2026-01-01") for each in bounded(terms)] == [False, True]


def test_who_comes_back_to_one_of_several_seats_has_it_once() -> None:
    terms = [held("a", "2014", None), held("b", "2014", "2018-10-31"), held("a", "2018-11-01", None)]
    assert [each.name for each in bounded(terms, seats=2) if each.may_hold("2019")] == ["a"]
    assert [each.name for each in bounded(terms, seats=2) if each.may_hold("2016")] == ["a", "b"]


@pytest.mark.parametrize(
    ("post", "day", "names"),
    [
        ("head-of-mission-in-kosovo", "2025-05-04", ["Michael Davenport"]),
        ("head-of-mission-in-kosovo", "2025-05-05", ["Gerard McGurk"]),
        ("vice-president-parliamentary-assembly", "2025-09-01", ["Eugenio Zoffili", "Irene Charalambides"]),
    ],
)
def test_a_holder_without_an_end_gives_way_to_the_next(post: str, day: str, names: list[str]) -> None:
    assert [each.name for each in load_gazetteer().holders(Iris().post(post), day)] == names


def test_nobody_is_bounded_away_from_a_day_on_which_a_source_names_them() -> None:
    gazetteer = load_gazetteer()
    assert [
        (each.tenure, day)
        for post in gazetteer.posts.values()
        for each in post
        for day in each.seen
        if not each.may_hold(day)
    ] == []


@pytest.mark.parametrize(
    ("term", "day", "holds"),
    [
        (held("a", "2007", "2008", "2008-03-13"), "2008-07-30", True),
        (held("a", "2007", "2008", "2008-03-13"), "2009", False),
        (held("a", "2007", "2008-03", "2008-03-13"), "2008-03-20", True),
        (held("a", "2007", None, "2008-03-13"), "2008-07-30", False),
        (held("a", "2008", None, "2008-03-13"), "2008-01-01", True),
        (held("a", "2008", None, "2008-03-13"), "2008-07-30", False),
        (held("a", None, "2008"), "2008-07-30", True),
    ],
)
def test_a_post_is_held_between_days_as_precise_as_they_are_known(term: Holder, day: str, holds: bool) -> None:
    assert term.holds(day) is holds


def test_nobody_holds_a_post_in_a_year_while_another_is_named_in_it() -> None:
    terms = bounded([held("a", None, None, "1997-03-06"), held("b", "1997", "1999")])
    assert [[each.name for each in terms if each.holds(day)] for day in ("1997-03-06", "1997-03-07")] == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("term", "day", "likely"),
    [
        (held("a", None, None, "2009-03-27"), "2008-02-07", False),
        (held("a", None, None, "2009-03-27"), "2008-05-07", True),
        (held("a", "2010-01", "2012"), "2011-01-01", True),
        (held("a", "2010-01", "2012"), "2013-01-01", False),
        (held("a", "2024-12-06", None), "2026-11-01", True),
        (held("a", "2024-12-06", None), "2028-01-01", False),
        (held("a", None, None), "2010", False),
    ],
)
def test_words_of_an_unnamed_holder_are_given_only_near_days_that_are_known(
    term: Holder, day: str, likely: bool
) -> None:
    assert term.is_likely(day) is likely


def test_a_holder_whom_somebody_followed_later_is_not_likely_long_after_the_last_day_known() -> None:
    first, _ = bounded([held("a", "2007-05-16", None), held("b", "2012-06-07", None)])
    assert [first.is_likely(day) for day in ("2008-05-01", "2009-05-01")] == [True, False]
    assert first.may_hold("2009-05-01")
