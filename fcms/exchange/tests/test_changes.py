"""What a row would change, old beside new, before anybody decides on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.cases.tests.make import make_case
from fcms.exchange import queries
from fcms.exchange.changes import MASK, Change, Effect, changes_of, in_short
from fcms.exchange.models import Intake
from fcms.leads.models import Lead
from fcms.subjects.actions import add_identifier, correct_subject
from fcms.subjects.models import Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

from .make import PERSON, SSN, apply, leads, load, load_eid, make_analyst, row

pytestmark = pytest.mark.django_db
OWN = PERSON["a_number"]


@pytest.fixture
def by() -> User:
    return make_analyst()


def of(intake: Intake, number: int = 1, file: str = "") -> dict[str, Change]:
    """The changes of a row by column; those of the record as a whole under ""."""
    return {one.field: one for one in queries.changes_of_row(intake, row(intake, number, file))}


def said(intake: Intake, number: int = 1, file: str = "") -> str:
    return in_short(queries.changes_of_row(intake, row(intake, number, file)))


@pytest.mark.promise("PIA-1.4-1")
def test_a_new_subject_is_announced_with_its_values_and_the_case_that_opens() -> None:
    intake = load_eid({"ssn": SSN})
    assert said(intake) == "A new subject is entered. A case opens at Dallas."
    found = of(intake)
    assert (found["family_name"].old, found["family_name"].new) == ("", "Okonjo")
    assert found["ssn"].new == MASK
    apply(intake)
    assert Case.objects.get().office.name == "Dallas"


@pytest.mark.promise("PIA-1.4-1")
def test_what_is_held_stands_beside_what_the_row_says_and_only_what_differs_changes() -> None:
    make_subject(a_number=OWN, birth_on="1970-03-04", middle_name="", gang_affiliation="None known")
    intake = load_eid({"middle_name": "Ana"})
    found = of(intake)
    assert (found["birth_date"].old, found["birth_date"].new) == ("4 Mar 1970", "4 Mar 1971")
    assert found["birth_date"].effect == "Put in force; the old value stays in the history."
    assert found["middle_name"].effect == "Put in force; nothing was held."
    assert "gang_affiliation" not in found
    before = Subject.objects.get()
    apply(intake)
    after = Subject.objects.get()
    changed = {name for name in found if name in ("family_name", "given_name", "sex", "middle_name")}
    for name in changed:
        assert (getattr(before, name) != getattr(after, name)) == (found[name].weight == Effect.CHANGES), name


def test_a_row_that_says_nothing_new_says_so() -> None:
    apply(load_eid({"ssn": SSN}))
    intake = load_eid({"ssn": SSN, "suffix": ""}, {"a_number": "A900700002"})
    assert said(intake) == "Nothing changes."
    assert of(intake)["ssn"].effect == "Held already."


def test_news_of_custody_on_a_live_case_goes_to_the_office_that_holds_it() -> None:
    case = make_case(subject=make_subject(a_number=OWN))
    intake = load_eid({"custody_status": "REMOVED", "removed_date": "2009-11-05"})
    for column in ("custody_status", "removed_date"):
        change = of(intake)[column]
        assert (change.weight, case.number in change.effect) == (Effect.ASKS, True)
    assert "A person decides on custody status and removed date." in said(intake)


def test_a_value_that_a_person_settled_is_announced_as_a_conflict(by: User) -> None:
    subject = make_subject(a_number=OWN, birth_on="1970-03-04")
    officer = make_officer("DAL")
    correct_subject(subject, by=officer, origin=officer_origin(officer), values={"birth_on": "1970-03-05"})
    intake = load_eid({}, by=by)
    assert of(intake)["birth_date"].weight == Effect.ASKS
    assert "a conflict opens" in of(intake)["birth_date"].effect
    apply(intake, by=by)
    assert Subject.objects.get().birth_on == "1970-03-05"


def test_another_number_of_a_kind_is_added_and_neither_is_shown(by: User) -> None:
    subject = make_subject(a_number=OWN)
    add_identifier(subject, by=by, origin=officer_origin(by), kind="SSN", number="900-12-3456")
    found = of(load_eid({"ssn": SSN}))
    assert (found["ssn"].old, found["ssn"].new) == (MASK, MASK)
    assert found["ssn"].effect == "Another number is added beside the one held."


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"docket_office": ""}, "No case opens: there is no docket office."),
        ({"case_category": "5C"}, ""),
        ({"deceased_date": "2009-11-01"}, "No case opens. This subject has died, so no case can be opened."),
    ],
)
def test_why_no_case_opens_is_said_before(changed: dict[str, str], sentence: str) -> None:
    assert said(load_eid(changed)) == f"A new subject is entered. {sentence}".strip()


def test_facts_are_new_held_already_or_come_with_their_subject() -> None:
    charge = [{"a_number": OWN, "charge": "237a1A"}]
    apply(load_eid({}, charges=charge))
    number = Subject.objects.get().number
    rows = [
        *charge,
        {"a_number": OWN, "charge": "237a2Aiii"},
        {"a_number": "A900700002", "charge": "237a1A"},
        {"a_number": "A900700003", "charge": "237a1A"},
    ]
    intake = load_eid({"suffix": "Jr"}, {"a_number": "A900700002"}, charges=rows)
    assert [said(intake, n, "charges.csv") for n in range(1, 5)] == [
        "Nothing changes.",
        f"Adds a charge to {number}.",
        "Added to the subject that row 2 of subjects.csv enters.",
        "Nothing changes.",
    ]


@pytest.mark.promise("PIA-1.4-1")
def test_a_lead_says_which_team_gets_it_and_whom_it_is_linked_to_or_where_it_waits(by: User) -> None:
    subject = make_subject(a_number=OWN, family_name="Okonjo")
    case = make_case(subject=subject)
    intake = load(
        leads({"a_number": OWN, "birth_date": "1960-01-02"}, {"zip": "", "state": "", "city": ""}), by=by
    )
    first, second = (
        " ".join(one.effect for one in queries.changes_of_row(intake, row(intake, n)) if not one.field)
        for n in (1, 2)
    )
    assert first.startswith("A lead for Dallas, team")
    assert f"Linked to {subject.number}, case {case.number}." in first
    assert "waits in Not routed" in second
    assert "waits in Not linked" in second
    assert said(intake, 1).endswith(f"On {subject.number}.")
    assert said(intake, 2) == "Not routed. Not linked."
    found = of(intake)
    assert found["family_name"].effect == "The same as the subject's."
    assert "the subject's own value stays" in found["birth_date"].effect
    apply(intake, by=by)
    lead = Lead.objects.get(row=1)
    assert lead.team is not None
    assert (lead.case, f"A lead for Dallas, team {lead.team.number}." in first) == (case, True)


def test_a_page_of_rows_takes_as_many_queries_as_one_row(
    by: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for kind, few, many in (("government-leads", leads({}), leads(*[{} for _ in range(30)])),):
        intake = load(many, by=by, kind=kind)
        with django_assert_max_num_queries(6):
            changes_of(intake, queries.rows_of(intake))
        assert few
    people = [{"a_number": f"A9007000{n:02}"} for n in range(30)]
    apply(load_eid(*people, by=by), by=by)
    intake = load_eid(*[{**one, "suffix": "Jr"} for one in people], by=by)
    with django_assert_max_num_queries(9):
        found = changes_of(intake, queries.rows_of(intake))
    assert len(found) == 30


def test_rows_that_cannot_be_read_and_extracts_that_are_decided_say_nothing(by: User) -> None:
    intake = load_eid({"a_number": "x", "ssn": "1"}, {}, by=by)
    assert said(intake, 1) == ""
    intake = apply(intake, by=by)
    assert queries.changes_of_row(intake, row(intake, 2)) == []


# --- on screen


def test_the_review_shows_what_would_change_in_the_list_and_field_by_field_on_the_row(
    by: User, signed_in: Callable[..., Client]
) -> None:
    make_subject(a_number=OWN, birth_on="1970-03-04")
    intake = load_eid({"ssn": SSN}, by=by)
    browser = signed_in(by)
    page: Any = browser.get(intake.get_absolute_url()).content.decode()
    assert re.search(r"Changes [^<]*birth date", page)
    page = browser.get(reverse("exchange:row", args=[intake.number, "subjects.csv", 1])).content.decode()
    assert "4 Mar 1970" in page
    assert "Put in force; the old value stays in the history." in page
    assert SSN not in page
