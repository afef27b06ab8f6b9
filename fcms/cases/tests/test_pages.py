"""The Cases menu as people meet it: the list, the page of a case, its moves, and what other offices may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.cases import actions, reach
from fcms.cases.lifecycle import Status
from fcms.cases.models import Case
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer, make_subject

from .make import HELD_ON, make_case, shown

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PURPOSE = "Subject was seen in our area by a deputy."


def asked(code: str) -> dict[str, object]:
    """What the form asks as evidence, answered."""
    return {f"evidence_{name}": value for name, value in shown(code).items()}


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.number])


def address(move: str, case: Case) -> str:
    return reverse(f"cases:{move}", args=[case.number])


def numbers(response: object) -> list[str]:
    return [case.number for case in response.context["page"]]  # type: ignore[attr-defined]


# --- the list


def test_an_officer_lists_the_cases_of_the_own_office_that_have_not_ended(signed_in: SignedIn) -> None:
    mine, cold = make_case(), make_case(status=Status.COLD)
    make_case(status=Status.CLOSED)
    make_case(office="HOU")
    response = signed_in(make_officer("DAL")).get(reverse("cases:list"))
    assert set(numbers(response)) == {mine.number, cold.number}
    assert "UNDEFINED" not in response.content.decode()


def test_headquarters_lists_the_cases_of_every_office_and_narrows_them(signed_in: SignedIn) -> None:
    dallas, houston = make_case(), make_case(office="HOU", status=Status.COLD)
    browser = signed_in(make_officer("HQ", role="hq_analyst"))
    url = reverse("cases:list")
    assert set(numbers(browser.get(url))) == {dallas.number, houston.number}
    assert numbers(browser.get(url, {"office": "HOU"})) == [houston.number]
    assert numbers(browser.get(url, {"status": "COLD"})) == [houston.number]
    assert numbers(browser.get(url, {"basis": "FAILED_TO_REPORT"})) == []
    assert numbers(browser.get(url, {"opened_from": "2005-01-11"})) == []
    assert len(numbers(browser.get(url, {"opened_from": "2005-01-10", "opened_to": "2005-01-10"}))) == 2


@pytest.mark.promise("PIA-2.2-1")
def test_a_sub_office_keeps_the_cases_whose_docket_lies_there(signed_in: SignedIn) -> None:
    there = make_case(subject=make_subject(docket_office="DAL-OKC"))
    make_case()
    response = signed_in(make_officer("DAL")).get(reverse("cases:list"), {"office": "DAL-OKC"})
    assert numbers(response) == [there.number]


def test_a_person_of_a_sub_office_reaches_the_cases_of_its_field_office(signed_in: SignedIn) -> None:
    case = make_case()
    assert signed_in(make_officer("DAL-OKC")).get(page(case)).status_code == 200


def test_the_list_sorts_and_pages_by_key_and_keeps_its_state_in_the_address(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fcms.cases.queries.page_of.__kwdefaults__", {"size": 2})
    made = [make_case(opened_on=date(2005, 1, day)) for day in (10, 11, 12)]
    browser = signed_in(make_officer("DAL"))
    url = reverse("cases:list")
    first = browser.get(url, {"sort": "-opened", "status": "OPEN"})
    assert numbers(first) == [made[2].number, made[1].number]
    following = first.context["page"].next
    assert "status=OPEN" in following
    second = browser.get(f"{url}?{following}")
    assert numbers(second) == [made[0].number]
    assert numbers(browser.get(f"{url}?{second.context['page'].previous}")) == [
        made[2].number,
        made[1].number,
    ]


def test_an_empty_list_says_what_to_do(signed_in: SignedIn) -> None:
    response = signed_in(make_officer("DAL")).get(reverse("cases:list"))
    assert "No case matches." in response.content.decode()


def test_a_date_that_is_none_is_named_and_the_rest_of_the_filter_holds(signed_in: SignedIn) -> None:
    make_case()
    response = signed_in(make_officer("DAL")).get(
        reverse("cases:list"), {"opened_from": "soon", "status": "COLD"}
    )
    assert "Enter a valid date" in response.content.decode()
    assert numbers(response) == []


# --- the page


def test_the_page_of_a_case_says_who_where_why_and_what_happened(signed_in: SignedIn) -> None:
    officer = make_officer("DAL")
    subject = make_subject(
        by=officer,
        addresses=[{"line_1": "100 SAMPLE WAY", "city": "DALLAS", "state": "TX", "zip": "75201"}],
    )
    case = make_case(by=officer, subject=subject)
    text = signed_in(officer).get(page(case)).content.decode()
    for words in (
        "Okonjo, Marisol",
        "100 SAMPLE WAY",
        "Final order",
        "A fugitive by category",
        "Opened",
    ):
        assert words in text
    assert "UNDEFINED" not in text


@pytest.mark.parametrize("status", Status)
def test_each_move_is_a_button_or_the_sentence_of_its_rule(signed_in: SignedIn, status: Status) -> None:
    case = make_case(status=status)
    response = signed_in(make_officer("DAL", role="supervisor")).get(page(case))
    text = response.content.decode()
    assert "UNDEFINED" not in text
    for one in response.context["acts"]:
        href = address(one["act"].name, case)
        assert (href in text) is one["verdict"].allowed
        assert one["verdict"].allowed or one["verdict"].sentence in text


def test_a_reader_is_told_once_that_the_role_does_not_change_cases(signed_in: SignedIn) -> None:
    case = make_case()
    text = signed_in(make_officer("HQ", role="hq_analyst")).get(page(case)).content.decode()
    assert text.count("Your role reads cases but does not change them.") == 1
    assert address("close", case) not in text


def test_an_unknown_number_is_no_page_and_a_known_one_may_be_typed_carelessly(signed_in: SignedIn) -> None:
    case = make_case()
    browser = signed_in(make_officer("DAL"))
    assert browser.get(reverse("cases:case", args=["C26-999999-9"])).status_code == 404
    assert browser.get(reverse("cases:case", args=[case.number.lower()])).status_code == 200


def test_the_history_tab_shows_who_did_what(signed_in: SignedIn) -> None:
    officer = make_officer("DAL")
    case = actions.go_cold(
        make_case(), by=officer, note="All leads followed up.", evidence=shown("WENT_COLD")
    )
    text = signed_in(officer).get(reverse("cases:history", args=[case.number])).content.decode()
    assert "case went cold" in text
    assert officer.name in text


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_the_database_the_same_number_of_times_whatever_the_case_holds(
    signed_in: SignedIn, count: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    officer = make_officer("DAL")
    case = make_case(by=officer)
    for _ in range(count):
        case = actions.go_cold(case, by=officer, note="Tried.", evidence=shown("WENT_COLD"))
        case = actions.revive(case, by=officer, note="New lead.")
    browser = signed_in(officer)
    with django_assert_max_num_queries(42):  # type: ignore[attr-defined] # gates alone ask ten
        browser.get(page(case))


# --- the moves


@pytest.mark.promise("PIA-1.4-2")
def test_an_officer_records_by_hand_what_becomes_of_a_case(signed_in: SignedIn) -> None:
    officer = make_officer("DAL")
    browser = signed_in(officer)
    case = make_case()
    said = {"note": "What there is to say."}
    moves = [
        ("go-cold", {**said, **asked("WENT_COLD")}, Status.COLD),
        ("revive", said, Status.OPEN),
        ("close", {**said, **asked("DIED"), "reason": "DIED", "effective_on": "2026-02-03"}, Status.CLOSED),
        ("reopen", {**said, **asked("REOPENED")}, Status.OPEN),
    ]
    for move, values, status in moves:
        assert browser.get(address(move, case)).status_code == 200
        response = browser.post(address(move, case), values)
        assert response.status_code == 302, move
        case.refresh_from_db()
        assert case.status == status
    case = actions.arrest(case, by=officer, custody_on=HELD_ON)
    browser.post(address("release", case), {**said, **asked("RELEASED"), "released_on": "2026-03-09"})
    case.refresh_from_db()
    assert case.status == Status.OPEN
    actions.arrest(case, by=officer, custody_on=date(2026, 4, 1))
    browser.post(address("remove", case), {"removed_on": "2026-04-09", **asked("REMOVED")})
    case.refresh_from_db()
    assert (case.status, case.removed_on) == (Status.REMOVED, date(2026, 4, 9))


def test_what_is_missing_is_named_and_nothing_is_changed(signed_in: SignedIn) -> None:
    case = make_case()
    response = signed_in(make_officer("DAL")).post(address("close", case), {"reason": "", "note": ""})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Say why the case is closed." in text
    assert "Say how the reason was established" in text
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_a_rule_that_refuses_says_so_on_the_page_the_person_came_from(signed_in: SignedIn) -> None:
    case = make_case(status=Status.IN_CUSTODY)
    browser = signed_in(make_officer("DAL"))
    response = browser.post(
        address("remove", case),
        {"removed_on": "2026-03-03", **asked("REMOVED")},
        follow=True,
        headers={"Referer": f"http://testserver{address('remove', case)}"},
    )
    assert "The removal lies before the arrest. Correct its date." in response.content.decode()


def test_a_move_that_does_not_fit_the_state_is_refused_before_it_is_asked_for(signed_in: SignedIn) -> None:
    case = make_case(status=Status.CLOSED)
    response = signed_in(make_officer("DAL")).get(address("go-cold", case))
    assert "This case is closed. Re-open it first." in response.content.decode()


# --- other offices


def test_a_case_of_another_office_opens_only_with_a_purpose_which_is_kept(signed_in: SignedIn) -> None:
    case = make_case(office="HOU")
    browser = signed_in(make_officer("DAL"))
    assert browser.get(page(case)).status_code == 403
    refused = Access.objects.get(record=f"cases.case:{case.pk}")
    assert refused.kind == "REFUSED"
    browser.post(
        reverse("web:purpose"),
        {"record": f"cases.case:{case.pk}", "purpose": PURPOSE, "next": page(case)},
    )
    response = browser.get(page(case))
    assert response.status_code == 200
    assert "Another office holds this case" in response.content.decode()
    seen = Access.objects.filter(record=f"cases.case:{case.pk}", kind="VIEW").get()
    assert seen.purpose == PURPOSE
    assert browser.get(reverse("cases:history", args=[case.number])).status_code == 200


@pytest.mark.parametrize("move", ["go-cold", "close"])
def test_a_case_of_another_office_is_not_changed_even_with_a_purpose(signed_in: SignedIn, move: str) -> None:
    case = make_case(office="HOU")
    browser = signed_in(make_officer("DAL"))
    browser.post(
        reverse("web:purpose"), {"record": f"cases.case:{case.pk}", "purpose": PURPOSE, "next": page(case)}
    )
    values = {"note": "Mine.", "reason": "DIED", "effective_on": "2026-02-03"}
    assert browser.get(address(move, case)).status_code == 403
    assert browser.post(address(move, case), values).status_code == 403
    case.refresh_from_db()
    assert case.status == Status.OPEN


def test_a_further_ground_lets_an_office_read_a_case_but_not_move_it(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(office="HOU")
    monkeypatch.setattr(reach, "GROUNDS", [lambda user: reach.Q(pk__in=[case.pk])])
    browser = signed_in(make_officer("DAL"))
    assert browser.get(page(case)).status_code == 200
    assert browser.get(address("close", case)).status_code == 403


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_has_no_part_in_cases_does_not_open_them(signed_in: SignedIn, role: str) -> None:
    case = make_case()
    browser = signed_in(make_officer("HQ", role=role))
    assert browser.get(reverse("cases:list")).status_code == 403
    assert browser.get(page(case)).status_code == 403


# --- on the pages of others


def test_the_page_of_a_subject_shows_its_cases_and_opens_one_by_hand(signed_in: SignedIn) -> None:
    officer = make_officer("DAL")
    subject = make_subject(by=officer)
    browser = signed_in(officer)
    subject_page = reverse("subjects:subject", args=[subject.number])
    opening = reverse("cases:open", args=[subject.number])
    assert opening in browser.get(subject_page).content.decode()
    form = browser.get(opening)
    assert form.context["form"].initial["basis_on"] == date(2004, 5, 6)
    response = browser.post(opening, {"basis_on": "2004-05-06", "note": "No extract has it yet."})
    case = Case.objects.get(subject=subject)
    assert response["Location"] == page(case)
    text = browser.get(subject_page).content.decode()
    assert page(case) in text
    assert f"This subject has a live case, {case.number}." in text


def test_a_case_is_opened_by_the_office_of_the_docket(signed_in: SignedIn) -> None:
    officer = make_officer("DAL")
    subject = make_subject(by=officer, docket_office="HOU")
    response = signed_in(officer).get(reverse("cases:open", args=[subject.number]))
    assert "another office" in response.content.decode()


def test_the_first_page_counts_the_cases_of_my_office_and_leads_to_them(signed_in: SignedIn) -> None:
    make_case()
    make_case(status=Status.COLD)
    make_case(office="HOU")
    browser = signed_in(make_officer("DAL"))
    text = browser.get(reverse("web:home")).content.decode()
    assert "Cases of Dallas" in text
    link = f"{reverse('cases:list')}?office=DAL&amp;status=COLD"
    assert link in text
    assert len(numbers(browser.get(link.replace("&amp;", "&")))) == 1


def test_a_case_number_typed_into_the_search_leads_to_the_case(signed_in: SignedIn) -> None:
    case = make_case()
    response = signed_in(make_officer("DAL")).post(reverse("subjects:search"), {"q": case.number.lower()})
    assert response["Location"] == page(case)


def test_a_subject_lies_within_reach_if_one_of_its_cases_does(signed_in: SignedIn) -> None:
    supervisor = make_officer("DAL", role="supervisor")
    case = actions.transfer(
        make_case(), by=supervisor, office=Office.objects.get(code="HOU"), note="Moved to Houston."
    )
    subject_page = reverse("subjects:subject", args=[case.subject.number])
    assert signed_in(make_officer("HOU")).get(subject_page).status_code == 200
    assert signed_in(make_officer("DAL")).get(subject_page).status_code == 403
