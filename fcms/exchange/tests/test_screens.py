"""The review in a browser: uploading, watching, correcting, deciding, applying."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.exchange import actions, uploads
from fcms.exchange.lifecycle import Decision, Status
from fcms.exchange.models import Intake
from fcms.leads.models import Lead
from fcms.subjects.tests.make import make_officer

from .make import SSN, eid, leads, load, load_eid, make_analyst, row

pytestmark = pytest.mark.django_db
SignedIn = Callable[..., Client]


def upload(browser: Client, content: bytes, kind: str = "government-leads", **more: Any) -> Any:
    given = {"kind": kind, "file": SimpleUploadedFile("sent.csv", content), **more}
    return browser.post(reverse("exchange:upload"), given, HTTP_REFERER=reverse("exchange:upload"))


@pytest.fixture
def by() -> User:
    return make_analyst()


@pytest.fixture
def browser(by: User, signed_in: SignedIn) -> Client:
    return signed_in(by)


@pytest.mark.promise("PIA-0-6")
def test_an_upload_is_received_and_handed_to_the_worker_with_its_number_alone(browser: Client) -> None:
    answer = upload(browser, leads({}), producer="State DOC", as_of="2009-11-21")
    intake = Intake.objects.get()
    assert (answer.status_code, answer.url) == (302, intake.get_absolute_url())
    assert (intake.status, intake.producer, str(intake.as_of)) == (Status.RECEIVED, "State DOC", "2009-11-21")
    job = ProcrastinateJob.objects.get(task_name="exchange.stage")
    assert job.args == {"intake_id": intake.pk}
    page = browser.get(answer.url)
    assert b"Waiting for the worker to begin" in page.content


def test_an_upload_without_the_token_of_its_page_is_refused_and_nothing_stays(
    by: User, signed_in: SignedIn, home: Any
) -> None:
    careful = signed_in(by, enforce_csrf_checks=True)
    assert upload(careful, leads({})).status_code == 403
    assert not Intake.objects.exists()
    assert not (home / "intakes").exists()
    token = careful.get(reverse("exchange:upload")).context["csrf_token"]
    assert upload(careful, leads({}), csrfmiddlewaretoken=str(token)).status_code == 302


@pytest.mark.parametrize("role", ["officer", "director", "auditor", "administrator", "privacy_officer"])
def test_who_may_not_load_or_review_finds_every_door_closed(role: str, signed_in: SignedIn) -> None:
    intake = load(leads({}))
    stranger = signed_in(make_officer("DAL", role))
    number = intake.number
    for name, given in (
        ("intakes", ()),
        ("upload", ()),
        ("intake", (number,)),
        ("progress", (number,)),
        ("row", (number, "leads.csv", 1)),
        ("edit-row", (number, "leads.csv", 1)),
        ("apply", (number,)),
        ("refuse", (number,)),
    ):
        assert stranger.get(reverse(f"exchange:{name}", args=given)).status_code == 403, name
    for name, given in (
        ("upload", ()),
        ("decide-rows", (number,)),
        ("accept-all-clean", (number,)),
        ("apply", (number,)),
        ("decide-row", (number, "leads.csv", 1)),
    ):
        assert stranger.post(reverse(f"exchange:{name}", args=given)).status_code == 403, name


def test_an_analyst_reviews_and_a_supervisor_applies_where_the_roles_say_so(signed_in: SignedIn) -> None:
    intake = load(leads({}))
    analyst = signed_in(make_analyst("hq_analyst"))
    assert analyst.get(reverse("exchange:intake", args=[intake.number])).status_code == 200


def test_a_file_that_is_refused_sends_the_person_back_with_the_sentence(browser: Client) -> None:
    answer = browser.post(
        reverse("exchange:upload"),
        {"kind": "government-leads", "file": SimpleUploadedFile("sent.csv", b"x,y\r\n1,2\r\n")},
        HTTP_REFERER="http://testserver" + reverse("exchange:upload"),
        follow=True,
    )
    # A bare CSV is looked into by the worker: the refusal stands on the page of its intake.
    intake = Intake.objects.get()
    from fcms.exchange import tasks

    tasks.stage(intake.pk)
    page = browser.get(intake.get_absolute_url())
    assert b"lacks the column source_reference" in page.content
    assert answer.status_code == 200
    bad = browser.post(
        reverse("exchange:upload"),
        {"kind": "eid-daily", "file": SimpleUploadedFile("sent.zip", eid({}, kind="other"))},
        HTTP_REFERER="http://testserver" + reverse("exchange:upload"),
        follow=True,
    )
    assert "The manifest says the kind is other" in bad.content.decode()


def test_an_upload_without_a_file_or_of_no_kind_says_what_is_missing(browser: Client) -> None:
    answer = browser.post(reverse("exchange:upload"), {"kind": "tips"})
    assert answer.status_code == 422
    assert b"This field is required" in answer.content or b"required" in answer.content
    assert not Intake.objects.exists()


def test_a_file_larger_than_an_upload_may_be_is_cut_off(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1000)
    answer = upload(browser, leads({"notes": "x" * 3000}))
    assert answer.status_code in (400, 403, 422)
    assert not Intake.objects.exists()


def test_the_progress_page_shows_how_far_it_is_and_reloads_when_it_is_done(by: User, browser: Client) -> None:
    from django.utils import timezone

    from fcms.exchange.models import Progress

    upload(browser, leads({}))
    intake = Intake.objects.get()
    Progress.objects.create(
        intake_id=intake.pk, step="reading leads.csv", done=1200, total=0, at=timezone.now()
    )
    page = browser.get(reverse("exchange:progress", args=[intake.number]))
    assert b"1,200 so far" in page.content
    assert "HX-Refresh" not in page.headers
    actions.stage(intake, by=by)
    assert browser.get(reverse("exchange:progress", args=[intake.number])).headers["HX-Refresh"] == "true"


@pytest.mark.promise("PIA-1.4-1")
def test_a_reviewer_sees_what_was_found_corrects_decides_and_asks_for_the_application(
    by: User, browser: Client
) -> None:
    intake = load(leads({}, {"zip": "7520"}, {}, {}), by=by)
    address = intake.get_absolute_url()
    page = browser.get(f"{address}?rule=R-ZIP").content.decode()
    assert "A ZIP code has five digits" in page
    assert "R-ZIP" in page
    at = reverse("exchange:edit-row", args=[intake.number, "leads.csv", 2])
    form = browser.get(at).context["form"]
    sent = {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}
    answer = browser.post(at, {**sent, "zip": "75201"}, follow=True)
    assert "Row 2 was corrected and checked again: Warnings." in answer.content.decode()
    assert "<del>7520</del>" in answer.content.decode()
    decide = reverse("exchange:decide-row", args=[intake.number, "leads.csv", 3])
    answer = browser.post(decide, {"decision": "REJECTED", "reason": "Not ours."})
    assert answer.url == reverse("exchange:row", args=[intake.number, "leads.csv", 4])  # type: ignore[attr-defined]
    assert row(intake, 3).decision == Decision.REJECTED
    assert 'value="leads.csv:1"' in browser.get(address).content.decode()
    browser.post(
        reverse("exchange:decide-rows", args=[intake.number]),
        {"chosen": ["leads.csv:1", "x"], "decision": "ACCEPTED"},
    )
    assert row(intake, 1).decision == Decision.ACCEPTED
    browser.post(reverse("exchange:accept-all-clean", args=[intake.number]))
    confirm = browser.get(reverse("exchange:apply", args=[intake.number])).content.decode()
    assert "3 accepted rows are applied in one go" in confirm
    assert "1 rejected and 0 undecided rows are left out" in confirm
    browser.post(reverse("exchange:apply", args=[intake.number]))
    intake.refresh_from_db()
    assert intake.status == Status.APPLYING
    job = ProcrastinateJob.objects.get(task_name="exchange.apply")
    assert job.args == {"intake_id": intake.pk, "user_id": by.pk}
    assert not Lead.objects.exists()


def test_a_row_with_an_error_is_not_accepted_by_a_forged_form(by: User, browser: Client) -> None:
    intake = load(leads({"zip": "7"}), by=by)
    at = reverse("exchange:decide-row", args=[intake.number, "leads.csv", 1])
    page = browser.post(
        at,
        {"decision": "ACCEPTED"},
        follow=True,
        HTTP_REFERER="http://testserver" + intake.get_absolute_url(),
    )
    assert "A row with an error cannot be accepted" in page.content.decode()
    for nonsense in ("MAYBE", "<b>"):
        assert browser.post(at, {"decision": nonsense}).status_code == 400
    assert row(intake).decision == ""


def test_sensitive_cells_are_masked_on_every_page_and_stay_when_left_alone(by: User, browser: Client) -> None:
    intake = load_eid({"ssn": SSN, "fin": "X"}, by=by)
    pages = [
        browser.get(intake.get_absolute_url()),
        browser.get(reverse("exchange:row", args=[intake.number, "subjects.csv", 1])),
        browser.get(reverse("exchange:edit-row", args=[intake.number, "subjects.csv", 1])),
    ]
    for page in pages:
        assert SSN not in page.content.decode()
        assert SSN.replace("-", "") not in page.content.decode()
    at = reverse("exchange:edit-row", args=[intake.number, "subjects.csv", 1])
    form = browser.get(at).context["form"]
    sent = {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}
    browser.post(at, {**sent, "fin": "900123"})
    assert row(intake).state == "CLEAN"
    from fcms.exchange import queries

    assert queries.unsealed_cells(intake, row(intake)) == {"ssn": SSN, "fin": "900123"}


def test_every_look_at_an_extract_and_its_rows_is_recorded(by: User, browser: Client) -> None:
    intake = load(leads({}), by=by)
    browser.get(intake.get_absolute_url())
    browser.get(reverse("exchange:row", args=[intake.number, "leads.csv", 1]))
    seen = set(Access.objects.values_list("record", flat=True))
    assert {f"exchange.intake:{intake.pk}", f"exchange.stagedrow:{row(intake).pk}"} <= seen


def test_an_intake_or_row_that_is_not_there_is_not_found(by: User, browser: Client) -> None:
    intake = load(leads({}), by=by)
    for name, given in (
        ("intake", ("I26-000000-0",)),
        ("row", (intake.number, "leads.csv", 99)),
        ("row", (intake.number, "other.csv", 1)),
        ("edit-row", (intake.number, "leads.csv", 99)),
    ):
        assert browser.get(reverse(f"exchange:{name}", args=given)).status_code == 404, (name, given)


def test_a_whole_extract_is_refused_on_screen_with_its_reason(by: User, browser: Client) -> None:
    intake = load(leads({}), by=by)
    at = reverse("exchange:refuse", args=[intake.number])
    assert "Nothing of it becomes a fact" in browser.get(at).content.decode()
    browser.post(at, {"reason": "The wrong agency."})
    assert "The wrong agency." in browser.get(intake.get_absolute_url()).content.decode()


def test_filters_of_nonsense_show_all_rows(by: User, browser: Client) -> None:
    intake = load(leads({}, {}), by=by)
    page = browser.get(f"{intake.get_absolute_url()}?state=NONE&rule=<x>&decision=1&file=../x")
    assert page.status_code == 200
    assert len(page.context["rows"]) == 2
