"""Every address: closed to the stranger, open to exactly the roles of the policy, and to another office by purpose."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

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


def test_every_address_says_once_who_may_open_it():
    marks = ("required_permission", "signed_in_because", "public_because")
    unsaid = [address.name for address in ALL if sum(hasattr(address.view, mark) for mark in marks) != 1]
    assert unsaid == []


def test_what_is_public_is_listed_with_its_reason():
    assert {address.name for address in ALL if address.public_because} == PUBLIC.keys()
    assert all(PUBLIC.values())


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


@pytest.mark.promise("PIA-8.1-2", "PIA-2.4-1")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_opens_exactly_the_addresses_whose_permission_it_holds(world: World, role: str):
    """Each page opened is whole, too: a template that says an undefined name fails, whoever opens it."""
    client = browser_of(world.person(role))
    wrong = []
    for address in ALL:
        may = address.permission is None or role in allowed(address.permission)
        for method in ("get",) if may else ("get", "post"):
            response = getattr(client, method)(tried(address, world))
            refused = response.status_code == 403 and NOT_YOURS in text(response)
            if refused == may or response.status_code >= 500 or "UNDEFINED[" in text(response):
                wrong.append((address.name, method, response.status_code))
    assert wrong == []


# --- another office


def roles_of_offices(address: Address) -> list[str]:
    return [role for role in OFFICE_ROLES if address.permission and role in allowed(address.permission)]


def test_the_roles_that_are_bound_to_an_office_are_these():
    assert {code for code, role in ROLES.items() if role.reach == "office"} == set(OFFICE_ROLES)


def of_app(app: str) -> list[str]:
    return [name for name in SAMPLES if name.startswith(f"{app}:")]


@pytest.mark.promise("PIA-2.4-1")
@pytest.mark.parametrize("app", ["subjects", "cases", "leads", "activities"])
def test_another_office_is_asked_for_a_purpose_and_may_not_write(world: World, app: str):
    for name in of_app(app):
        role = roles_of_offices(BY_NAME[name])[0]
        where = tried(BY_NAME[name], world)
        outsider, insider = browser_of(world.person(role, "MIA")), browser_of(world.person(role, "DAL"))
        assert insider.get(where).status_code in (200, 302, 405, 409), (
            f"{name}: its own office is kept out too"
        )
        shown = outsider.get(where)
        if shown.status_code != 405:
            asked = 'name="purpose"' in text(shown)
            assert shown.status_code == 403, name
            assert asked or "belongs to another office" in text(shown), name
            assert asked or insider.post(where, {}).status_code != 405, (
                f"{name}: what is read asks for a purpose"
            )
        assert world.work.subject.family_name not in text(shown), name
        before = Change.objects.count()
        assert outsider.post(where, {}).status_code in (403, 405), name
        assert Change.objects.count() == before, name


@pytest.mark.promise("PIA-2.4-1")
@pytest.mark.parametrize("app", ["exchange", "accounts"])
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
    apps = ("subjects", "cases", "leads", "activities", "exchange", "accounts")
    assert SAMPLES.keys() == {name for app in apps for name in of_app(app)}


# --- and these would notice


def test_a_role_that_may_too_much_or_too_little_is_noticed():
    assert allowed("leads:full") > allowed("merge")
    assert allowed("no such right") == set()


def test_a_view_that_does_not_say_who_may_open_it_has_no_mark():
    def plain(request: object) -> None: ...

    def marked(mark: object) -> Address:
        return Address("x:y", "/x/", mark(lambda request: None))  # type: ignore[operator]

    assert Address("x:y", "/x/", plain).permission is None
    assert marked(require("leads:read")).permission == "leads:read"
    assert marked(public("help")).public_because == "help"
    assert marked(signed_in("help")).signed_in_because == "help"
