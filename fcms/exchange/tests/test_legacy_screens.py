"""The accounting of a takeover on the screen and in the terminal: it adds up, and each record is found."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.audit.models import Access
from fcms.cases.models import Case
from fcms.exchange.models import Intake
from fcms.exchange.takeover.models import TakenOver
from fcms.lib.actor import acting

from .legacy import CLOSED, stage, take_over
from .make import leads, load

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def taken(analyst: User) -> Intake:
    return take_over(
        analyst,
        users=[{}],
        cases=[{}, {"legacy_case_number": "OLD-2", "a_number": "nonsense"}],
        aliases=[{}, {}],
        leads=[{}],
        activities=[{}],
        non_fugitive_arrests=[{}, {"a_number": "A905000002"}],
    )


def text(client: Client, name: str, *parts: str, query: str = "") -> str:
    """A page as it is shown."""
    response = client.get(reverse(f"exchange:{name}", args=parts) + query)
    assert response.status_code == 200
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.mark.promise("PIA-0-15")
def test_the_accounting_is_shown_file_by_file(taken: Intake, analyst: User, signed_in: SignedIn) -> None:
    page = text(signed_in(analyst), "takeover", taken.number)
    assert "It adds up" in page
    assert all(file in page for file in ("cases.csv", "users.csv", "leads.csv", "non_fugitive_arrests.csv"))
    assert f"/intakes/{taken.number}/takeover/cases.csv/?outcome=REFUSED" in page
    assert "takeover/non_fugitive_arrests.csv" not in page  # counted, never listed
    shown = text(signed_in(analyst), "intake", taken.number)
    assert "Every record is accounted for" in shown
    assert reverse("exchange:takeover", args=[taken.number]) in shown
    assert Access.objects.filter(record=f"exchange.intake:{taken.pk}").exists()


def test_each_record_of_a_file_says_what_became_of_it(
    taken: Intake, analyst: User, signed_in: SignedIn
) -> None:
    client, case = signed_in(analyst), Case.objects.get()
    page = text(client, "takeover-file", taken.number, "cases.csv")
    assert case.number in page
    assert "OLD-1" in page
    refused = text(client, "takeover-file", taken.number, "cases.csv", query="?outcome=REFUSED")
    assert "R-A-NUMBER" in refused
    assert case.number not in refused
    assert "On record already." in text(client, "takeover-file", taken.number, "aliases.csv")
    assert "activity " in text(client, "takeover-file", taken.number, "activities.csv")
    assert "j.sample" in text(client, "takeover-file", taken.number, "users.csv")


def test_what_differs_is_found_by_its_filter(analyst: User, signed_in: SignedIn) -> None:
    take_over(analyst, cases=[{}])
    again = take_over(analyst, sequence=2, cases=[CLOSED])
    page = text(signed_in(analyst), "takeover-file", again.number, "cases.csv", query="?outcome=DIFFERS")
    assert "the office decides" in page
    none = text(signed_in(analyst), "takeover-file", again.number, "cases.csv", query="?outcome=TAKEN_OVER")
    assert "No record fits this filter" in none


def test_there_is_nothing_to_show_of_other_extracts_or_of_what_is_not_listed(
    taken: Intake, analyst: User, signed_in: SignedIn
) -> None:
    client = signed_in(analyst)
    other = load(leads({}), by=analyst)
    for number, *file in (
        (other.number,),
        ("I26-999999-9",),
        (taken.number, "non_fugitive_arrests.csv"),
        (taken.number, "nothing.csv"),
    ):
        name = "exchange:takeover-file" if file else "exchange:takeover"
        assert client.get(reverse(name, args=[number, *file])).status_code == 404
    assert "accounted for" not in text(client, "intake", other.number)


def test_an_accounting_that_does_not_add_up_says_so(
    taken: Intake, analyst: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fcms.exchange.takeover import queries

    monkeypatch.setattr(queries, "_PROOF", queries._PROOF.replace("d.rows, count", "d.rows + 1, count"))
    page = text(signed_in(analyst), "takeover", taken.number)
    assert "It does not add up" in page
    assert "The accounting does not add up" in text(signed_in(analyst), "intake", taken.number)


@pytest.mark.promise("PIA-0-15")
def test_the_terminal_shows_the_accounting_too(taken: Intake, capsys: pytest.CaptureFixture[str]) -> None:
    from fcms.operations import intakes

    intakes._print_intake(taken, True, decisions=True)
    said = json.loads(capsys.readouterr().out)["takeover"]
    assert said["adds_up"] is True
    assert [one["file"] for one in said["files"]][:2] == ["cases.csv", "users.csv"]
    assert said["files"][0] == {
        "file": "cases.csv",
        "in_dump": 2,
        "accounted": 2,
        "taken_over": 1,
        "merged": 0,
        "refused": 1,
        "differing": 0,
        "adds_up": True,
    }
    intakes._print_intake(taken, False)
    assert "together" in capsys.readouterr().out


@pytest.mark.promise("PIA-0-15")
def test_the_accounting_is_never_changed(taken: Intake) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        TakenOver.objects.filter(intake=taken).update(reason="Other.")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        TakenOver.objects.filter(intake=taken).delete()


def account(intake: Intake, by: User, **values: Any) -> None:
    """Put down a record behind the takeover, as somebody with a name."""
    line = {"file": "cases.csv", "row": 9, "system": "OLD", "outcome": "REFUSED", "reason": "Why."} | values
    with transaction.atomic(), acting(by, Event.INTAKE_APPLIED):
        TakenOver.objects.create(intake=intake, **line)


@pytest.mark.promise("PIA-0-15")
def test_a_record_is_accounted_for_once(taken: Intake, analyst: User) -> None:
    account(taken, analyst)
    with pytest.raises(IntegrityError, match="exchange_takenover_once"):
        account(taken, analyst)


@pytest.mark.promise("PIA-0-15")
def test_what_became_of_a_record_names_it_and_a_refusal_says_why(taken: Intake, analyst: User) -> None:
    with pytest.raises(IntegrityError, match="exchange_takenover_refused_says_why"):
        account(taken, analyst, reason="")
    for outcome in ("TAKEN_OVER", "MERGED"):
        with pytest.raises(IntegrityError, match="exchange_takenover_says_into_what"):
            account(taken, analyst, outcome=outcome)
    with pytest.raises(IntegrityError, match="exchange_takenover_says_into_what"):
        account(taken, analyst, file="non_fugitive_arrests.csv", outcome="MERGED", record="CASE", record_id=1)


def test_the_review_says_what_each_row_would_change(analyst: User, signed_in: SignedIn) -> None:
    take_over(analyst, cases=[{}], leads=[{}])
    case, client = Case.objects.get(), signed_in(analyst)
    intake = stage(
        analyst,
        sequence=2,
        users=[{}, {"username": analyst.username, "name": analyst.name, "office": "HQ"}],
        cases=[
            {"birth_date": "1970-03-04", "gang_affiliation": "Mock Avenue Boys"},
            {"legacy_case_number": "OLD-2", "a_number": "A900700002", "ssn": "901-45-6781"},
        ],
        aliases=[{}],
        leads=[{}, {"legacy_lead_number": "OL-2"}],
        non_fugitive_arrests=[{}],
    )
    held = text(client, "row", intake.number, "cases.csv", "1")
    assert f"Taken over before, as {case.number}. No double is made." in held
    assert "The one in force stays; this is kept beside it." in held
    assert "Put in force: nobody knew it." in held
    new = text(client, "row", intake.number, "cases.csv", "2")
    assert "A case is entered with a new subject, with its past." in new
    assert "901-45-6781" not in new
    assert "A user is entered who cannot sign in." in text(client, "row", intake.number, "users.csv", "1")
    assert "This user is here already." in text(client, "row", intake.number, "users.csv", "2")
    assert "Another name is added" in text(client, "row", intake.number, "aliases.csv", "1")
    assert "Taken over before, as" in text(client, "row", intake.number, "leads.csv", "1")
    assert "A lead is entered on its case." in text(client, "row", intake.number, "leads.csv", "2")
    assert "linked to nobody" in text(client, "row", intake.number, "non_fugitive_arrests.csv", "1")


@pytest.mark.promise("PIA-1.2-1")
def test_a_case_and_an_activity_say_where_they_came_from(
    taken: Intake, analyst: User, signed_in: SignedIn
) -> None:
    client, case = signed_in(analyst), Case.objects.get()
    page = client.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "OLD, where it was OLD-1: cases.csv, row 1 of" in page
    assert reverse("exchange:intake", args=[taken.number]) in page
    activity = client.get(reverse("activities:activity", args=[case.activities.get().pk])).content.decode()
    assert "OLD: activities.csv, row 1 of" in activity
