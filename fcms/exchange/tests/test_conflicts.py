"""Rules of intake that compare rows with each other and with what is stored: each seen to fire, and not to."""

from __future__ import annotations

from typing import Any

import pytest

from fcms.exchange import actions
from fcms.exchange.lifecycle import Decision
from fcms.exchange.models import Finding, Intake
from fcms.exchange.standing import bulk
from fcms.subjects.tests.make import make_subject

from .make import apply, found, leads, load, load_eid, make_analyst

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-3")]
OTHER = {
    "a_number": "A900700002",
    "family_name": "Specimen",
    "given_name": "Alex",
    "birth_date": "1980-05-06",
}
THIRD = {
    "a_number": "A900700003",
    "family_name": "Template",
    "given_name": "Casey",
    "birth_date": "1966-07-08",
}
SSN, ANOTHER = "900-12-3456", "900-12-3457"


def fired(intake: Intake, rule: str) -> list[tuple[str, int]]:
    """Where a rule spoke: file and row."""
    findings = Finding.objects.filter(intake=intake, rule=rule).order_by("file", "row")
    for finding in findings:
        assert not any(sign.isdigit() for sign in finding.value_class)
    return list(findings.values_list("file", "row"))


def rejected(intake: Intake, file: str, row: int) -> None:
    by = make_analyst()
    actions.decide(intake, by=by, file=file, rows=[row], decision=Decision.REJECTED, reason="Wrong.")


# --- numbers


def test_a_social_security_number_of_two_people_of_the_file_is_told_in_both_rows() -> None:
    intake = load_eid({"ssn": SSN}, {**OTHER, "ssn": SSN}, {**THIRD, "ssn": ANOTHER})
    assert fired(intake, "R-SSN-SHARED") == [("subjects.csv", 1), ("subjects.csv", 2)]
    rejected(intake, "subjects.csv", 2)
    assert fired(intake, "R-SSN-SHARED") == []


def test_a_social_security_number_of_another_subject_on_record_is_told() -> None:
    make_subject(a_number="A900700009", identifiers={"SSN": SSN}, birth_on="1950-02-03")
    intake = load_eid({"ssn": SSN}, {**OTHER, "ssn": ANOTHER})
    assert fired(intake, "R-SSN-SHARED") == [("subjects.csv", 1)]


def test_a_social_security_number_that_the_same_subject_holds_is_no_news() -> None:
    make_subject(a_number="A900700001", identifiers={"SSN": SSN})
    assert fired(load_eid({"ssn": SSN}), "R-SSN-SHARED") == []


def test_an_a_number_with_two_persons_is_told_and_one_that_is_only_misspelled_is_not() -> None:
    intake = load_eid({}, {**OTHER, "a_number": "A900700001"})
    assert fired(intake, "R-A-NUMBER-PERSONS") == [("subjects.csv", 1), ("subjects.csv", 2)]
    assert ("R-REPEATED", 2) in {(rule, row) for row, rule, _ in found(intake)}
    misspelled = load(leads({"a_number": "A900700001"}, {"a_number": "A900700001", "family_name": "Okonyo"}))
    assert fired(misspelled, "R-A-NUMBER-PERSONS") == []


def test_a_correction_of_one_row_is_heard_of_in_the_other() -> None:
    intake = load(leads({"a_number": "A900700001"}, {**OTHER, "a_number": "A900700001"}))
    assert len(fired(intake, "R-A-NUMBER-PERSONS")) == 2
    same = {"family_name": "Okonjo"}
    actions.edit_row(intake, by=make_analyst(), file="leads.csv", row=2, cells=same)
    assert fired(intake, "R-A-NUMBER-PERSONS") == []


def test_one_person_under_two_a_numbers_is_told_in_the_file_and_against_what_is_stored() -> None:
    twice = load_eid({}, {"a_number": "A900700002"}, THIRD)
    assert fired(twice, "R-A-NUMBER-PAIR") == [("subjects.csv", 1), ("subjects.csv", 2)]
    make_subject(a_number="A900700009")
    assert fired(load(leads({"a_number": "A900700001"}, OTHER)), "R-A-NUMBER-PAIR") == [("leads.csv", 1)]


def test_a_default_birthday_makes_nobody_one_person() -> None:
    default = {"birth_date": "1971-01-01"}
    assert fired(load_eid(default, {**default, "a_number": "A900700002"}), "R-A-NUMBER-PAIR") == []


# --- dates


@pytest.mark.parametrize(
    ("said", "rule", "column"),
    [
        ({"last_entry_date": "2006-07"}, "R-ENTRY-AFTER-ORDER", "last_entry_date"),
        ({"removed_date": "2003-02-01"}, "R-REMOVED-EARLY", "removed_date"),
        ({"birth_date": "1889-02-03"}, "R-AGE", "birth_date"),
    ],
)
def test_dates_that_seldom_follow_each_other_so_are_doubted(said: Any, rule: str, column: str) -> None:
    assert found(load_eid(said)) == [(1, rule, column)]


@pytest.mark.parametrize("said", [{"last_entry_date": "2004"}, {"removed_date": "2005-02-01"}, {}])
def test_dates_in_their_order_are_not(said: dict[str, str]) -> None:
    assert found(load_eid(said)) == []


def test_a_conviction_or_apprehension_before_the_birth_is_an_error() -> None:
    make_subject(a_number="A900700009", birth_on="1985", family_name="Held")
    rows = [
        {"a_number": "A900700001", "summary": "Sample", "convicted_on": "1970-05"},
        {"a_number": "A900700009", "summary": "Sample", "convicted_on": "1984"},
        {"a_number": "A900700009", "summary": "Sample", "convicted_on": "1985"},
    ]
    caught = [{"a_number": "A900700001", "apprehended_on": day} for day in ("1971-03-03", "1971-03-04")]
    intake = load_eid({}, convictions=rows, apprehensions=caught)
    assert fired(intake, "R-ORDER") == [
        ("apprehensions.csv", 1),
        ("convictions.csv", 1),
        ("convictions.csv", 2),
    ]


# --- addresses


@pytest.mark.promise("PIA-1.3-3")
@pytest.mark.parametrize(
    ("line_1", "fires"),
    [
        ("CORNER OF SAMPLE AND SPECIMEN", True),
        ("CARR 2 KM 14.5", True),
        ("HOMELESS", True),
        ("100 SAMPLE WAY", False),
        ("N6W23001 SAMPLE RD", False),
        ("123-45 87TH AVE", False),
        ("RR 2 BOX 15", False),
        ("PSC 802 BOX 74", False),
        ("General Delivery", False),
        ("P.O. Box 12", False),
    ],
)
def test_an_address_that_cannot_be_taken_apart_is_told(line_1: str, fires: bool) -> None:
    intake = load(leads({"line_1": line_1, "line_2": ""}))
    assert bool(fired(intake, "R-ADDRESS-FORM")) is fires


def test_a_missing_unit_is_told_where_the_building_has_units_in_the_file() -> None:
    intake = load(
        leads(
            {"line_1": "100 SAMPLE WAY", "line_2": "APT 3"},
            {"line_1": "100 Sample Way", "line_2": ""},
            {"line_1": "101 SAMPLE WAY", "line_2": ""},
            {"line_1": "100 SAMPLE WAY", "line_2": "", "zip": "75202"},
        )
    )
    assert fired(intake, "R-UNIT-MISSING") == [("leads.csv", 2)]


def test_a_missing_unit_is_told_where_the_building_has_units_in_what_is_stored() -> None:
    make_subject(addresses=[{"line_1": "100 Sample Wy", "line_2": "Apartment 3", "zip": "75201"}])
    bulk.standardise_new(lambda step, done, total: None)
    intake = load(
        leads({"line_1": "100 SAMPLE WAY", "line_2": ""}, {"line_1": "102 SAMPLE WAY", "line_2": ""})
    )
    assert fired(intake, "R-UNIT-MISSING") == [("leads.csv", 1)]


def test_one_address_for_a_crowd_is_told_and_many_leads_on_one_person_are_not() -> None:
    crowd = [{"a_number": f"A9007100{n:02}", "line_1": "77 SAMPLE WAY"} for n in range(10)]
    same = [{"a_number": "A900720000", "line_1": "78 SAMPLE WAY"} for _ in range(12)]
    intake = load(leads(*crowd, *same))
    assert fired(intake, "R-MASS-ADDRESS") == [("leads.csv", n) for n in range(1, 11)]
    assert "10 people" in Finding.objects.filter(intake=intake, rule="R-MASS-ADDRESS")[0].message


# --- counts


def lots(rows: int, start: int) -> bytes:
    return leads(*({"a_number": f"A9{start + n:08}"} for n in range(rows)))


def test_a_count_far_from_the_usual_is_told_of_the_file_as_a_whole() -> None:
    for n in range(3):
        load(lots(60, n * 1000), producer="State DOC")
    assert fired(load(lots(70, 5000), producer="State DOC"), "R-COUNT") == []
    assert fired(load(lots(200, 6000), producer="State DOC"), "R-COUNT") == [("leads.csv", 0)]
    assert fired(load(lots(3, 7000), producer="State DOC"), "R-COUNT") == [("leads.csv", 0)]
    assert fired(load(lots(3, 8000), producer="Somebody else"), "R-COUNT") == []


def test_warnings_stop_no_row() -> None:
    intake = apply(load_eid({"ssn": SSN}, {**OTHER, "ssn": SSN}))
    assert intake.result["subjects entered"] == 2
