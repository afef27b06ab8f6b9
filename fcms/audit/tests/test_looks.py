"""Who looked: each look is written down before the page is handed out, or the page is not shown."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.test import Client

from fcms.audit.actions import record_access
from fcms.audit.events import Event
from fcms.audit.models import Access, AccessKind
from fcms.audit.queries import accesses
from fcms.cases.tests.make import make_case
from fcms.lib.actor import Job, acting
from fcms.subjects.tests.make import make_officer
from fcms.web import middleware

pytestmark = pytest.mark.django_db


def browser(role: str = "officer", office: str = "DAL") -> Client:
    client = Client(raise_request_exception=False)
    client.person = make_officer(office, role)  # type: ignore[attr-defined]
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(client.person)  # type: ignore[attr-defined]
    return client


def test_a_look_keeps_who_when_what_and_why_and_no_word_that_was_searched_for():
    look = record_access(
        actor="user:17",
        kind="SEARCH",
        view="subjects:search",
        results=3,
        query_digest=b"sixteen bytes...",
        address="::1",
    )
    look.refresh_from_db()
    assert (look.actor, look.kind, look.results, look.address) == ("user:17", "SEARCH", 3, "::1")
    assert bytes(look.query_digest or b"") == b"sixteen bytes..."


def test_a_case_that_was_opened_is_in_the_log_by_its_key_alone():
    case = make_case(office="DAL")
    client = browser()
    assert client.get(f"/cases/{case.number}/").status_code == 200
    look = accesses(record=f"cases.case:{case.pk}")[0]
    assert (look.actor, look.kind, look.view) == (client.person.actor_key, "VIEW", "cases:case")  # type: ignore[attr-defined]
    assert case.subject.family_name not in repr(list(Access.objects.order_by("id").values()))


@pytest.mark.parametrize("address", ["/cases/{}/", "/cases/", "/", "/cases/{}/history/"])
def test_a_page_is_not_shown_when_the_look_cannot_be_written(address: str, monkeypatch: pytest.MonkeyPatch):
    case = make_case(office="DAL")
    client = browser()

    def fail(**_values: object) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(middleware, "record_access", fail)
    response = client.get(address.format(case.number))
    assert response.status_code == 503
    assert case.subject.family_name not in response.content.decode()


def test_a_search_whose_look_cannot_be_written_finds_nobody(monkeypatch: pytest.MonkeyPatch):
    case = make_case(office="DAL")
    client = browser()
    monkeypatch.setattr(middleware, "record_access", lambda **_values: 1 / 0)
    response = client.post("/search/", {"q": case.subject.family_name})
    assert response.status_code == 503
    assert case.number not in response.content.decode()


def test_the_log_narrows_by_person_kind_and_record_newest_first():
    for number, kind in enumerate((AccessKind.VIEW, AccessKind.PRINT, AccessKind.VIEW)):
        record_access(actor=f"user:{number % 2}", kind=kind, view="leads:lead", record=f"leads.lead:{number}")
    assert [look.record for look in accesses(actor="user:0")] == ["leads.lead:2", "leads.lead:0"]
    assert [look.record for look in accesses(kind="PRINT")] == ["leads.lead:1"]
    assert [look.actor for look in accesses(record="leads.lead:1")] == ["user:1"]
    newest = accesses()[0]
    assert newest.record == "leads.lead:2"
    assert accesses(before=newest.pk)[0].record == "leads.lead:1"


def test_the_access_log_is_read_by_those_with_the_right_and_that_is_written_down_too():
    make_case(office="DAL")
    officer = browser()
    officer.get("/cases/")
    assert officer.get("/access-log/").status_code == 403
    auditor = browser("auditor", "HQ")
    text = auditor.get(f"/access-log/?who={officer.person.username}").content.decode()  # type: ignore[attr-defined]
    assert officer.person.name in text  # type: ignore[attr-defined]
    assert "Sample Officer" in text
    assert "no such person" not in text
    assert Access.objects.latest("id").view == "web:access-log"
    assert officer.person.name not in auditor.get("/access-log/?who=nobody.here").content.decode()  # type: ignore[attr-defined]
