"""The people who use the program: who sees them, who changes them, and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from fcms.accounts import actions, queries
from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.queries import history_of
from fcms.cases.tests.make import make_case
from fcms.lib import policyfiles
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices.models import Office, Team
from fcms.pia.classification import personal_fields
from fcms.pia.datum import Datum
from fcms.subjects.tests.make import PASSWORD, make_officer

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def office(code: str) -> Office:
    return Office.objects.get(code=code)


def given(**values: Any) -> dict[str, Any]:
    sample = {
        "username": "mia.new",
        "name": "Alex Specimen",
        "position_title": "Deportation Officer",
        "office": office("MIA"),
        "team": None,
        "telephone": "305-555-0142",
        "role": "officer",
    }
    return {**sample, **values}


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


# --- what is kept of a person


@pytest.mark.promise("PIA-0-12")
def test_of_a_user_no_more_is_kept_than_name_title_office_and_telephone_beside_the_sign_in():
    personal = personal_fields(User)
    assert {name: set(items) for name, items in personal.items()} == {
        "name": {Datum.USER_NAME},
        "position_title": {Datum.USER_TITLE},
        "office": {Datum.USER_LOCATION},
        "team": {Datum.USER_LOCATION},
        "telephone": {Datum.USER_TELEPHONE},
        "username": {Datum.USERNAME},
    }
    rest = {field.name for field in User._meta.get_fields() if field.concrete} - personal.keys()
    assert rest == {"id", "password", "role", "is_active", "last_login", "added_at"}


@pytest.mark.promise("PIA-0-12")
@pytest.mark.parametrize("username", ["Robin Sample", "robin@example.gov", "Robin", ".robin", ""])
def test_the_database_keeps_no_user_name_that_is_not_a_plain_word(username: str, officer: User):
    officer.username = username
    with pytest.raises(IntegrityError, match="accounts_user_username_plain"):
        saved(officer)


def saved(user: User) -> None:
    with transaction.atomic(), acting(Job("tests"), "a user name"):
        user.save()


# --- adding and changing


def test_an_administrator_adds_a_person_who_can_then_sign_in(admin: User, signed_in: SignedIn):
    client = signed_in(admin)
    sent = {**given(), "office": office("MIA").pk, "team": "", "password": "a phrase nobody guesses"}
    response = client.post("/users/new/", sent)
    assert response["Location"] == "/users/mia.new/"
    assert "The account mia.new was added." in page(client, "/users/mia.new/")
    signing = Client().post("/sign-in/", {"username": "mia.new", "password": "a phrase nobody guesses"})
    assert signing.status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "dal.robin"}, "That user name is taken."),
        ({"username": "Mia New"}, "Enter a valid value."),
        ({"password": "short"}, "too short"),
        ({"password": "123456789123456789"}, "too common"),
        ({"username": "mia.aardvark.zebra", "password": "mia.aardvark.zebra"}, "too similar"),
        ({"role": "emperor"}, "Select a valid choice"),
        ({"office": "0"}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_comes_back_with_its_sentence_and_nothing_is_lost(
    admin: User, officer: User, signed_in: SignedIn, change: dict[str, str], sentence: str
):
    sent = {
        **given(),
        "office": office("MIA").pk,
        "team": "",
        "password": "a phrase nobody guesses",
        **change,
    }
    before = User.objects.count()
    response = signed_in(admin).post("/users/new/", sent)
    assert response.status_code == 422
    text = response.content.decode()
    assert sentence in text
    assert "Alex Specimen" in text
    assert not re.search(r'name="password"[^>]*value=', text)
    assert User.objects.count() == before


def test_a_team_of_another_office_is_refused_on_screen_and_by_the_action(admin: User, signed_in: SignedIn):
    team = Team.objects.filter(office__code="DAL").earliest("number")
    sent = {**given(), "office": office("MIA").pk, "team": team.pk, "password": "a phrase nobody guesses"}
    assert (
        "That team belongs to another office" in signed_in(admin).post("/users/new/", sent).content.decode()
    )
    with pytest.raises(Refused, match="belongs to another office"):
        actions.add_user(by=admin, password=PASSWORD, **given(team=team))


def test_a_change_is_kept_with_old_and_new_and_who(admin: User, officer: User, signed_in: SignedIn):
    client = signed_in(admin)
    sent = {**given(), "name": "Robin Sample", "office": office("DAL").pk, "team": "", "role": "supervisor"}
    assert client.post("/users/dal.robin/change/", sent)["Location"] == "/users/dal.robin/"
    line = history_of([("accounts_user", officer.pk)])[0]
    assert (line.event, line.who) == ("user changed", f"{admin.name}, {admin.position_title}")
    assert ("role", "officer", "supervisor") in line.changes
    assert "user changed" in page(client, "/users/dal.robin/")


def test_a_user_name_never_changes(admin: User, officer: User):
    assert actions.change_user(officer, by=admin, username="someone.else").username == "dal.robin"


@pytest.mark.promise("PIA-8.1-3")
def test_nobody_changes_their_own_role(admin: User, signed_in: SignedIn):
    sent = {**given(), "name": admin.name, "office": admin.office.pk, "team": "", "role": "hq_supervisor"}
    client = signed_in(admin)
    client.post(f"/users/{admin.username}/change/", sent)
    assert "You cannot change your own role" in page(client, "/")
    admin.refresh_from_db()
    assert admin.role == "administrator"


def test_an_administrator_may_correct_their_own_telephone(admin: User):
    assert actions.change_user(admin, by=admin, telephone="202-555-0199").telephone == "202-555-0199"


def test_an_account_is_disabled_with_a_reason_and_enabled_again(
    admin: User, officer: User, signed_in: SignedIn
):
    client = signed_in(admin)
    client.post("/users/dal.robin/disable/", {"reason": ""})
    officer.refresh_from_db()
    assert officer.is_active
    client.post("/users/dal.robin/disable/", {"reason": "Left the programme."})
    officer.refresh_from_db()
    assert not officer.is_active
    line = history_of([("accounts_user", officer.pk)])[0]
    assert (line.event, line.reason) == ("user disabled", "Left the programme.")
    client.post("/users/dal.robin/enable/", {"reason": "Came back."})
    officer.refresh_from_db()
    assert officer.is_active


def test_nobody_disables_themselves_or_twice(admin: User, officer: User):
    with pytest.raises(Refused, match="cannot disable your own account"):
        actions.disable_user(admin, by=admin, reason="Enough.")
    with pytest.raises(Refused, match="active already"):
        actions.enable_user(officer, by=admin, reason="Just so.")
    actions.disable_user(officer, by=admin, reason="Left the programme.")
    with pytest.raises(Refused, match="disabled already"):
        actions.disable_user(officer, by=admin, reason="Left the programme.")


def test_a_disabled_person_may_nothing(officer: User):
    assert officer.may(Permission.LEADS_READ)
    officer.is_active = False
    assert not officer.may(Permission.LEADS_READ)


@pytest.mark.promise("PIA-8.1-3")
@pytest.mark.parametrize("role", sorted(set(policyfiles.roles()) - {"administrator"}))
def test_only_an_administrator_changes_accounts(role: str, officer: User):
    person = make_officer("HQ", role)
    for act in (
        lambda: actions.add_user(by=person, password=PASSWORD, **given()),
        lambda: actions.change_user(officer, by=person, role="administrator"),
        lambda: actions.disable_user(officer, by=person, reason="Because."),
        lambda: actions.enable_user(officer, by=person, reason="Because."),
        lambda: actions.set_password(officer, by=person, password=PASSWORD),
    ):
        with pytest.raises(Refused, match="Only an administrator changes accounts"):
            act()


def test_a_role_that_does_not_exist_is_held_by_nobody(admin: User):
    with pytest.raises(Refused, match="That role does not exist"):
        actions.add_user(by=admin, password=PASSWORD, **given(role="emperor"))


def test_a_person_sets_their_own_password(officer: User):
    assert actions.set_password(officer, by=officer, password="another long phrase").check_password(
        "another long phrase"
    )


# --- who sees whom


def names_for(user: User) -> set[str]:
    return set(queries.users_for(user).values_list("username", flat=True))


def test_a_supervisor_sees_the_people_of_the_own_field_office_and_its_sub_offices(officer: User):
    sub = Office.objects.filter(parent__code="DAL").earliest("code")
    inside, outside = make_officer(sub.code), make_officer("MIA")
    seen = names_for(make_officer("DAL", "supervisor"))
    assert {officer.username, inside.username} <= seen
    assert outside.username not in seen
    assert names_for(make_officer(sub.code, "supervisor")) >= {officer.username, inside.username}


@pytest.mark.parametrize("role", ["administrator", "auditor", "privacy_officer", "hq_supervisor"])
def test_who_manages_or_audits_sees_everyone(role: str, officer: User, signed_in: SignedIn):
    client = signed_in(make_officer("HQ", role))
    assert "Robin Sample" in page(client, "/users/?q=robin")
    text = page(client, "/users/dal.robin/")
    assert ("Disable the account" in text) == (role == "administrator")


def test_a_supervisor_of_another_office_finds_no_account_here(officer: User, signed_in: SignedIn):
    client = signed_in(make_officer("MIA", "supervisor"))
    page(client, "/users/dal.robin/", 404)
    assert "Nobody fits these filters." in page(client, "/users/?q=robin")


def test_the_list_narrows_by_name_office_and_role(admin: User, officer: User, signed_in: SignedIn):
    client = signed_in(admin)
    for query in ("q=ROBIN", "q=dal.rob", "q=robin&office=DAL&role=officer"):
        assert "Robin Sample" in page(client, f"/users/?{query}")
    for query in ("q=robin&office=MIA", "q=robin&role=director"):
        assert "Robin Sample" not in page(client, f"/users/?{query}")


@pytest.mark.promise("PIA-8.1-3")
def test_an_administrator_reads_no_case(admin: User, signed_in: SignedIn):
    case = make_case(office="DAL")
    client = signed_in(admin)
    menus = ("/cases/", "/leads/", "/activities/", "/search/", "/reports/", "/intakes/")
    for address in (*menus, f"/cases/{case.number}/", f"/subjects/{case.subject.number}/"):
        assert "Your role does not include this page" in page(client, address, 403)
