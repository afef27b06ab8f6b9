"""Dates that may be partly known, and which day it is where."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcms.lib.dates import (
    PartialDate,
    age,
    ages,
    check_range,
    latest_day,
    local_day,
    parse_date,
    parse_partial,
)
from fcms.lib.malformed import Malformed

pytestmark = pytest.mark.promise("PIA-1.5-1")

WHOLE = st.dates(date(1880, 1, 1), date(2100, 12, 31))
PARTIAL = st.builds(
    lambda day, known: PartialDate(*(day.year, day.month, day.day)[:known]), WHOLE, st.integers(1, 3)
)


@given(partial=PARTIAL)
def test_a_partial_date_written_is_read_back(partial: PartialDate) -> None:
    assert parse_partial(str(partial)) == partial
    assert partial.earliest <= partial.latest
    assert partial.whole == (partial.earliest == partial.latest)


@given(one=PARTIAL, other=PARTIAL)
def test_two_dates_agree_exactly_if_neither_is_surely_before_the_other(
    one: PartialDate, other: PartialDate
) -> None:
    apart = one.surely_before(other) or other.surely_before(one)
    assert one.agrees_with(other) != apart


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing"),
        ("71", "year, year-month or full date"),
        ("1971/03/04", "8 digits and 2 other signs"),
        ("03-04-1971", "such as 1971"),
        ("1971-13", "month"),
        ("1971-02-30", "day against its month"),
        ("0000", "four digits"),
        ("19710304", "8 digits"),
        ("١٩٧١", "other signs"),
    ],
)
def test_what_is_no_date_is_said_with_what_to_correct(text: str, says: str) -> None:
    with pytest.raises(Malformed, match=re.escape(says)):
        parse_partial(text)


@given(text=st.text(max_size=12))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    sentence = "."
    try:
        assert str(parse_partial(text)) == text.strip()
    except Malformed as problem:
        sentence = problem.sentence
    assert sentence.endswith(".")


def test_a_full_date_is_asked_for_where_one_is_needed() -> None:
    assert parse_date(" 2009-08-11 ") == date(2009, 8, 11)
    with pytest.raises(Malformed, match="full date"):
        parse_date("2009-08")


def test_the_first_of_january_is_known_as_the_default_birthday() -> None:
    assert parse_partial("1971-01-01").default_birthday
    assert not parse_partial("1971-01").default_birthday
    assert not parse_partial("1971-01-02").default_birthday


def test_a_date_must_not_surely_lie_in_the_future_or_the_far_past() -> None:
    today = date(2026, 3, 1)
    check_range(parse_partial("2026"), latest=today)
    check_range(parse_partial("2026-03"), latest=today)
    check_range(today, latest=today)
    with pytest.raises(Malformed, match="The date of birth lies in the future"):
        check_range(parse_partial("2026-03-02"), latest=today, what="The date of birth")
    with pytest.raises(Malformed, match="before 1880"):
        check_range(parse_partial("1879"), latest=today)


def test_the_day_is_the_day_of_the_place() -> None:
    moment = datetime(2026, 3, 1, 3, tzinfo=UTC)
    assert local_day(moment, "America/Chicago") == date(2026, 2, 28)
    assert latest_day(moment, ["America/Chicago", "Pacific/Guam"]) == date(2026, 3, 1)


def test_an_age_is_in_whole_years_and_a_range_where_the_birthday_is_not_known() -> None:
    assert age(date(2000, 3, 2), date(2026, 3, 1)) == 25
    assert age(date(2000, 2, 29), date(2025, 2, 28)) == 24
    assert ages(parse_partial("1990"), date(2026, 6, 1)) == (35, 36)


@given(birth=PARTIAL, on=WHOLE)
def test_the_lowest_age_is_at_most_one_year_below_the_highest(birth: PartialDate, on: date) -> None:
    youngest, oldest = ages(birth, on)
    assert 0 <= oldest - youngest <= 1
