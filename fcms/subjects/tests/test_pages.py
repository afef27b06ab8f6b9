"""The pages of a subject over HTTP: what is shown, to whom, and what typing into the forms does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.subjects import queries
from fcms.subjects.models import Subject

from .make import extract_origin, make_a_number, make_officer, make_subject

pytestmark = pytest.mark.django_db
TABS = ("addresses", "immigration", "criminal", "sources", "history")


def pages_of(subject: Subject) -> list[str]:
    return [
        reverse("subjects:subject", args=[subject.number]),
        *(reverse("subjects:tab", args=[subject.number, tab]) for tab in TABS),
    ]


def test_every_tab_opens_and_each_look_is_recorded(officer: User, sign_in: Callable[[User], Client]) -> None:
    subject = make_subject(
        by=officer,
        aliases=[{"family_name": "Example"}],
        addresses=[{"line_1": "100 SAMPLE WAY", "zip": "75201"}],
        identifiers={"SSN": "900-12-3456"},
        citizenship_claim=True,
        confidential_1367="Y",
        died_on="2026-01-02",
    )
    client = sign_in(officer)
    for address in pages_of(subject):
        page = client.get(address)
        text = page.content.decode()
        assert page.status_code == 200, address
        assert "UNDEFINED" not in text, address
        assert "Okonjo, Marisol" in text
        assert "until counsel has looked" in text
    assert (
        Access.objects.filter(record=f"subjects.subject:{subject.pk}", kind="VIEW").count() == len(TABS) + 1
    )


@pytest.mark.promise("PIA-1.2-1")
def test_the_page_says_beside_each_value_where_it_came_from(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(
        origin=extract_origin(row=418), addresses=[{"line_1": "100 SAMPLE WAY", "zip": "75201"}]
    )
    client = sign_in(officer)
    for address in pages_of(subject)[:3]:
        assert "intake I26-000001-8, subjects.csv, row 418" in client.get(address).content.decode()


def test_an_officer_of_another_office_is_asked_for_a_purpose_and_changes_nothing(
    officer: User, elsewhere: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer, aliases=[{"family_name": "Example"}])
    client = sign_in(elsewhere)
    for address in pages_of(subject):
        page = client.get(address)
        assert page.status_code == 403
        assert "Okonjo" not in page.content.decode()
    alias = subject.aliases.get().pk
    for name, given in (
        ("subjects:edit", ("who",)),
        ("subjects:add", ("alias",)),
        ("subjects:withdraw", ("alias", alias)),
    ):
        refused = client.post(
            reverse(name, args=[subject.number, *given]), {"family_name": "Changed", "reason": "x"}
        )
        assert refused.status_code == 403
    subject.refresh_from_db()
    assert subject.family_name == "Okonjo"
    assert subject.aliases.count() == 1


def test_with_a_purpose_the_page_opens_and_the_purpose_is_recorded(
    officer: User, elsewhere: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(elsewhere)
    record = f"subjects.subject:{subject.pk}"
    client.post(
        reverse("web:purpose"),
        {"record": record, "purpose": "Lives with a subject of ours", "next": pages_of(subject)[0]},
    )
    page = client.get(pages_of(subject)[0])
    assert page.status_code == 200
    assert "belongs to another office" in page.content.decode()
    assert Access.objects.filter(record=record, purpose="Lives with a subject of ours").exists()


def test_a_role_that_reads_cannot_change(officer: User, sign_in: Callable[[User], Client]) -> None:
    subject = make_subject(by=officer)
    client = sign_in(make_officer("HQ", "hq_analyst"))
    page = client.get(pages_of(subject)[0])
    assert page.status_code == 200
    assert "Your role reads subjects but does not change them" in page.content.decode()
    assert client.post(reverse("subjects:edit", args=[subject.number, "who"])).status_code == 403


def test_an_administrator_opens_no_subject(officer: User, sign_in: Callable[[User], Client]) -> None:
    subject = make_subject(by=officer)
    client = sign_in(make_officer("HQ", "administrator"))
    assert all(client.get(address).status_code == 403 for address in pages_of(subject))
    assert client.post(reverse("subjects:search"), {"q": "okonjo"}).status_code == 403


@pytest.mark.promise("PIA-1.4-2")
def test_an_officer_corrects_a_subject_by_hand_on_the_page(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(officer)
    address = reverse("subjects:edit", args=[subject.number, "immigration"])
    form = client.get(address).context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields}
    saved = client.post(address, {**typed, "custody_status": "ICE_CUSTODY", "custody_on": "2026-03-04"})
    assert saved["Location"] == reverse("subjects:tab", args=[subject.number, "immigration"])
    subject.refresh_from_db()
    assert subject.custody_status == "ICE_CUSTODY"
    assert queries.statements_of(subject)[0].said == {
        "custody_status": "ICE_CUSTODY",
        "custody_on": "2026-03-04",
    }
    unchanged = client.post(
        address, {**typed, "custody_status": "ICE_CUSTODY", "custody_on": "2026-03-04"}, follow=True
    )
    assert "Nothing was different" in unchanged.content.decode()
    assert queries.statements_of(subject).count() == 2


@pytest.mark.promise("PIA-1.5-1")
def test_the_form_tells_what_to_correct_in_the_words_of_the_rule_and_keeps_what_was_typed(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(officer)
    page = client.post(
        reverse("subjects:edit", args=[subject.number, "who"]),
        {"family_name": "Okonjo", "given_name": "Changed", "sex": "F", "birth_on": "1971-02-30"},
    )
    assert page.status_code == 422
    assert "There is no such day in the calendar" in page.content.decode()
    assert "Changed" in page.content.decode()
    subject.refresh_from_db()
    assert subject.given_name == "Marisol"


@pytest.mark.parametrize(
    ("kind", "typed", "tab"),
    [
        ("a-number", {"number": "A900-555-001"}, "who"),
        ("alias", {"kind": "FKA", "family_name": "Example"}, "who"),
        ("identifier", {"kind": "SSN", "number": "900-12-3456"}, "who"),
        ("address", {"line_1": "1 SAMPLE WAY", "zip": "75201", "provided_by_subject": "Y"}, "addresses"),
        ("charge", {"charge": "237a2Aiii"}, "immigration"),
        ("apprehension", {"apprehended_on": "2001-02-03"}, "immigration"),
        ("conviction", {"offense_code": "1305", "convicted_on": "2004", "jurisdiction": "US"}, "criminal"),
    ],
)
def test_each_kind_of_fact_is_added_and_withdrawn_on_the_page(
    officer: User, sign_in: Callable[[User], Client], kind: str, typed: dict[str, str], tab: str
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(officer)
    address = reverse("subjects:add", args=[subject.number, kind])
    assert client.get(address).status_code == 200
    refused = client.post(address, {})
    assert refused.status_code == 422
    client.post(address, typed)
    fact = queries.facts_of(subject, kind)[-1]
    assert fact.source.words == officer.name
    assert queries.TAB_OF[kind] == tab
    withdraw = reverse("subjects:withdraw", args=[subject.number, kind, fact.id])
    assert client.get(withdraw).status_code == 200
    client.post(withdraw, {"reason": "Belongs to another person"})
    assert queries.facts_of(subject, kind)[-1].withdrawn


def test_a_subject_is_entered_by_hand(officer: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(officer)
    address = reverse("subjects:new")
    assert client.get(address).status_code == 200
    number = make_a_number()
    typed = {
        "number": number,
        "family_name": "Sample",
        "sex": "M",
        "case_category": "5B",
        "docket_office": "DAL",
    }
    entered = client.post(address, typed)
    subject = queries.subject_by_a_number(number)
    assert subject is not None
    assert entered["Location"] == reverse("subjects:subject", args=[subject.number])
    again = client.post(address, typed)
    assert again.status_code == 422
    assert f"belongs to subject {subject.number}" in again.content.decode()


def test_a_fact_of_another_subject_is_not_found_under_this_one(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    other = make_subject(by=officer, identifiers={"SSN": "900-12-3456"}, aliases=[{"family_name": "Example"}])
    client = sign_in(officer)
    key = other.identifiers.get().pk
    assert client.post(reverse("subjects:reveal", args=[subject.number, key])).status_code == 404
    alias = reverse("subjects:withdraw", args=[subject.number, "alias", other.aliases.get().pk])
    assert client.post(alias, {"reason": "x"}).status_code == 404


def test_the_history_tab_shows_who_changed_what_from_what(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    client = sign_in(officer)
    address = reverse("subjects:edit", args=[subject.number, "immigration"])
    form = client.get(address).context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields}
    client.post(address, {**typed, "docket_office": "DAL-OKC"})
    text = client.get(reverse("subjects:tab", args=[subject.number, "history"])).content.decode()
    assert "subject corrected" in text
    assert officer.name in text
    assert "<del>Dallas</del>" in text
    assert "<ins>Oklahoma City</ins>" in text


@pytest.mark.promise("PIA-1.5-3")
def test_an_address_is_shown_as_it_came_with_its_standard_form_beside_it(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(
        by=officer,
        addresses=[
            {"line_1": "100 sample wy", "line_2": "Apartment 3", "zip": "75201"},
            {"line_1": "P.O. Box 12", "zip": "75201"},
            {"line_1": "CARR 2 KM 14.5", "zip": "00601"},
        ],
    )
    address = reverse("subjects:tab", args=[subject.number, "addresses"])
    text = sign_in(officer).get(address).content.decode()
    assert "100 sample wy, Apartment 3" in text
    assert "Standard form 100 SAMPLE WAY APT 3" in text
    assert "Standard form PO BOX 12" in text
    assert "PO box" in text
    assert "No standard form" in text
    assert "Cannot be taken apart" in text
