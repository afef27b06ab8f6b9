"""The score of a lead or an address: its parts, their points, and what has no part in it."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from fcms.lib.policytable import POLICY, PolicyError
from fcms.lib.ranking import Facts, points, score, total

GOOD = Facts(
    days=10,
    sources=3,
    name=True,
    birth_date=True,
    a_number=True,
    door="WHOLE",
    vendor=95,
    visit="LIVES_THERE",
    source="GOVERNMENT",
)


def sum_of(facts: Facts) -> int:
    return total(score(facts, points()))


@pytest.mark.promise("PIA-1.5-3")
def test_the_score_is_the_sum_of_its_parts_and_each_says_why():
    parts = score(GOOD, points())
    assert total(parts) == sum(part.points for part in parts)
    assert all(part.why and part.code in points().labels for part in parts)
    assert {part.code for part in parts} == {
        *("recency", "sources", "identity", "completeness", "vendor", "visits", "source"),
    }


@pytest.mark.promise("PIA-1.5-3")
@pytest.mark.parametrize(
    "worse",
    [
        {"days": 400},
        {"days": None},
        {"sources": 1},
        {"name": False},
        {"birth_date": None},
        {"a_number": False},
        {"door": "UNIT_MISSING"},
        {"door": "NO_DOOR"},
        {"vendor": 5},
        {"newer_elsewhere": True},
        {"ended": "CUSTODY"},
        {"ended": "LEFT"},
        {"ended": "DIED"},
        {"visit": "NOT_THERE"},
        {"source": "COMMERCIAL"},
    ],
    ids=str,
)
def test_what_speaks_against_an_address_lowers_its_score(worse):
    assert sum_of(replace(GOOD, **worse)) < sum_of(GOOD)


@pytest.mark.promise("PIA-1.7-2")
def test_a_vendor_never_outweighs_what_is_known_here():
    vendors_best = sum_of(Facts(days=10, vendor=100, source="COMMERCIAL", visit="NOT_THERE"))
    assert vendors_best < sum_of(Facts(days=10, source="GOVERNMENT"))


@pytest.mark.promise("PIA-1.5-3")
def test_nothing_but_these_facts_has_a_part_in_a_score():
    assert {field.name for field in fields(Facts)} == {
        *("days", "sources", "name", "birth_date", "a_number", "door", "vendor", "newer_elsewhere"),
        *("ended", "visit", "source"),
    }


def test_more_days_never_earn_more():
    earned = [sum_of(Facts(days=days)) for days in range(1000)]
    assert earned == sorted(earned, reverse=True)


def policy(tmp_path: Path, old: str, new: str) -> Path:
    text = (POLICY / "ranking.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "ranking.toml").write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("within_days = [30, 90", "within_days = [90, 30", "must rise"),
        ("two = 12", 'two = "many"', "whole number"),
        ("lives_there = 15", "lives_there = 15\ngang = 5", "not a key"),
        ('[visits]\nlabel = "Earlier visits"', "[visits]", "is missing"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path, old, new, said):
    with pytest.raises(PolicyError, match=said):
        points(policy(tmp_path, old, new))


def test_two_resellers_of_one_producer_are_named_by_it(tmp_path):
    given = '[{name = "RESELL A", producer = "P"}, {name = "RESELL B", producer = "P"}]'
    table = points(policy(tmp_path, "resellers = []", f"resellers = {given}"))
    assert table.producers == {"RESELL A": "P", "RESELL B": "P"}
