"""The ledger of an address on its own page, beside the addresses of leads and cases, and in the forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.ledger import queries
from fcms.activities.models import Activity, AddressRecord, DoNotReturn
from fcms.audit.models import Access
from fcms.cases.tests.make import make_case
from fcms.leads.tests.make import make_team_officer
from fcms.lib.dates import local_day
from fcms.subjects import actions as subjects
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

from .make import Work, make_activity, make_work

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TODAY = local_day(timezone.now(), "America/Chicago")


def text(response: HttpResponse) -> str:
    assert response.status_code in (200, 422), response.status_code
    return unescape(response.content.decode())


def visited(work: Work, outcome: str, days: int = 3, **values: Any) -> Activity:
    """A visit at the address of the lead, so many days ago."""
    day = TODAY - timedelta(days=days)
    return make_activity(work, "VISIT", acted_on=day, visit_outcome=outcome, location="", **values)


def url_of(work: Work) -> str:
    """The page of the address of the lead."""
    record = queries.record_at(work.lead.address_key)
    assert record is not None
    return f"/addresses/{record.number}/"


def test_the_page_shows_visits_for_all_subjects_and_names_only_whom_the_reader_may_read(
    work: Work, sign_in: SignIn
) -> None:
    visited(work, "MOVED", notes="Resident Q said so.")
    houston = make_team_officer("HOU")
    other = make_case(subject=make_subject(docket_office="HOU", family_name="Elsewhere"))
    key = work.lead.address_key
    theirs = Work(houston, other, work.lead, other.subject)
    visited(theirs, "UNRELATED", days=2, on="case", address_key=key)
    page = text(sign_in(work.officer).get(url_of(work)))
    assert page.index("Current resident unrelated") < page.index(">Moved<")
    assert work.case.number in page
    assert work.subject.family_name in page
    assert "another person’s case" in page
    for hidden in ("Elsewhere", other.number, "Resident Q", work.lead.address_key):
        assert hidden not in page
    assert Access.objects.filter(record__startswith="activities.addressrecord:").exists()


def test_a_lead_at_a_marked_address_says_so_before_anything_else(work: Work, sign_in: SignIn) -> None:
    visited(work, "UNRELATED")
    other = make_work()
    page = text(sign_in(other.officer).get(f"/leads/{other.lead.number}/"))
    assert page.index("Do not return to this address") < page.index(">Who<")
    assert "visited once, last" in page


def test_a_case_shows_a_line_of_the_ledger_beside_the_address(work: Work, sign_in: SignIn) -> None:
    lead = work.lead
    place = {name: getattr(lead, name) for name in ("line_1", "line_2", "city", "state", "zip")}
    subjects.add_address(work.subject, by=work.officer, origin=officer_origin(work.officer), **place)
    visited(work, "NOT_THERE", days=9)
    visited(work, "MOVED")
    page = text(sign_in(work.officer).get(f"/cases/{work.case.number}/"))
    assert "visited twice" in page
    assert "do not return until" in page
    assert url_of(work) in page


def test_a_check_on_a_case_says_which_address_it_was_about(work: Work, sign_in: SignIn) -> None:
    browser = sign_in(work.officer)
    url = f"/activities/new/?case={work.case.number}&what=check"
    given = {
        "type": "ADDRESS_CHECK",
        "check_system": "STATE",
        "check_result": "ADDRESS_CONFIRMED",
        "acted_on": TODAY.isoformat(),
    }
    assert "Choose which address was checked" in text(browser.post(url, given))
    assert browser.post(url, {**given, "place": f"L{work.lead.pk}"}).status_code == 302
    made = Activity.objects.get(type="ADDRESS_CHECK")
    assert made.address_key == work.lead.address_key
    assert made.location.startswith(work.lead.line_1)


def test_a_visit_on_a_case_was_at_one_of_its_addresses_or_at_another_place(
    work: Work, sign_in: SignIn
) -> None:
    browser = sign_in(work.officer)
    url = f"/activities/new/?case={work.case.number}&what=visit"
    given = {"visit_outcome": "UNRELATED", "acted_on": TODAY.isoformat()}
    assert "Choose the address that was visited" in text(browser.post(url, given))
    browser.post(url, {**given, "place": "OTHER", "location": "9 Other Road"})
    assert not DoNotReturn.objects.exists()
    browser.post(url, {**given, "place": f"L{work.lead.pk}"})
    assert queries.marks([work.lead.address_key], TODAY)


def test_an_address_is_marked_from_the_lead_by_a_form_that_asks_to_name_nobody(
    work: Work, sign_in: SignIn
) -> None:
    browser = sign_in(work.officer)
    url = f"/addresses/new/?lead={work.lead.number}"
    assert "Name nobody" in text(browser.get(url))
    given = {"place": f"L{work.lead.pk}", "reason": "MOVED", "words": ""}
    too_long = {"until": (TODAY + timedelta(days=2000)).isoformat()}
    assert "Policy allows 1095 days" in text(browser.post(url, {**given, **too_long}))
    answer = browser.post(url, given)
    assert answer["Location"] == url_of(work)
    assert DoNotReturn.objects.get().subject_id == work.subject.pk


def test_a_supervisor_lifts_a_mark_on_the_page_and_it_stays_there(work: Work, sign_in: SignIn) -> None:
    visited(work, "UNRELATED")
    mark = DoNotReturn.objects.get()
    url = f"{url_of(work)}marks/{mark.pk}/lift/"
    assert "by a supervisor only" in text(sign_in(work.officer).get(url_of(work)))
    browser = sign_in(make_officer("DAL", "supervisor"))
    assert "Lift this mark early" in text(browser.get(url_of(work)))
    assert browser.post(url, {"reason": "The tenants have changed."}).status_code == 302
    page = text(browser.get(url_of(work)))
    assert "The tenants have changed." in page
    assert "Lift this mark early" not in page


def test_no_address_names_the_address(work: Work, sign_in: SignIn) -> None:
    visited(work, "UNRELATED")
    assert AddressRecord.objects.get().number.startswith("P")
    browser = sign_in(work.officer)
    assert browser.get(f"/addresses/{work.lead.address_key}/").status_code == 404


def test_the_page_asks_as_many_questions_however_much_was_found(
    work: Work, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    visited(work, "UNRELATED")
    browser, url = sign_in(work.officer), url_of(work)
    with CaptureQueriesContext(connection) as first:
        browser.get(url)
    for _ in range(3):
        visited(make_work(), "UNRELATED")
    with django_assert_num_queries(len(first)):
        browser.get(url)
