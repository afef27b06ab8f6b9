"""The screens of activities, asked for as a browser asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.models import Activity, Arrest
from fcms.audit.models import Access
from fcms.cases.models import Case
from fcms.encounters.models import StatisticalArrest
from fcms.leads.models import Lead
from fcms.leads.tests.make import make_lead
from fcms.lib.dates import local_day
from fcms.subjects.tests.make import make_officer

from .make import ARRESTED_ON, PLACE, Work, count_non_fugitive, make_activity, make_arrest, make_work

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CHECK = {
    "type": "RECORDS_CHECK",
    "check_system": "EID",
    "check_result": "STILL_FUGITIVE",
    "acted_on": "2026-03-04",
}
ARREST = {"acted_on": "2026-03-04", "targeted": "yes", **PLACE}
COUNT = {
    "check_system": "EID", "verification": ["Interview", "Fingerprints"], "verified_on": "2026-03-04",
    "a_number": "A900-555-001", "arrested_on": "2026-03-04", "city": "Dallas", "state": "tx", "criminal": "no",
}  # fmt: skip


def today_in_dallas() -> date:
    return local_day(timezone.now(), "America/Chicago")


def text(response: HttpResponse) -> str:
    assert response.status_code in (200, 422), response.status_code
    return unescape(response.content.decode())


@pytest.fixture
def officer(work: Work, sign_in: SignIn) -> Client:
    """The browser of the officer who works the lead."""
    return sign_in(work.officer)


# --- the list and one activity


def test_the_list_shows_what_my_office_did_and_no_other_office(work: Work, officer: Client) -> None:
    make_activity(work)
    elsewhere = make_officer("MIA")
    count_non_fugitive(elsewhere)
    page = text(officer.get("/activities/"))
    assert "EID: Still a fugitive" in page
    assert "Okonjo, Marisol" in page
    assert elsewhere.name not in page


def test_headquarters_reads_all_offices_and_narrows_by_office_and_officer(
    work: Work, sign_in: SignIn
) -> None:
    make_activity(work)
    count_non_fugitive(make_officer("MIA"))
    browser = sign_in(make_officer("HQ", role="hq_supervisor"))
    everything = text(browser.get("/activities/"))
    assert "EID: Still a fugitive" in everything
    assert "of a non-fugitive, counted" in everything
    dallas = text(browser.get("/activities/?office=DAL"))
    assert "of a non-fugitive, counted" not in dallas
    assert work.officer.name in dallas
    none = text(browser.get(f"/activities/?office=MIA&officer={work.officer.pk}"))
    assert (
        "of a non-fugitive" in none
    )  # an officer of another office is no choice there, so it does not narrow


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=VISIT", False),
        ("type=RECORDS_CHECK", True),
        ("since=2026-03-05", False),
        ("since=2026-03-04&until=2026-03-04", True),
        ("until=2026-03-03", False),
        ("type=NONSENSE&since=yesterday", True),
    ],
)
def test_the_list_is_narrowed_by_type_and_dates(work: Work, officer: Client, query: str, found: bool) -> None:
    make_activity(work)
    assert ("EID: Still a fugitive" in text(officer.get(f"/activities/?{query}"))) is found


def test_a_long_list_is_cut_by_key(work: Work, officer: Client) -> None:
    for day in range(60):
        make_activity(work, acted_on=ARRESTED_ON - timedelta(days=day))
    first = officer.get("/activities/").context["page"]
    second = officer.get(f"/activities/?{first.next}").context["page"]
    assert (len(first), len(second)) == (50, 10)
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_the_list_asks_the_database_as_often_for_fifty_rows_as_for_one(
    work: Work, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for day in range(30):
        make_activity(work, acted_on=ARRESTED_ON - timedelta(days=day))
    make_arrest(work)
    with django_assert_max_num_queries(12):
        officer.get("/activities/")


def test_one_activity_shows_everything_and_its_history(work: Work, officer: Client) -> None:
    arrest = make_arrest(work, notes="No incident.")
    page = text(officer.get(f"/activities/{arrest.activity_id}/"))
    for words in (
        "100 SAMPLE WAY, DALLAS TX 75201", "not convicted of a crime", "No incident.", "arrest recorded",
        work.officer.name, "the person the team was looking for", work.case.number, work.lead.number,
    ):  # fmt: skip
        assert words in page, words
    assert Access.objects.filter(record=f"activities.activity:{arrest.activity_id}").exists()


def test_an_officer_of_another_office_is_asked_for_a_purpose_and_cannot_write(
    work: Work, sign_in: SignIn
) -> None:
    done = make_activity(work)
    browser = sign_in(make_officer("MIA"))
    asked = browser.get(f"/activities/{done.pk}/")
    assert asked.status_code == 403
    assert "Still a fugitive" not in asked.content.decode()
    for address in (
        f"/activities/{done.pk}/correct/", f"/activities/new/?lead={work.lead.number}",
        f"/activities/new/?case={work.case.number}", f"/activities/arrest/?case={work.case.number}",
    ):  # fmt: skip
        assert browser.get(address).status_code == 403, address
        assert browser.post(address, CHECK).status_code == 403, address
    assert Activity.objects.count() == 1


def test_who_has_no_activities_sees_none_of_it(work: Work, sign_in: SignIn) -> None:
    done = make_activity(work)
    browser = sign_in(make_officer("HQ", role="administrator"))
    for address in ("", f"{done.pk}/", f"{done.pk}/correct/", "new/", "arrest/", "non-fugitive/"):
        assert browser.get(f"/activities/{address}").status_code == 403


def test_a_number_of_nothing_is_not_found(officer: Client) -> None:
    for address in ("999999/", "new/?lead=L26-000000-0", "arrest/?case=C26-999999-9"):
        assert officer.get(f"/activities/{address}").status_code == 404


# --- recording


@pytest.mark.promise("PIA-0-8")
def test_a_check_is_recorded_from_a_lead_and_shown_there(work: Work, officer: Client) -> None:
    page = text(officer.get(f"/leads/{work.lead.number}/"))
    assert "none recorded yet." in page
    address = f"/activities/new/?lead={work.lead.number}&what=check"
    assert "Okonjo, Marisol" in text(officer.get(address))
    done = officer.post(address, CHECK, follow=True)
    assert done.redirect_chain[-1][0] == f"/leads/{work.lead.number}/"
    page = text(done)
    assert "Records check recorded, marked as entered late." in page
    assert "EID: Still a fugitive" in page
    assert Activity.objects.get().case == work.case


@pytest.mark.promise("PIA-0-8")
def test_a_visit_starts_from_the_address_of_the_lead(work: Work, officer: Client) -> None:
    address = f"/activities/new/?lead={work.lead.number}&what=visit"
    assert "100 SAMPLE WAY APT 3, Dallas TX 75201" in text(officer.get(address))
    today = today_in_dallas().isoformat()
    given = {
        "visit_outcome": "MOVED",
        "acted_on": today,
        "location": "100 SAMPLE WAY APT 3",
        "notes": "Resident 1.",
    }
    officer.post(address, given)
    done = Activity.objects.get()
    assert (done.type, done.visit_outcome, done.notes) == ("VISIT", "MOVED", "Resident 1.")


def test_another_action_is_recorded_on_a_case_or_on_neither(work: Work, officer: Client) -> None:
    today = today_in_dallas().isoformat()
    officer.post(
        f"/activities/new/?case={work.case.number}&what=other", {"type": "INTERVIEW", "acted_on": today}
    )
    officer.post("/activities/new/", {"type": "OTHER_DUTY", "acted_on": today, "notes": "Court security."})
    assert [(one.type, one.case_id) for one in Activity.objects.order_by("id")] == [
        ("INTERVIEW", work.case.pk),
        ("OTHER_DUTY", None),
    ]
    assert 'value="INTERVIEW"' not in text(officer.get("/activities/new/"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"check_system": ""}, "Say which system was asked."),
        ({"check_result": ""}, "Say what the check found."),
        ({"check_result": "ADDRESS_CONFIRMED"}, "Choose a result that fits this kind of check"),
        ({"acted_on": "2090-01-01"}, "The date lies in the future."),
        ({"acted_on": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    work: Work, officer: Client, change: dict[str, str], sentence: str
) -> None:
    response = officer.post(
        f"/activities/new/?lead={work.lead.number}", {**CHECK, "notes": "Kept words.", **change}
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert "Kept words." in text(response)
    assert not Activity.objects.exists()


def test_a_supervisor_chooses_the_officer_an_officer_does_not(
    work: Work, officer: Client, sign_in: SignIn
) -> None:
    address = f"/activities/new/?lead={work.lead.number}"
    assert "Officer who acted" not in text(officer.get(address))
    browser = sign_in(make_officer("DAL", role="supervisor"))
    assert "Officer who acted" in text(browser.get(address))
    browser.post(address, {**CHECK, "officer": work.officer.pk})
    assert Activity.objects.get().officer == work.officer


def test_a_correction_is_made_with_its_reason(work: Work, officer: Client) -> None:
    done = make_activity(work, "VISIT")
    address = f"/activities/{done.pk}/correct/"
    assert "Why is it corrected?" in text(officer.get(address))
    given = {"acted_on": "2026-03-04", "visit_outcome": "VACANT", "location": done.location, "notes": ""}
    assert "Say why it is corrected." in text(officer.post(address, given))
    page = text(officer.post(address, {**given, "reason": "The wrong door."}, follow=True))
    assert "The wrong door." in page
    assert "Vacant" in page


# --- the arrest


@pytest.mark.promise("PIA-0-9")
def test_an_arrest_is_asked_shown_and_only_then_done(work: Work, officer: Client) -> None:
    address = f"/activities/arrest/?lead={work.lead.number}"
    assert "100 SAMPLE WAY" in text(officer.get(address))
    page = text(officer.post(address, ARREST))
    assert f"Case {work.case.number} goes into custody as of 4 Mar 2026, and its subject with it." in page
    assert f"Lead {work.lead.number} is closed with the outcome “Subject arrested”." in page
    assert not Arrest.objects.exists()
    assert 'name="line_1" value="100 SAMPLE WAY"' in text(officer.post(address, {**ARREST, "back": "yes"}))
    page = text(officer.post(address, {**ARREST, "confirmed": "yes"}, follow=True))
    assert f"Case {work.case.number} is in custody, lead {work.lead.number} is closed." in page
    assert Case.objects.get(pk=work.case.pk).status == "IN_CUSTODY"
    assert Lead.objects.get(pk=work.lead.pk).outcome == "ARRESTED"


def test_from_the_case_the_officer_chooses_the_lead_that_led_there(work: Work, officer: Client) -> None:
    other = make_lead(by=work.officer, a_number=work.lead.a_number, line_1="200 SAMPLE WAY")
    address = f"/activities/arrest/?case={work.case.number}"
    assert "200 SAMPLE WAY" in text(officer.get(address))
    given = {**ARREST, "lead": other.number}
    assert f"Lead {other.number} is closed" in text(officer.post(address, given))
    officer.post(address, {**given, "confirmed": "yes"})
    assert Arrest.objects.get().activity.lead == other
    assert Lead.objects.get(pk=work.lead.pk).status == "WORKING"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"acted_on": "2004-01-01"}, "before the basis of the case"),
        ({"acted_on": "2090-01-01"}, "lies in the future"),
        ({"state": "ZZ"}, "two letters, such as TX"),
        ({"zip": "752"}, "A ZIP code has five digits"),
        ({"line_1": ""}, "Give the street address where the arrest was made."),
    ],
)
def test_an_arrest_that_cannot_be_right_comes_back_with_the_sentence(
    work: Work, officer: Client, change: dict[str, str], sentence: str
) -> None:
    response = officer.post(
        f"/activities/arrest/?case={work.case.number}", {**ARREST, "confirmed": "yes", **change}
    )
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Arrest.objects.exists()


def test_where_no_arrest_is_possible_the_page_says_why(work: Work, officer: Client) -> None:
    make_arrest(work)
    page = text(officer.get(f"/cases/{work.case.number}/"))
    assert "The subject is in custody already." in page
    refused = officer.get(f"/activities/arrest/?case={work.case.number}")
    assert "The subject is in custody already." in unescape(refused.content.decode())
    assert "Subject arrested" in text(officer.get(f"/leads/{work.lead.number}/"))


def test_the_case_tells_what_was_tried_on_its_leads(work: Work, officer: Client) -> None:
    make_activity(work, "VISIT", notes="Resident 1 said: moved in May.")
    page = text(officer.get(f"/cases/{work.case.number}/"))
    assert "Subject not there, lives there" in page
    assert "Resident 1 said: moved in May." in page


def test_the_first_page_shows_what_i_recorded_last(work: Work, officer: Client) -> None:
    assert "You have recorded nothing yet." in text(officer.get("/"))
    make_activity(work)
    assert "EID: Still a fugitive" in text(officer.get("/"))


def test_an_office_with_an_open_lead_on_the_case_of_another_records_the_arrest(sign_in: SignIn) -> None:
    work = make_work(office="MIA")
    browser = sign_in(work.officer)
    done = browser.post(
        f"/activities/arrest/?lead={work.lead.number}", {**ARREST, "confirmed": "yes"}, follow=True
    )
    assert done.redirect_chain[-1][0] == f"/leads/{work.lead.number}/"
    assert Case.objects.get(pk=work.case.pk).status == "IN_CUSTODY"


# --- non-fugitives


@pytest.mark.promise("PIA-0-10", "PIA-2.1-4")
def test_a_non_fugitive_is_counted_and_the_a_number_is_never_shown_again(work: Work, officer: Client) -> None:
    response = officer.post("/activities/non-fugitive/", COUNT, follow=True)
    page = text(response)
    assert "Recorded. The person's A-Number was counted" in page
    assert "Interview; Fingerprints" in page
    assert "looking for" not in page
    assert not re.search(r"900\W*555\W*001", page)
    assert StatisticalArrest.objects.values_list("city", "criminal").get() == ("Dallas", False)
    for address in ("/activities/", "/", response.redirect_chain[-1][0]):
        assert "900-555-001" not in text(officer.get(address))


@pytest.mark.promise("PIA-0-10")
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"verification": []}, "Verify identity and status before counting the arrest"),
        ({"check_system": ""}, "Say which system was asked."),
        ({"verified_on": "2026-03-03"}, "The verification lies before the arrest."),
        ({"a_number": "12"}, "A-Number"),
        ({"criminal": ""}, "This field is required."),
    ],
)
def test_without_verification_it_is_not_counted(
    officer: Client, change: dict[str, Any], sentence: str
) -> None:
    response = officer.post("/activities/non-fugitive/", {**COUNT, **change})
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Activity.objects.exists()


def test_a_person_with_a_live_case_is_sent_to_that_case(work: Work, officer: Client) -> None:
    page = text(officer.post("/activities/non-fugitive/", {**COUNT, "a_number": work.lead.a_number}))
    assert f"A case is open under this A-Number ({work.case.number}, Dallas)." in page
    assert not Activity.objects.exists()


@pytest.mark.promise("PIA-2.1-4")
def test_no_address_of_the_program_lists_or_searches_non_fugitive_arrests() -> None:
    root = Path(__file__).resolve().parents[2]
    asking = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "StatisticalArrest" in file.read_text(encoding="utf-8") and "tests" not in file.parts
    }
    reading = {name for name in asking if not name.startswith(("encounters/", "pia/", "lib/"))}
    assert reading == set(), "only encounters itself knows the table"
    assert not (root / "encounters" / "views.py").exists()
    assert not (root / "encounters" / "queries.py").exists()
