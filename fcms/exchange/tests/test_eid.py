"""The daily extract of EID: subjects entered and brought up to date, cases opened, news left to the office."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fcms.audit.models import Change
from fcms.cases.models import Case
from fcms.cases.queries import known_of
from fcms.cases.tests.make import make_case
from fcms.database import vault
from fcms.encounters.tests.make import count_arrest
from fcms.exchange import queries
from fcms.exchange.models import Finding
from fcms.subjects.models import (
    Address,
    Alias,
    Apprehension,
    Conviction,
    Identifier,
    NameKeys,
    Photograph,
    RemovalCharge,
    Statement,
    Subject,
)
from fcms.subjects.queries import subject_by_a_number
from fcms.subjects.tests.make import make_officer, make_subject

from .make import FBI, FIN, PERSON, SID, SSN, TECS, apply, found, jpeg, load_eid, make_analyst, row

pytestmark = pytest.mark.django_db
OWN = PERSON["a_number"]
NUMBERS = {"ssn": SSN, "fbi_number": FBI, "fin": FIN, "sid": SID, "tecs_number": TECS}
HOME = {"line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}


def full() -> dict[str, Any]:
    """Rows of every subordinate file about the sample person."""
    who = {"a_number": OWN}
    return {
        "aliases": [{**who, "kind": "AKA", "family_name": "Adeyemi", "given_name": "Mara"}],
        "addresses": [{**who, **HOME, "provided_by_subject": "Y", "as_of": "2009-10-01"}],
        "charges": [{**who, "charge": "237a2Aiii"}],
        "apprehensions": [{**who, "apprehended_on": "2003-02-01"}],
        "convictions": [{**who, "offense_code": "1305", "summary": "Assault", "convicted_on": "2002-05"}],
    }


def held() -> Subject:
    subject = subject_by_a_number(OWN)
    assert subject is not None
    return subject


@pytest.mark.promise("PIA-0-6", "PIA-0-11", "PIA-1.2-1")
def test_a_new_person_is_entered_with_every_fact_and_the_source_of_each() -> None:
    middle = {
        "middle_name": "Ana",
        "birth_place": "Sampletown",
        "last_entry_date": "1999-07",
        "entry_class": "B2",
    }
    intake = apply(load_eid({**middle, **NUMBERS}, **full()))
    assert intake.result["subjects entered"] == 1
    assert intake.result["facts added"] == 5
    subject = held()
    assert (subject.family_name, subject.middle_name, subject.birth_on) == ("Okonjo", "Ana", "1971-03-04")
    assert (subject.case_category, subject.case_category_on) == ("5B", date(2009, 11, 21))
    assert (subject.docket_office.code, subject.final_order_on) == ("DAL", date(2004, 5, 6))  # type: ignore[union-attr]
    facts = [Alias, Address, RemovalCharge, Apprehension, Conviction]
    for model, file in zip(facts, full(), strict=True):
        said = model.objects.get(subject=subject).statement  # type: ignore[attr-defined]
        assert (said.source, said.intake, said.file, said.row) == ("EID", intake.number, f"{file}.csv", 1)
    own = Statement.objects.get(subject=subject, file="subjects.csv")
    assert (own.system, own.as_of, own.row) == ("EID", date(2009, 11, 21), 1)
    assert own.said["a_number"] == OWN
    assert own.said["birth_on"] == "1971-03-04"
    assert sorted(NameKeys.objects.filter(subject=subject).values_list("name", flat=True))[0].startswith(
        "Adeyemi"
    )
    assert queries.row_of(intake, "aliases.csv", 1).became == subject.number  # type: ignore[union-attr]


def test_the_sensitive_numbers_of_a_new_person_are_sealed_under_their_own_key() -> None:
    apply(load_eid(NUMBERS))
    subject = held()
    opened = {
        one.kind: vault.subjects.unseal(subject.key_slot, one.sealed, context=f"subject.{one.kind}")
        for one in Identifier.objects.filter(subject=subject)
    }
    assert opened == {"SSN": "901456781", "FBI": FBI, "FIN": FIN, "SID": SID, "TECS": TECS}


@pytest.mark.promise("PIA-0-11")
@pytest.mark.parametrize(
    ("category", "dated", "basis"),
    [
        ("5B", {}, "FINAL_ORDER"),
        ("8E", {}, "FINAL_ORDER"),
        ("8I", {}, "FINAL_ORDER"),
        ("1C", {"final_order_date": "", "failed_to_report_on": "2008-02-03"}, "FAILED_TO_REPORT"),
        ("5A", {"final_order_date": "", "failed_to_report_on": "2008-02-03"}, "FAILED_TO_REPORT"),
    ],
)
def test_a_category_that_means_fugitive_opens_a_case_at_the_field_office_of_the_docket(
    category: str, dated: dict[str, str], basis: str
) -> None:
    intake = apply(load_eid({"case_category": category, **dated}))
    case = Case.objects.get(subject=held())
    assert (case.status, case.office.code, case.basis) == ("OPEN", "DAL", basis)
    assert case.basis_on == (date(2008, 2, 3) if dated else date(2004, 5, 6))
    assert case.statement.intake == intake.number
    assert [step.step for step in case.steps.all()] == ["OPENED"]
    assert intake.result["cases opened"] == 1


def test_the_docket_of_a_sub_office_opens_the_case_at_its_field_office() -> None:
    from fcms.offices.models import Office

    sub = Office.objects.filter(kind="SUB").select_related("parent").first()
    assert sub is not None
    apply(load_eid({"docket_office": sub.code.lower()}))
    assert held().docket_office == sub
    assert Case.objects.get(subject=held()).office == sub.parent


@pytest.mark.promise("PIA-0-11")
@pytest.mark.parametrize("category", ["5C", "8F", "3", "10", ""])
def test_a_category_that_is_protected_or_pending_opens_no_case(category: str) -> None:
    intake = load_eid({"case_category": category})
    rules = {rule for _, rule, _ in found(intake)}
    assert not category or rules == {"R-CATEGORY-OPENS"}
    assert "cases opened" not in apply(intake).result
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"custody_status": "ICE_CUSTODY", "custody_date": "2009-11-01"},
        {"custody_status": "REMOVED", "removed_date": "2009-11-01"},
        {"deceased_date": "2009-11-01"},
        {"docket_office": ""},
    ],
)
def test_nobody_is_a_fugitive_who_is_in_custody_removed_dead_or_on_no_docket(
    elsewhere: dict[str, str],
) -> None:
    apply(load_eid(elsewhere))
    assert not Case.objects.filter(subject=held()).exists()


@pytest.mark.parametrize(
    ("wrong", "rule", "column"),
    [
        ({"ssn": "123-45-678"}, "R-SSN", "ssn"),
        ({"ssn": "987-65-4329"}, "R-SSN", "ssn"),
        ({"sex": "Q"}, "R-CODE", "sex"),
        ({"case_category": "ZZ9"}, "R-CODE", "case_category"),
        ({"case_category": "77"}, "R-CODE", "case_category"),
        ({"docket_office": "NOWHERE"}, "R-OFFICE", "docket_office"),
        ({"docket_office": "HQ"}, "R-OFFICE", "docket_office"),
        ({"final_order_date": ""}, "R-CATEGORY-BASIS", "final_order_date"),
        ({"final_order_date": "1970-01-02"}, "R-ORDER", "final_order_date"),
        ({"custody_status": "REMOVED"}, "R-REQUIRED", "removed_date"),
        ({"custody_status": "ICE_CUSTODY"}, "R-REQUIRED", "custody_date"),
        ({"stay_until": "2030-01-01"}, "R-REQUIRED", "stay_kind"),
        ({"citizenship_claim": "maybe"}, "R-CODE", "citizenship_claim"),
        ({"birth_place": "900-12-3456"}, "R-SSN", "birth_place"),
        ({"family_name": ""}, "R-REQUIRED", "family_name"),
        ({"fin": "12X"}, "R-FORM", "fin"),
    ],
)
def test_a_wrong_value_of_a_subject_is_an_error_and_the_other_rows_are_not_stopped(
    wrong: dict[str, str], rule: str, column: str
) -> None:
    intake = load_eid({}, {"a_number": "A900700002", **wrong})
    finding = Finding.objects.get(intake=intake, rule=rule, row=2)
    assert (finding.column, finding.severity) == (column, "ERROR")
    value = next(iter(wrong.values()))
    assert not value or value not in finding.message
    assert apply(intake).result["subjects entered"] == 1


def test_a_row_of_another_file_must_name_a_subject_of_the_extract_or_of_the_records() -> None:
    make_subject(a_number="A900700009", birth_on="1960-05-06")
    rows = [{"a_number": number, "charge": "237a1A"} for number in (OWN, "A900700009", "A900700008")]
    intake = load_eid({}, charges=rows)
    assert found(intake) == [(3, "R-NO-SUBJECT", "a_number")]


def test_rows_about_a_subject_that_was_not_accepted_are_left_out_and_counted() -> None:
    intake = load_eid(
        {}, {"a_number": "A900700002", "sex": "Q"}, charges=[{"a_number": "A900700002", "charge": "237a1A"}]
    )
    result = apply(intake).result
    assert result["rows left out because their subject was not accepted"] == 1
    assert not RemovalCharge.objects.exists()


@pytest.mark.promise("PIA-0-11", "PIA-1.2-1")
def test_a_subject_already_held_is_brought_up_to_date_and_both_values_stay_in_its_history() -> None:
    subject = make_subject(a_number=OWN, birth_on="1970-03-04", gang_affiliation="None known")
    intake = load_eid({"middle_name": "Ana", "gang_affiliation": ""}, **full())
    assert (1, "R-DOB-TWO", "birth_date") in found(intake)
    result = apply(intake).result
    assert (result["subjects updated"], "subjects entered" in result) == (1, False)
    subject.refresh_from_db()
    assert (subject.birth_on, subject.middle_name) == ("1971-03-04", "Ana")
    assert subject.gang_affiliation == "None known"  # what EID leaves empty is unknown to it, not denied
    change = Change.objects.filter(table="subjects_subject", row=subject.pk, operation="U").latest("id")
    assert change.fields["birth_on"] == ["1970-03-04", "1971-03-04"]
    said = Statement.objects.get(subject=subject, intake=intake.number, file="subjects.csv")
    assert (said.said["birth_on"], "gang_affiliation" in said.said) == ("1971-03-04", False)
    assert Alias.objects.get(subject=subject).family_name == "Adeyemi"


def test_facts_and_numbers_that_are_held_already_are_not_entered_twice() -> None:
    by = make_analyst()
    apply(load_eid(NUMBERS, **full(), by=by), by=by)
    result = apply(load_eid({**NUMBERS, "suffix": "Jr"}, **full(), by=by), by=by).result
    assert (result["facts added"], result["facts already held"]) == (0, 10)
    for model in (Alias, Address, RemovalCharge, Apprehension, Conviction):
        assert model.objects.filter(subject=held()).count() == 1  # type: ignore[attr-defined]
    assert Identifier.objects.filter(subject=held()).count() == 5
    assert Case.objects.filter(subject=held()).count() == 1


def test_a_fact_that_an_extract_says_twice_is_entered_once() -> None:
    twice = {name: rows * 2 for name, rows in full().items()}
    assert apply(load_eid({}, **twice)).result["facts added"] == 5


@pytest.mark.parametrize("status", ["OPEN", "COLD", "IN_CUSTODY"])
def test_news_of_custody_removal_or_death_on_a_live_case_is_kept_and_shown_but_not_put_in_force(
    status: str,
) -> None:
    subject = make_subject(a_number=OWN)
    case = make_case(subject=subject, status=status)
    before = Subject.objects.values("custody_status", "custody_on", "removed_on", "died_on").get(
        pk=subject.pk
    )
    news = {"custody_status": "REMOVED", "removed_date": "2009-11-05", "deceased_date": "2009-11-06"}
    intake = load_eid({**news, "middle_name": "Ana"})
    assert (1, "R-STATUS-LATER", "custody_status") in found(intake)
    result = apply(intake).result
    assert result["custody news for the office to confirm"] == 1
    subject.refresh_from_db()
    case.refresh_from_db()
    assert case.status == status
    assert subject.middle_name == "Ana"
    assert Subject.objects.values(*before).get(pk=subject.pk) == before
    said = Statement.objects.filter(subject=subject, intake=intake.number).latest("id").said
    assert (said["custody_status"], said["removed_on"], said["died_on"]) == (
        "REMOVED",
        "2009-11-05",
        "2009-11-06",
    )
    otherwise = {known.line.name: [voice.value for voice in known.otherwise] for known in known_of(subject)}
    assert all(otherwise[name] for name in ("custody_status", "removed_on", "died_on"))


def test_news_of_custody_is_put_in_force_where_no_case_is_worked() -> None:
    subject = make_subject(a_number=OWN, case_category="5C")
    apply(load_eid({"case_category": "5C", "custody_status": "ICE_CUSTODY", "custody_date": "2009-11-01"}))
    subject.refresh_from_db()
    assert (subject.custody_status, subject.custody_on) == ("ICE_CUSTODY", date(2009, 11, 1))


def test_a_case_that_has_ended_is_not_opened_again_by_an_extract() -> None:
    subject = make_subject(a_number=OWN)
    make_case(subject=subject, status="CLOSED")
    assert apply(load_eid({})).result["subjects whose case has ended"] == 1
    assert Case.objects.filter(subject=subject).count() == 1


def test_what_contradicts_the_record_is_shown_before_a_person_decides() -> None:
    make_subject(a_number=OWN, family_name="Tanaka", sex="M", birth_on="1960-01-02")
    intake = load_eid({})
    assert {rule for _, rule, _ in found(intake)} == {"R-NAME-TWO", "R-SEX-TWO", "R-DOB-TWO"}
    changing = queries.changes_of_row(intake, row(intake))
    assert {one.field for one in changing if one.differs} == {"family_name", "birth_date", "sex"}


def test_a_removal_of_a_non_fugitive_is_counted_where_the_arrest_was_and_leads_to_nobody() -> None:
    count_arrest(make_officer("DAL"), a_number="A900888888", arrested_on=date(2009, 9, 1))
    removals = [{"a_number": number, "removed_on": "2009-10-01"} for number in ("A900888888", "A900888887")]
    intake = apply(load_eid({}, non_fugitive_removals=removals))
    assert intake.result["non-fugitive removals counted"] == 1
    assert intake.result["non-fugitive removals not counted"] == 1
    assert subject_by_a_number("A900888888") is None
    assert queries.row_of(intake, "non_fugitive_removals.csv", 1).became == ""  # type: ignore[union-attr]


def test_a_photograph_is_drawn_anew_sealed_and_kept_once() -> None:
    by, secret = make_analyst(), b"taken at 100 SAMPLE WAY"
    photo = {"photographs": [{"a_number": OWN, "taken_on": "2009-01-02", "file": "p/1.jpg"}]}
    pictures = {"p/1.jpg": jpeg(comment=secret)}
    assert secret in pictures["p/1.jpg"]
    apply(load_eid({}, **photo, pictures=pictures, by=by), by=by)
    kept = Photograph.objects.get()
    assert kept.subject == held()
    assert b"JFIF" not in bytes(kept.sealed)
    drawn = vault.subjects.unseal_bytes(held().key_slot, kept.sealed, context="subject.photograph")
    assert drawn.startswith(b"\xff\xd8")
    assert secret not in drawn
    again = apply(load_eid({"suffix": "Jr"}, **photo, pictures=pictures, by=by), by=by)
    assert again.result["photographs already held"] == 1
    assert Photograph.objects.count() == 1


@pytest.mark.parametrize(
    ("pictures", "says"),
    [
        ({}, "no file of this name"),
        ({"p.jpg": b"<svg onload=alert(1)>"}, "not a JPEG or PNG"),
        ({"p.jpg": jpeg()[:200]}, "not a JPEG or PNG"),
        ({"p.jpg": jpeg() + bytes(1_200_000)}, "larger than 1 MB"),
    ],
)
def test_a_photograph_that_cannot_be_kept_is_an_error_of_its_row(
    pictures: dict[str, bytes], says: str
) -> None:
    photo = {"a_number": OWN, "taken_on": "", "file": "p.jpg"}
    intake = load_eid({}, photographs=[photo], pictures=pictures)
    finding = Finding.objects.get(intake=intake, rule="R-PHOTOGRAPH")
    assert says in finding.message
    assert row(intake, 1, "photographs.csv").state == "ERROR"
    result = apply(intake).result
    assert (result["subjects entered"], "photographs added" in result) == (1, False)


def test_the_rows_of_all_files_add_up_to_what_the_extract_says_it_has() -> None:
    intake = load_eid({}, {"a_number": "A900700002"}, **full())
    assert intake.rows == 7
    assert queries.counts_of(intake).rows == 7
    assert queries.files_of(intake) == sorted(["subjects.csv", *(f"{name}.csv" for name in full())])


def test_many_batches_bring_everybody_with_all_their_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    from fcms.exchange.sources.eid_daily import accepted

    monkeypatch.setattr(accepted, "BATCH", 3)
    numbers = [f"A9007{n:05}" for n in range(20)]
    people = [{"a_number": number} for number in reversed(numbers)]
    charges = [
        {"a_number": number, "charge": charge} for number in numbers for charge in ("237a1A", "237a1B")
    ]
    many = [{"a_number": numbers[7], "apprehended_on": f"2003-02-{day:02}"} for day in range(1, 11)]
    result = apply(load_eid(*people, charges=charges, apprehensions=many)).result
    assert (result["subjects entered"], result["facts added"], result["cases opened"]) == (20, 50, 20)
    assert Apprehension.objects.filter(subject=subject_by_a_number(numbers[7])).count() == 10
