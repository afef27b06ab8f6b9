"""Every address: closed to the stranger, open to exactly the roles of the policy, and to another office by purpose."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import holds
from fcms.audit.models import Change
from fcms.lib import policyfiles
from fcms.lib.access import NOT_YOURS, public, require, signed_in
from fcms.web.reference import Address, addresses

from .samples import NO_RECORDS, OFFICE_ROLES, SAMPLES, Sample, World, browser_of

PUBLIC = {
    "pia:overview": "the assessment is public",
    "pia:text": "the assessment is public",
    "pia:data": "the assessment is public",
    "pia:promise": "the assessment is public",
    "accounts:sign-in": "who signs in is not signed in yet",
    "web:session": "a page that lies open asks whether its person is still signed in",
    "web:health": "what watches over the server has no account; it hears whether the database answers",
}
"""What a stranger may open, and why. Whoever makes a page public says so twice: on the view and here."""

UNRECORDED = {"notices:count": "a number of one's own notices, asked by every page; it shows no record"}
"""What is opened without a look in the access log, and why."""

ALL = addresses()
BY_NAME = {address.name: address for address in ALL}
ROLES = policyfiles.roles()


def tried(address: Address, world: World) -> str:
    """The address with this world's record in it."""
    if address.name in NO_RECORDS:
        return reverse(address.name, kwargs=NO_RECORDS[address.name][0])
    return SAMPLES.get(address.name, Sample()).address(address.name, world)


def text(response: object) -> str:
    return response.content.decode("utf-8", "replace")  # type: ignore[attr-defined,no-any-return]


# --- each address says who may open it


def says_who(address: Address) -> bool:
    """Whether a view has exactly one of the three marks."""
    marks = ("required_permission", "signed_in_because", "public_because")
    return sum(hasattr(address.view, mark) for mark in marks) == 1


def test_every_address_says_once_who_may_open_it():
    assert [address.name for address in ALL if not says_who(address)] == []


def test_what_is_public_is_listed_with_its_reason():
    assert {address.name for address in ALL if address.public_because} == PUBLIC.keys()
    assert all(PUBLIC.values())


def test_what_leaves_no_look_is_listed_with_its_reason():
    silent = {address.name: getattr(address.view, "unrecorded_because", "") for address in ALL}
    assert {name: why for name, why in silent.items() if why} == UNRECORDED


def test_every_permission_that_a_view_asks_for_is_held_by_some_role():
    asked = {address.permission for address in ALL if address.permission}
    assert [permission for permission in asked if not allowed(permission)] == []


def allowed(permission: object) -> set[str]:
    """The roles that hold a permission, worked out from the policy file."""
    return {
        code
        for code, role in ROLES.items()
        if holds(dict(role.levels), frozenset(role.rights), str(permission))
    }


def test_every_address_with_a_parameter_has_a_sample():
    named = {address.name for address in ALL if address.parameters}
    assert named - SAMPLES.keys() - NO_RECORDS.keys() == set(), "Add the record to tests/house/samples.py."
    assert (SAMPLES.keys() | NO_RECORDS.keys()) - BY_NAME.keys() == set()


# --- the stranger


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_from_every_address_that_is_not_public(world: World, method: str):
    client = Client(raise_request_exception=False)
    answers = {}
    for address in ALL:
        if address.name not in PUBLIC:
            response = getattr(client, method)(tried(address, world))
            answers[address.name] = (response.status_code, response.get("Location", "").partition("?")[0])
    assert {name: answer for name, answer in answers.items() if answer != (302, "/sign-in/")} == {}


def test_a_stranger_opens_what_is_public(world: World):
    client = Client(raise_request_exception=False)
    answers = {name: client.get(tried(BY_NAME[name], world)).status_code for name in PUBLIC}
    assert answers == dict.fromkeys(PUBLIC, 200)


# --- the roles


def wrongly_answered(world: World, role: str) -> list[tuple[str, str, int]]:
    """The addresses that open for a role against the policy, or stay shut, or break, or show an undefined name."""
    client = browser_of(world.person(role))
    wrong = []
    for address in ALL:
        may = address.permission is None or role in allowed(address.permission)
        for method in ("get",) if may else ("get", "post"):
            response = getattr(client, method)(tried(address, world))
            refused = response.status_code == 403 and NOT_YOURS in text(response)
            if refused == may or response.status_code >= 500 or "UNDEFINED[" in text(response):
                wrong.append((address.name, method, response.status_code))
    return wrong


@pytest.mark.promise("PIA-8.1-2", "PIA-2.4-1")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_exactly_the_addresses_whose_permission_it_holds(world: World, role: str):
    assert wrongly_answered(world, role) == []


def test_a_role_that_opens_too_much_or_too_little_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(User, "may", lambda self, permission: True)
    assert {name for name, _, _ in wrongly_answered(world, "records_officer")} >= {
        "cases:case",
        "leads:list",
        "accounts:new",
        "exchange:upload",
    }
    monkeypatch.setattr(User, "may", lambda self, permission: False)
    assert ("cases:list", "get", 403) in wrongly_answered(world, "officer")


# --- another office


def roles_of_offices(address: Address) -> list[str]:
    return [role for role in OFFICE_ROLES if address.permission and role in allowed(address.permission)]


def test_the_roles_that_are_bound_to_an_office_are_these():
    assert {code for code, role in ROLES.items() if role.reach == "office"} == set(OFFICE_ROLES)


def of_app(app: str) -> list[str]:
    return [name for name in SAMPLES if name.startswith(f"{app}:")]


def faults_of_reach(world: World, name: str) -> list[str]:
    """What is wrong when somebody of another office opens a record, or changes it."""
    where = tried(BY_NAME[name], world)
    if not roles_of_offices(BY_NAME[name]):
        return [] if SAMPLES[name].otherwise else ["no role of an office opens it, and nobody says why"]
    role = roles_of_offices(BY_NAME[name])[0]
    outsider, insider = browser_of(world.person(role, "MIA")), browser_of(world.person(role, "DAL"))
    found = []
    if insider.get(where).status_code not in (200, 302, 405, 409):
        found.append("its own office is kept out too")
    shown = outsider.get(where)
    asked = 'name="purpose"' in text(shown)
    if shown.status_code not in (403, 405) or world.work.subject.family_name in text(shown):
        found.append("another office reads it without a purpose")
    if shown.status_code == 403 and not asked and "belongs to another office" not in text(shown):
        found.append("another office is not told why")
    if shown.status_code == 403 and not asked and insider.post(where, {}).status_code == 405:
        found.append("what can only be read must ask for a purpose")
    before = Change.objects.count()
    if outsider.post(where, {}).status_code not in (403, 405) or Change.objects.count() != before:
        found.append("another office changes it")
    return found


OF_OFFICES = ("subjects", "cases", "leads", "activities", "addresses", "findings")
OF_NO_OFFICE = ("exchange", "accounts")


@pytest.mark.promise("PIA-2.4-1")
@pytest.mark.parametrize("app", OF_OFFICES)
def test_another_office_is_asked_for_a_purpose_and_may_not_write(world: World, app: str):
    assert {name: faults for name in of_app(app) if (faults := faults_of_reach(world, name))} == {}


@pytest.mark.parametrize("name", ["cases:case", "cases:close"])
def test_a_page_that_forgets_about_reach_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.setattr("fcms.cases.queries.within_reach", lambda user, case: True)
    monkeypatch.setattr("fcms.cases.permissions.holds", lambda user, case: True)
    assert faults_of_reach(world, name) != []


@pytest.mark.promise("PIA-2.4-1")
@pytest.mark.parametrize("app", OF_NO_OFFICE)
def test_where_no_purpose_is_asked_no_other_office_comes_in(world: World, app: str):
    clients = [browser_of(world.person(role, "MIA")) for role in OFFICE_ROLES]
    for name in of_app(app):
        sample = SAMPLES[name]
        assert sample.otherwise, name
        for client in clients:
            response = client.get(tried(BY_NAME[name], world))
            assert response.status_code in (403, sample.status), name
            assert world.person("officer").name not in text(response), name
        if sample.status == 403:
            assert roles_of_offices(BY_NAME[name]) == [], name


def test_every_sample_is_tried_by_another_office():
    assert SAMPLES.keys() == {name for app in (*OF_OFFICES, *OF_NO_OFFICE) for name in of_app(app)}


# --- and these would notice


def test_an_address_that_does_not_say_who_may_open_it_is_noticed():
    with override_settings(ROOT_URLCONF="fcms.web.tests.addresses"):
        found = [address.path for address in addresses() if not says_who(address)]
    assert found == ["/t/unmarked/"]


def test_the_marks_of_a_view_are_read():
    def marked(mark: Any) -> Address:
        return Address("x:y", "/x/<number>/", mark(lambda request: None))

    assert marked(require("leads:read")).permission == "leads:read"
    assert marked(public("help")).public_because == "help"
    assert marked(signed_in("help")).signed_in_because == "help"
    assert marked(signed_in("help")).parameters == ("number",)


def test_the_policy_is_read_as_written():
    assert allowed("leads:full") > allowed("merge")
    assert allowed("no such right") == set()
