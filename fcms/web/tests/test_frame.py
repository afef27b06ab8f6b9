"""The frame around every view: sign-in by default, each look recorded or not shown, refusals as pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.test import Client, override_settings

from fcms.accounts.actions import disable_user
from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.lib.actor import Job
from fcms.web import errors, middleware

from .addresses import SENTENCE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("fcms.web.tests.addresses")]


def looks(client: Client) -> list[tuple[str, str, str]]:
    found = Access.objects.filter(actor=client.person.actor_key).order_by("id")  # type: ignore[attr-defined]
    return list(found.values_list("kind", "record", "purpose"))


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


# --- who may open a page


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client):
    response = client.get("/gallery/")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/gallery/"


@pytest.mark.parametrize("address", ["/", "/t/unmarked/", "/t/two/", "/t/administrators/", "/help/keys/"])
def test_a_stranger_opens_nothing_that_does_not_say_public(client: Client, address: str):
    assert client.get(address)["Location"].startswith("/sign-in/")


def test_a_public_page_opens_for_the_stranger(client: Client):
    assert text(client.get("/t/all/")) == "for all"


def test_a_view_that_does_not_say_who_may_open_it_opens_for_nobody(officer: Client):
    response = officer.get("/t/unmarked/")
    assert response.status_code == 403
    assert "does not say who may open it" in text(response)


def test_a_person_without_the_permission_is_refused_with_a_sentence_and_it_is_recorded(officer: Client):
    response = officer.get("/t/administrators/")
    assert response.status_code == 403
    assert "Your role does not include this page" in text(response)
    assert looks(officer) == [("REFUSED", "", "")]


def test_a_person_who_was_disabled_meanwhile_is_signed_out(officer: Client, person: User):
    assert officer.get("/help/keys/").status_code == 200
    disable_user(person, by=Job("tests"), reason="Left the office.")
    assert officer.get("/help/keys/")["Location"].startswith("/sign-in/")


# --- every look is recorded


def test_a_page_is_written_down_before_it_is_shown(officer: Client):
    assert officer.get("/help/keys/").status_code == 200
    row = Access.objects.latest("id")
    assert (row.kind, row.view, row.address) == ("VIEW", "web:keys", "127.0.0.1")


def test_each_record_shown_has_a_row_of_its_own(officer: Client):
    officer.get("/t/two/")
    assert looks(officer) == [
        ("VIEW", "leads.lead:1", ""),
        ("VIEW", "leads.lead:2", "Two leads name one address."),
    ]


def test_a_page_is_not_shown_when_the_look_cannot_be_written(officer: Client, monkeypatch, caplog):
    def fail(**_values: object) -> None:
        raise DatabaseError("no room for A900-100-001")

    monkeypatch.setattr(middleware, "record_access", fail)
    response = officer.get("/t/two/")
    assert response.status_code == 503
    assert "Good morning" not in text(response)
    assert "A900" not in caplog.text
    assert "DatabaseError" in caplog.text


# --- refusals


def test_a_refused_form_comes_back_to_its_page_with_the_sentence(officer: Client):
    response = officer.post("/t/refuses/", headers={"Referer": "http://testserver/help/keys/?a=1"})
    assert response["Location"] == "/help/keys/?a=1"
    assert looks(officer) == [("REFUSED", "", "")]
    page = text(officer.get("/help/keys/"))
    assert SENTENCE in page
    assert "usa-alert--error" in page


def test_a_refused_form_never_leads_to_another_site(officer: Client):
    for elsewhere in ("https://evil.example/", "//evil.example/", "http://testserver//evil.example/", ""):
        assert officer.post("/t/refuses/", headers={"Referer": elsewhere})["Location"] == "/"


def test_htmx_is_told_to_go_back_with_the_sentence(officer: Client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gallery/"}
    assert officer.post("/t/refuses/", headers=headers)["HX-Redirect"] == "/gallery/"


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/cases/F26-000001-2/close/", "/cases/F26-000001-2/"),
        ("/cases/F26-000001-2/news/7/", "/cases/F26-000001-2/"),
        ("/cases/open/S26-000001-2/", ""),
        ("/activities/new/", ""),
        ("/", ""),
    ],
)
def test_a_refusal_leads_back_to_the_record_that_it_was_about(path: str, back: str):
    assert errors.record_above(path) == back


def test_a_refused_address_without_a_record_leads_back_to_the_page_before(officer: Client):
    there = text(officer.get("/t/refuses/", headers={"Referer": "http://testserver/help/keys/"}))
    assert 'href="/help/keys/">Go back' in there
    for elsewhere in ("https://evil.example/", "http://testserver//evil.example/", ""):
        assert "Go to the first page" in text(officer.get("/t/refuses/", headers={"Referer": elsewhere}))


def test_a_refused_address_is_a_page_that_says_why(officer: Client):
    response = officer.get("/t/refuses/")
    assert response.status_code == 409
    assert SENTENCE in text(response)
    assert "Go back to the record" in text(response)


def test_a_denied_permission_shows_its_own_sentence(officer: Client):
    response = officer.get("/t/forbids/")
    assert response.status_code == 403
    assert "This office has no such area." in text(response)


# --- a record of another office


def test_a_record_of_another_office_opens_once_its_purpose_is_stated(officer: Client):
    response = officer.get("/t/elsewhere/")
    assert response.status_code == 403
    assert 'name="purpose"' in text(response)
    assert 'value="cases.case:17"' in text(response)
    given = {"record": "cases.case:17", "next": "/t/elsewhere/", "purpose": "Subject moved into our area."}
    assert officer.post("/purpose/", given)["Location"] == "/t/elsewhere/"
    assert text(officer.get("/t/elsewhere/")) == "the record"
    assert looks(officer)[0] == ("REFUSED", "cases.case:17", "")
    assert looks(officer)[-1] == ("VIEW", "cases.case:17", "Subject moved into our area.")


def test_a_purpose_is_a_sentence(officer: Client):
    response = officer.post(
        "/purpose/", {"record": "cases.case:17", "next": "/t/elsewhere/", "purpose": "work"}
    )
    assert "Say in a sentence why you need to see this record." in text(response)
    assert officer.get("/t/elsewhere/").status_code == 403


def test_a_purpose_leads_to_no_other_site(officer: Client):
    given = {"record": "cases.case:17", "next": "https://evil.example/", "purpose": "Subject moved here."}
    assert officer.post("/purpose/", given)["Location"] == "/"


def test_a_write_to_a_record_of_another_office_is_refused(officer: Client):
    assert officer.post("/t/elsewhere/").status_code == 403


# --- nothing is lost


def test_what_a_signed_out_person_sends_is_kept_on_the_page(client: Client):
    response = client.post(
        "/t/two/", {"note": "Moved, says a neighbour"}, headers={"Origin": "http://testserver"}
    )
    assert response.status_code == 401
    assert 'name="note" value="Moved, says a neighbour"' in text(response)


def test_what_another_site_sends_is_not_kept(client: Client):
    response = client.post("/t/two/", {"note": "x"}, headers={"Origin": "https://evil.example"})
    assert response["Location"] == "/sign-in/?next=/"


def test_a_password_is_never_put_back_on_a_page(client: Client):
    sent = {"password": "not this one", "note": "x"}
    response = client.post("/t/two/", sent, headers={"Origin": "http://testserver"})
    assert response.status_code == 302


def test_a_form_of_an_earlier_sign_in_can_be_sent_again(browser):
    client = browser(enforce_csrf_checks=True)
    response = client.post("/t/two/", {"note": "kept"}, headers={"Origin": "http://testserver"})
    assert response.status_code == 403
    assert 'name="note" value="kept"' in text(response)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text(response))
    assert token
    again = client.post("/t/two/", {"note": "kept", "csrfmiddlewaretoken": token[1]})
    assert again.status_code == 200


# --- pages


@pytest.mark.parametrize(
    "address", ["/", "/help/keys/", "/gallery/", "/t/elsewhere/", "/t/refuses/", "/nowhere/"]
)
def test_every_page_forbids_what_is_not_its_own(officer: Client, address: str):
    response = officer.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = text(response)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "UNDEFINED" not in page


def test_a_page_for_a_person_is_kept_in_no_cache(officer: Client):
    assert "no-store" in officer.get("/")["Cache-Control"]


@pytest.mark.promise("PIA-0-13")
def test_the_menu_shows_what_the_role_may_open(browser):
    officers, administrators = text(browser().get("/")), text(browser("administrator").get("/"))
    assert ">Leads</a>" in officers
    assert ">Activities</a>" in officers
    assert ">Activities</a>" not in administrators
    assert ">Users</a>" not in officers
    assert ">Users</a>" in administrators
    assert ">Leads</a>" not in administrators
    assert 'role="search"' in officers
    assert 'role="search"' not in administrators


def test_an_unknown_address_is_a_page_for_strangers_too(client: Client, officer: Client):
    for someone in (client, officer):
        response = someone.get("/nowhere/")
        assert response.status_code == 404
        assert "There is nothing at this address" in text(response)


@pytest.mark.parametrize(
    "address", ["/users/%00/", "/cases/?office=%00", "/leads/?q=x%00y", "/sign-in/?next=%00"]
)
def test_an_address_that_no_text_can_hold_is_refused_and_looked_up_nowhere(
    client: Client, browser: Callable[..., Client], address: str
):
    for someone in (client, browser("hq_supervisor", "HQ")):
        response = someone.get(address)
        assert response.status_code == 400
        assert "This request could not be read" in text(response)


def test_a_fault_shows_a_page_without_touching_the_database(officer: Client):
    response = officer.get("/t/breaks/")
    assert response.status_code == 500
    assert "Something went wrong" in text(response)
    assert "by design" not in text(response)


def test_health_says_whether_the_database_answers(client: Client):
    assert text(client.get("/health/")) == "ok"


def test_the_gallery_is_for_demonstrations_only(officer: Client):
    assert officer.get("/gallery/confirm/").status_code == 200
    with override_settings(DEMONSTRATION=False):
        assert officer.get("/gallery/").status_code == 404


def test_a_page_says_whether_its_person_is_still_signed_in(client: Client, officer: Client):
    assert client.get("/session/").json()["signed_in"] is False
    assert officer.get("/session/").json()["signed_in"] is True
