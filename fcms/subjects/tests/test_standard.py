"""Addresses in the standard writing of Publication 28: what it makes of them, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcms.subjects.standard import FLAGS, standardise

pytestmark = pytest.mark.django_db

STREETS = [
    ("100 Sample Wy, Apt. #3", "", "100 SAMPLE WAY", "APT 3"),
    ("100 sample way", "3", "100 SAMPLE WAY", "# 3"),
    ("100 sample way", "Apartment 3", "100 SAMPLE WAY", "APT 3"),
    ("100 Sample Plaza", "Suite 200", "100 SAMPLE PLZ", "STE 200"),
    ("100 SAMPLE WAY FL 2 APT 3B", "", "100 SAMPLE WAY", "FL 2 APT 3B"),
    ("100 SAMPLE WAY 2ND FLOOR", "", "100 SAMPLE WAY", "FL 2"),
    ("100 SAMPLE WAY BASEMENT", "", "100 SAMPLE WAY", "BSMT"),
    ("SPC 12 100 SAMPLE WAY", "", "100 SAMPLE WAY", "SPC 12"),
    ("100 SAMPLE WAY LOT 14", "", "100 SAMPLE WAY", "LOT 14"),
    ("123-45 87th Avenue", "Apt 2", "123-45 87TH AVE", "APT 2"),  # Queens
    ("37-21 80th Street #4B", "", "37-21 80TH ST", "# 4B"),
    ("1234 1/2 North Sample Ave.", "", "1234 1/2 N SAMPLE AVE", ""),
    ("100 North Sample Boulevard Southwest #7", "", "100 N SAMPLE BLVD SW", "# 7"),
    ("100 SAMPLE STREET COURT", "", "100 SAMPLE STREET CT", ""),  # of two suffixes the last is abbreviated
    ("100 UPPER SAMPLE ROAD", "", "100 UPPER SAMPLE RD", ""),
    ("100 KEY WEST ST", "", "100 KEY WEST ST", ""),
    ("100 Niño Way", "", "100 NINO WAY", ""),
    ("100 BROADWAY", "", "100 BROADWAY", ""),
    ("N6W23001 BLUEMOUND RD", "", "N6W23001 BLUEMOUND RD", ""),
    ("5000 39.2 Rd", "", "5000 39.2 RD", ""),
    ("100 Co Rd 12", "", "100 COUNTY ROAD 12", ""),
    ("100 State Hwy 7", "", "100 STATE HIGHWAY 7", ""),
    ("100 US Hwy 1", "", "100 US HIGHWAY 1", ""),
    ("C/O Sample", "100 SAMPLE WAY", "100 SAMPLE WAY", ""),
    ("100 SAMPLE WAY", "c/o Specimen", "100 SAMPLE WAY", ""),
]


@pytest.mark.parametrize(("line_1", "line_2", "street", "unit"), STREETS)
def test_a_street_is_written_by_the_standard(line_1: str, line_2: str, street: str, unit: str) -> None:
    found = standardise(line_1, line_2)
    assert (found.street, found.unit, found.flags) == (street, unit, ())
    assert found.line == f"{street} {unit}".strip()


@pytest.mark.parametrize(
    ("line_1", "line_2", "line", "flag"),
    [
        ("P.O. Box 12", "", "PO BOX 12", "PO_BOX"),
        ("POB 12", "", "PO BOX 12", "PO_BOX"),
        ("Post Office Box 12", "", "PO BOX 12", "PO_BOX"),
        ("PO BOX 12", "APT 3", "PO BOX 12", "PO_BOX"),
        ("Rural Route 2", "Box 15", "RR 2 BOX 15", "RURAL"),
        ("HC 68 Box 23A", "", "HC 68 BOX 23A", "RURAL"),
        ("PSC 802 BOX 74", "", "PSC 802 BOX 74", "MILITARY"),
        ("General Delivery", "", "GENERAL DELIVERY", "GENERAL"),
    ],
)
def test_what_is_no_street_says_what_it_is(line_1: str, line_2: str, line: str, flag: str) -> None:
    found = standardise(line_1, line_2)
    assert (found.line, found.flags) == (line, (flag,))


@pytest.mark.parametrize(
    ("line_1", "line_2"),
    [
        ("CARR 2 KM 14.5 BO SAMPLE", ""),  # Puerto Rico: kilometers on a road
        ("CALLE 3 A-12", "URB SAMPLE"),
        ("LOT 14 SAMPLE TRAILER PARK", ""),
        ("corner of Sample and Specimen", ""),
        ("HOMELESS", ""),
        ("SAMPLE WAY", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_taken_apart_for_sure_is_said_so_and_not_guessed(line_1: str, line_2: str) -> None:
    found = standardise(line_1, line_2)
    assert (found.line, found.flags) == ("", ("UNPARSED",))


def test_parts_are_kept_beside_the_line() -> None:
    assert dict(standardise("1234 1/2 North Sample Ave.", "Apt 3").parts) == {
        "number": "1234 1/2",
        "predirection": "N",
        "name": "SAMPLE",
        "suffix": "AVE",
        "unit": "APT 3",
    }


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_has_an_answer_and_its_own_standard_is_itself(line_1: str, line_2: str) -> None:
    found = standardise(line_1, line_2)
    assert set(found.flags) <= FLAGS.keys()
    assert bool(found.line) != ("UNPARSED" in found.flags)


@pytest.mark.parametrize(("line_1", "line_2", "street", "unit"), STREETS)
def test_the_standard_of_a_standard_is_itself(line_1: str, line_2: str, street: str, unit: str) -> None:
    again = standardise(standardise(line_1, line_2).line)
    assert (again.street, again.unit) == (street, unit)
