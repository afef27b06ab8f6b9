"""Human numbers: the database makes them, Python reads them, and both agree."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from fcms.lib.numbers import is_number, number, tidy


@pytest.mark.django_db
@pytest.mark.promise("PIA-1.5-2")
def test_the_database_and_its_twin_agree():
    chance = random.Random(26)
    values = [
        (chance.choice("LCSIAD"), chance.randint(1996, 2105), chance.randint(1, 10**9)) for _ in range(500)
    ]
    values += [
        ("L", 2026, 4512),
        ("L", 2000, 1),
        ("C", 2009, 999_999),
        ("C", 2009, 1_000_000),
        ("AR", 2100, 7),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "select fcms_number(p, y, s) from unnest(%s::text[], %s::int[], %s::bigint[]) as v(p, y, s)",
            [list(column) for column in zip(*values, strict=True)],
        )
        made = [row[0] for row in cursor.fetchall()]
    assert made == [number(*value) for value in values]


def test_a_number_looks_as_officers_know_it():
    assert number("L", 2026, 4512) == "L26-004512-5"
    assert number("C", 2006, 1_234_567) == "C06-1234567-8"


@given(st.sampled_from(["L", "C", "AR"]), st.integers(1900, 2199), st.integers(1, 10**12))
def test_every_number_is_one_however_it_is_typed(prefix, year, serial):
    made = number(prefix, year, serial)
    for typed in (made, made.lower(), f" {made} ", made.replace("-", ""), made.replace("-", " ")):
        assert is_number(typed)
        assert tidy(typed) == made


@given(st.integers(1, 999_999), st.integers(0, 7), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(serial, place, more):
    made = number("L", 2026, serial)
    digits = [place for place, sign in enumerate(made) if sign.isdigit()]
    at = digits[place]
    wrong = made[:at] + str((int(made[at]) + more) % 10) + made[at + 1 :]
    assert not is_number(wrong)


@pytest.mark.parametrize(
    "text", ["", "L26", "L26-4512-5", "26-004512-5", "L26-004512-4", "Okonjo", "A900-100-001"]
)
def test_other_text_is_no_number(text):
    assert not is_number(text)
    assert tidy(text) == text.strip().upper()
