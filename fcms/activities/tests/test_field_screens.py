"""The screens of field work, asked for as a browser asks."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from fcms.accounts.models import User
from fcms.activities import actions as activities
from fcms.activities.fieldwork import queries
from fcms.activities.models import Activity, FieldAction
from fcms.subjects.tests.make import make_officer

from . import field
from .make import PLACE, Work

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def text(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return unescape(response.content.decode())


@pytest.fixture
def ready() -> Work:
    """A case with an accepted lead of which every gate stands open."""
    return field.make_ready()


@pytest.fixture
def officer(ready: Work, sign_in: SignIn) -> Client:
    """The browser of the officer who works the lead."""
    return sign_in(ready.officer)


def fresh(action: FieldAction) -> FieldAction:
    return FieldAction.objects.get(pk=action.pk)


@pytest.mark.promise("PIA-1.5-4")
def test_from_the_case_to_the_recorded_visit(ready: Work, officer: Client) -> None:
    case = text(officer.get(f"/cases/{ready.case.number}/"))
    assert "Plan a field action" in case
    url = f"/activities/field/plan/?case={ready.case.number}"
    assert "100 SAMPLE WAY APT 3" in text(officer.get(url))
    where = queries.places_of(ready.case, ready.officer)[0].key
    given = {
        "kind": "VISIT",
        "where": where,
        "place_kind": "RESIDENCE",
        "planned_on": field.today().isoformat(),
    }
    page = text(officer.post(url, given, follow=True))
    action = FieldAction.objects.get()
    assert f"Field action {action.number} is planned" in page
    assert "Yes: every gate is open." in page
    page = text(officer.post(f"/activities/field/{action.number}/assign/", follow=True))
    assert f"Assigned to {ready.officer.name}" in page
    assert "My field work today" in text(officer.get("/"))
    page = text(officer.post(f"/activities/field/{action.number}/start/", follow=True))
    assert "Record the visit" in page
    page = text(
        officer.post(
            f"/activities/field/{action.number}/record/", {"visit_outcome": "NOT_THERE"}, follow=True
        )
    )
    assert "Visit recorded: with its checks" in page
    done = Activity.objects.get(type="VISIT")
    assert "How the gates stood" in text(officer.get(f"/activities/{done.pk}/"))


def test_what_is_against_a_plan_is_said_beside_its_field_and_what_was_typed_is_kept(
    work: Work, sign_in: SignIn
) -> None:
    browser, url = sign_in(work.officer), f"/activities/field/plan/?lead={work.lead.number}"
    first = text(browser.get(url))
    assert "As said before" not in first
    where = queries.places_of(work.case, work.officer, work.lead)[0].key
    given = {"kind": "VISIT", "where": where, "planned_on": field.today().isoformat(), "notes": "Grey door."}
    for more, said in (
        ({}, "Say what kind of place it is."),
        ({"place_kind": "RESIDENCE", "planned_on": "2020-01-01"}, "The day lies in the past."),
        ({"place_kind": "RESIDENCE", "operation_name": "Sample Sweep"}, "EID was not asked by name"),
    ):
        page = text(browser.post(url, {**given, **more}), 422)
        assert said in page
        assert "Grey door." in page
    assert not FieldAction.objects.exists()
    action = field.plan(work)
    assert "As said before: " in text(browser.get(url))
    assert f"Field action {action.number} stands for this address" in text(browser.post(url, given), 422)


def test_a_shut_gate_is_said_with_its_remedy_and_the_buttons_say_why(work: Work, sign_in: SignIn) -> None:
    action = field.plan(work)
    browser = sign_in(work.officer)
    page = text(browser.get(f"/activities/field/{action.number}/"))
    assert "Record a status check" in page
    assert "A gate is shut. What opens it stands above." in page
    refused = text(browser.post(f"/activities/field/{action.number}/assign/", follow=True))
    assert "EID was not asked by name" in refused
    assert fresh(action).status == "PLANNED"


def test_the_first_page_offers_to_renew_a_check_that_lapses(ready: Work, officer: Client) -> None:
    field.assigned(ready)
    assert "Checks lapsing" not in text(officer.get("/"))
    from datetime import timedelta
    from unittest.mock import patch

    from django.utils import timezone

    later = timezone.now() + timedelta(hours=50)
    with patch("django.utils.timezone.now", lambda: later):
        assert len(queries.lapsing(ready.officer)) == 1
        lapsing = queries.lapsing(ready.officer, later + timedelta(hours=30))
        assert lapsing[0].ends is not None
    assert queries.lapsing(ready.officer) == []


def test_the_form_of_an_arrest_from_a_field_action_knows_its_place(ready: Work, officer: Client) -> None:
    action = field.under_way(ready, kind="ARREST")
    url = f"/activities/arrest/?case={ready.case.number}&field={action.number}"
    assert "100 SAMPLE WAY" in text(officer.get(url))
    given = {"acted_on": field.today().isoformat(), "targeted": "yes", **PLACE, "line_2": "APT 3"}
    officer.post(url, {**given, "confirmed": "yes"})
    assert fresh(action).status == "DONE"
    assert Activity.objects.get(type="ARREST").gates == "OPEN"


def test_a_visit_without_its_checks_is_marked_and_can_be_listed(ready: Work, officer: Client) -> None:
    given = {"type": "VISIT", "acted_on": field.today(), "visit_outcome": "NOT_THERE", "lead": ready.lead}
    done = activities.record_activity(by=ready.officer, **given)
    for url in ("/activities/?gates=SHUT", f"/cases/{ready.case.number}/", f"/leads/{ready.lead.number}/"):
        assert "Without its checks" in text(officer.get(url)), url
    assert "Without its checks" not in text(officer.get("/activities/?gates=OPEN"))
    assert "Recorded without its checks" in text(officer.get(f"/activities/{done.pk}/"))


def test_an_operation_says_how_it_stands(ready: Work, officer: Client) -> None:
    field.plan(ready, operation_name="Sample Sweep")
    stopped = field.make_ready(ready.officer)
    field.assigned(stopped, operation_name="Sample Sweep")
    field.claim(stopped)
    page = text(officer.get("/activities/field/?operation=Sample+Sweep"))
    assert "1 open, but nobody has it yet; 1 stopped: a claim to United States citizenship is open" in page
    assert "Sample Sweep" in text(officer.get("/activities/field/"))


def test_a_supervisor_gives_it_to_an_officer(ready: Work, sign_in: SignIn) -> None:
    action, supervisor = field.plan(ready), make_officer("DAL", "supervisor")
    browser = sign_in(supervisor)
    url = f"/activities/field/{action.number}/assign/"
    assert ready.officer.name in text(browser.get(url))
    browser.post(url, {"officer": str(ready.officer.pk)})
    assert fresh(action).officer == ready.officer


def test_the_other_forms_do_what_they_say(ready: Work, officer: Client) -> None:
    action = field.plan(ready)
    url = f"/activities/field/{action.number}"
    for page in ("assign", "replan", "join", "call-off"):
        assert officer.get(f"{url}/{page}/").status_code == 200, page
    assert officer.post(f"{url}/join/", {"name": "Sample Sweep"}).status_code == 302
    assert officer.post(f"{url}/replan/", {"planned_on": field.today().isoformat()}).status_code == 302
    assert officer.post(f"{url}/call-off/", {"reason": ""}).status_code == 422
    assert officer.post(f"{url}/call-off/", {"reason": "Not needed."}).status_code == 302
    assert fresh(action).status == "CALLED_OFF"
    assert "Called off: Not needed." in text(officer.get(f"{url}/"))


def test_another_office_is_asked_for_a_purpose_and_changes_nothing(ready: Work, sign_in: SignIn) -> None:
    action = field.plan(ready)
    browser = sign_in(make_officer("MIA"))
    url = f"/activities/field/{action.number}"
    assert "purpose" in text(browser.get(f"{url}/"), browser.get(f"{url}/").status_code)
    assert browser.post(f"{url}/assign/").status_code == 403
    assert action.number not in text(browser.get("/activities/field/"))
