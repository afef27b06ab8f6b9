"""Signing in and out: what is let in, what is written down, and what never is."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from fcms.accounts import actions, views
from fcms.accounts.models import User
from fcms.audit.models import Access, Change
from fcms.lib.actor import Job
from fcms.subjects.tests.make import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **given: str) -> Any:
    return client.post("/sign-in/", {"username": username, "password": password, **given})


def last_look() -> Access:
    return Access.objects.latest("id")


def everything_kept() -> str:
    """Every word that the two logs hold."""
    looks = Access.objects.order_by("id").values_list("actor", "view", "record", "purpose", "query_digest")
    changes = Change.objects.order_by("id").values_list("actor", "event", "reason", "fields", "digest")
    return repr([*looks, *changes])


def test_who_signs_in_comes_to_the_first_page_and_is_written_down(client: Client, officer: User):
    assert sign_in(client, "dal.robin")["Location"] == "/"
    look = last_look()
    assert (look.kind, look.actor, look.view) == ("SIGN_IN", officer.actor_key, "accounts:sign-in")
    assert look.address == "127.0.0.1"
    assert "Robin Sample" in client.get("/").content.decode()


def test_a_user_name_may_be_typed_in_capitals_and_with_blanks(client: Client, officer: User):
    assert sign_in(client, " DAL.Robin ").status_code == 302


def test_who_signs_in_goes_on_to_where_they_wanted(client: Client, officer: User):
    assert 'name="next" value="/reports/"' in client.get("/sign-in/?next=/reports/").content.decode()
    assert sign_in(client, "dal.robin", next="/reports/")["Location"] == "/reports/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client: Client, officer: User, elsewhere: str):
    assert sign_in(client, "dal.robin", next=elsewhere)["Location"] == "/"


def test_a_wrong_password_is_refused_and_put_down_to_the_account(client: Client, officer: User):
    response = sign_in(client, "DAL.robin", "not this one, surely")
    assert response.status_code == 422
    assert "do not belong together" in response.content.decode()
    look = last_look()
    assert (look.kind, look.actor, look.query_digest) == ("SIGN_IN_FAILED", officer.actor_key, None)
    assert client.get("/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("typed", ["my secret passphrase", "nobody.here", "a\0b", ""])
def test_a_name_that_nobody_has_is_kept_as_a_digest_alone(client: Client, officer: User, typed: str):
    assert sign_in(client, typed, "whatever it was").status_code == 422
    look = last_look()
    assert (look.kind, look.actor) == ("SIGN_IN_FAILED", "unknown")
    assert len(look.query_digest or b"") == 16
    kept = everything_kept()
    assert "whatever it was" not in kept
    assert not typed or typed not in kept


def test_the_same_unknown_name_has_the_same_digest_so_that_a_pattern_can_be_seen(client: Client, db: None):
    digests = []
    for typed in ("nobody.here", "nobody.here", "nobody.else"):
        sign_in(client, typed)
        digests.append(last_look().query_digest)
    assert digests[0] == digests[1] != digests[2]


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: Client, officer: User):
    answers = {
        sign_in(client, name, "not this one, surely").content.decode() for name in ("dal.robin", "dal.nobody")
    }
    assert (
        len({answer.replace("dal.robin", "dal.nobody").split("csrfmiddlewaretoken")[0] for answer in answers})
        == 1
    )


def test_a_disabled_account_is_refused_and_put_down(client: Client, officer: User):
    actions.disable_user(officer, by=Job("tests"), reason="Left the programme.")
    assert sign_in(client, "dal.robin").status_code == 422
    assert (last_look().kind, last_look().actor) == ("SIGN_IN_FAILED", officer.actor_key)


def test_who_signs_out_is_out_and_written_down(client: Client, officer: User):
    sign_in(client, "dal.robin")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert (last_look().kind, last_look().actor) == ("SIGN_OUT", officer.actor_key)
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_nobody_comes_in_whose_coming_cannot_be_written_down(officer: User, monkeypatch: pytest.MonkeyPatch):
    def fail(**_values: object) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(views, "record_access", fail)
    client = Client(raise_request_exception=False)
    assert sign_in(client, "dal.robin").status_code == 500
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_no_password_is_ever_in_the_trail(client: Client, officer: User):
    actions.set_password(officer, by=officer, password="a quite different phrase")
    assert sign_in(client, "dal.robin", "a quite different phrase").status_code == 302
    change = Change.objects.filter(table="accounts_user", event="password set").latest("id")
    assert change.fields == {"password": ["(sealed)", "(sealed)"]}
    officer.refresh_from_db()
    kept = everything_kept()
    assert officer.password not in kept
    assert "different phrase" not in kept
