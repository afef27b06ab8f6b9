"""Claims, clearances, reviews and corrections as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.audit.models import Access
from fcms.cases.claims.queries import open_claims
from fcms.cases.clearances import actions as clearances
from fcms.cases.clearances.queries import in_force
from fcms.cases.models import Case, CaseReview, CitizenshipClaim
from fcms.cases.reviews import actions as reviews
from fcms.cases.reviews.queries import last_reviews
from fcms.disclosures.corrections.queries import still_owed
from fcms.lib.actor import Job, acting
from fcms.lib.claims import most_days
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import make_case
from .make_claims import advised, asked, cleared, decided, disclosed, raised

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


def page(case: Case) -> str:
    return reverse("cases:case", args=[case.number])


def address(name: str, case: Case, *keys: int) -> str:
    return reverse(f"cases:{name}", args=[case.number, *keys])


def text(response: object) -> str:
    found = response.content.decode()  # type: ignore[attr-defined]
    assert "UNDEFINED[" not in found
    return str(found)


# --- claims


@pytest.mark.promise("PIA-0-3")
def test_a_claim_from_the_case_page_to_its_decision(signed_in: SignedIn) -> None:
    case = make_case()
    officer, counsel = signed_in(make_officer("DAL")), signed_in(make_officer("HQ", "counsel"))
    supervisor = signed_in(make_officer("DAL", "supervisor"))
    assert "Raise a claim of citizenship" in text(officer.get(page(case)))
    missing = officer.post(address("raise-claim", case), {"trigger": "INDICIA"})
    assert missing.status_code == 422
    assert "Choose what points to citizenship" in text(missing)
    officer.post(address("raise-claim", case), {"trigger": "INDICIA", "indicia": ["PASSPORT"]})
    claim = CitizenshipClaim.objects.get()
    shown = text(officer.get(page(case)))
    assert "A claim to United States citizenship is open" in shown
    assert "Ask counsel. Anyone who reads the case may." in shown
    assert "Raise a claim of citizenship" not in shown
    officer.post(address("ask-counsel", case, claim.pk), {"note": ""})
    assert "waits" not in text(officer.get(address("claim", case, claim.pk)))
    assert address("claim", case, claim.pk) in text(counsel.get(reverse("web:home")))
    counsel.post(
        address("advise-claim", case, claim.pk), {"advises": "NONE", "advice": "No passport was issued."}
    )
    assert address("claim", case, claim.pk) in text(supervisor.get(reverse("web:home")))
    assert "No passport was issued." in text(supervisor.get(address("decide-claim", case, claim.pk)))
    assert supervisor.post(address("decide-claim", case, claim.pk), {"outcome": "NONE"}).status_code == 422
    supervisor.post(address("decide-claim", case, claim.pk), {"outcome": "NONE", "reason": "As advised."})
    shown = text(officer.get(page(case)))
    assert "to United States citizenship is open" not in shown
    assert "Earlier claims to citizenship" in shown
    assert "As advised." in text(officer.get(address("claim", case, claim.pk)))


def test_whoever_opened_a_case_of_another_office_with_a_purpose_may_raise_a_claim_on_it(
    signed_in: SignedIn,
) -> None:
    case, browser = make_case(), signed_in(make_officer("HOU"))
    given = {"trigger": "CLAIM", "note": "Said so at the counter in Houston."}
    assert browser.post(address("raise-claim", case), given).status_code == 403
    assert open_claims([case.subject_id]) == {}
    stated = {
        "record": f"cases.case:{case.pk}",
        "purpose": "Spoke with the person at the counter.",
        "next": page(case),
    }
    browser.post(reverse("web:purpose"), stated)
    browser.post(address("raise-claim", case), given)
    assert open_claims([case.subject_id])
    claim = open_claims([case.subject_id])[case.subject_id]
    assert browser.post(address("decide-claim", case, claim.pk), {}).status_code == 403


def test_a_claim_opens_only_by_a_case_of_its_own_subject(signed_in: SignedIn) -> None:
    claim, other = raised(), make_case()
    assert signed_in(make_officer("DAL")).get(address("claim", other, claim.pk)).status_code == 404


def test_the_list_of_claims_shows_each_office_its_own_and_counsel_all(signed_in: SignedIn) -> None:
    dallas, houston = make_case(), make_case(office="HOU")
    raised(dallas), raised(houston)
    url = reverse("cases:claims")
    mine = text(signed_in(make_officer("DAL")).get(url))
    assert dallas.number in mine
    assert houston.number not in mine
    counsel = signed_in(make_officer("HQ", "counsel"))
    everything = text(counsel.get(url))
    assert dallas.number in everything
    assert houston.number in everything
    assert "No claim is open" in text(counsel.get(url, {"status": "ADVISED"}))
    assert Access.objects.filter(record="cases.citizenshipclaim").exists()


def test_the_list_of_claims_asks_as_much_for_many_as_for_one(
    signed_in: SignedIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = signed_in(make_officer("HQ", "counsel"))
    for _ in range(4):
        raised()
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        browser.get(reverse("cases:claims"))


def test_a_subject_that_only_a_source_says_it_of_asks_for_the_claim_to_be_raised(signed_in: SignedIn) -> None:
    case = make_case(citizenship_claim=True)
    shown = text(signed_in(make_officer("DAL")).get(page(case)))
    assert "nobody has asked counsel" in shown
    assert address("raise-claim", case) in shown


# --- corrections


@pytest.mark.promise("PIA-7.2-1")
def test_recipients_are_listed_until_somebody_recorded_that_they_were_told(signed_in: SignedIn) -> None:
    case = make_case()
    disclosed(case.subject)
    claim = decided("CITIZEN", case)
    privacy, url = signed_in(make_officer("HQ", "privacy_officer")), reverse("cases:corrections")
    assert "Samples Data Inc." in text(privacy.get(url))
    assert "1 recipient has to be told" in text(privacy.get(reverse("web:home")))
    assert "Samples Data Inc." in text(signed_in(make_officer("DAL", "supervisor")).get(url))
    assert "Samples Data Inc." not in text(signed_in(make_officer("HOU", "supervisor")).get(url))
    (owed,) = still_owed()
    tell = reverse("cases:tell-correction", args=[owed.pk])
    assert signed_in(make_officer("HOU", "supervisor")).post(tell, {"how": "By letter."}).status_code == 403
    assert privacy.post(tell, {"how": " "}).status_code == 422
    privacy.post(tell, {"how": "By letter of 20 Nov 2026 to the records office."})
    assert "Nobody has to be told" in text(privacy.get(url))
    assert "By letter of 20 Nov 2026" in text(privacy.get(address("claim", case, claim.pk)))
    assert privacy.get(tell).status_code == 409


# --- clearances


@pytest.mark.promise("PIA-1.5-4")
def test_a_protected_person_is_cleared_by_a_director_for_some_days(signed_in: SignedIn) -> None:
    case, today = make_case(confidential_1367=True), timezone.localdate()
    director = signed_in(make_officer("DAL", "director"))
    assert "A director of the office" in text(signed_in(make_officer("DAL", "supervisor")).get(page(case)))
    given = {"allows": "A visit.", "reason": "Asked by herself.", "from_on": today}
    late = {**given, "until_on": today + timedelta(days=most_days())}
    assert "days at most" in text(director.post(address("give-clearance", case), late))
    director.post(
        address("give-clearance", case), {**given, "until_on": today + timedelta(days=most_days() - 1)}
    )
    clearance = in_force([case.subject_id], today)[case.subject_id]
    assert "Asked by herself." in text(director.get(page(case)))
    director.post(address("withdraw-clearance", case, clearance.pk), {"reason": "No longer wanted."})
    assert in_force([case.subject_id], today) == {}
    assert "No longer wanted." in text(director.get(page(case)))


@pytest.mark.parametrize(
    ("office", "role"), [("DAL", "officer"), ("DAL", "supervisor"), ("HQ", "counsel"), ("HOU", "director")]
)
def test_nobody_else_clears(office: str, role: str) -> None:
    case, today = make_case(confidential_1367=True), timezone.localdate()
    given: dict[str, Any] = {"allows": "A visit.", "reason": "Why.", "from_on": today, "until_on": today}
    with pytest.raises(Refused, match="director"):
        clearances.give(case.subject, by=make_officer(office, role), **given)


@pytest.mark.parametrize(
    ("start", "days", "sentence"),
    [(-1, 3, "in the past"), (2, 1, "before it begins"), (0, 30, "30 days at most")],
)
def test_a_clearance_has_days_that_can_be_right(start: int, days: int, sentence: str) -> None:
    case, today = make_case(confidential_1367=True), timezone.localdate()
    with pytest.raises(Refused, match=sentence):
        cleared(case, days=days, from_on=today + timedelta(days=start))


def test_who_is_not_protected_needs_no_clearance() -> None:
    with pytest.raises(Refused, match="not marked as protected"):
        cleared(make_case())


def test_a_clearance_holds_from_its_first_day_to_its_last() -> None:
    case, today = make_case(confidential_1367=True), timezone.localdate()
    cleared(case, days=5, from_on=today + timedelta(days=2))
    held = [day for day in range(8) if in_force([case.subject_id], today + timedelta(days=day))]
    assert held == [2, 3, 4, 5]
    with pytest.raises(Refused, match="Withdraw it first"):
        cleared(case)


# --- reviews


@pytest.mark.promise("PIA-1.5-4")
def test_a_look_into_the_a_file_is_recorded_and_the_latest_is_shown(signed_in: SignedIn) -> None:
    case, browser, today = make_case(), signed_in(make_officer("DAL")), timezone.localdate()
    assert "not reviewed yet" in text(browser.get(page(case)))
    look = {"what": "A_FILE", "finding": "BAR", "reviewed_on": today, "reference": "A-file, volume 2"}
    assert browser.post(address("review", case), look).status_code == 422
    browser.post(address("review", case), {**look, "note": "A motion to reopen is pending."})
    browser.post(address("review", case), {**look, "what": "APPEAL", "finding": "NO_BAR"})
    latest = last_reviews([case.pk])[case.pk]
    assert {what: one.finding for what, one in latest.items()} == {"A_FILE": "BAR", "APPEAL": "NO_BAR"}
    assert "A motion to reopen is pending." in text(browser.get(page(case)))
    refused = browser.post(address("review", case), {**look, "finding": "NO_BAR"})
    assert (refused.status_code, last_reviews([case.pk])[case.pk]["A_FILE"].finding) == (422, "BAR")
    assert "Counsel or a supervisor says that nothing stands in the way any more" in text(refused)
    assert "A-file: something stands in the way" in text(browser.get(address("review", case)))
    supervisor = signed_in(make_officer("DAL", "supervisor"))
    supervisor.post(address("review", case), {**look, "finding": "NO_BAR"})
    assert last_reviews([case.pk])[case.pk]["A_FILE"].finding == "NO_BAR"
    assert "A-file: something stands in the way" not in text(browser.get(address("review", case)))
    assert CaseReview.objects.count() == 3
    later = {**look, "reviewed_on": today + timedelta(days=1), "note": "Tomorrow."}
    assert "in the future" in text(browser.post(address("review", case), later))


def looked(case: Case, by: User, finding: str, *, what: str = "APPEAL", days: int = 0) -> CaseReview:
    """A look at appeals so many days ago."""
    on = timezone.localdate() - timedelta(days=days)
    said = {"what": what, "finding": finding, "reviewed_on": on, "reference": "Screen", "note": "Said."}
    return reviews.record(case, by=by, **said)


COUNSEL, SUPERVISOR, OFFICER = ("HQ", "counsel"), ("DAL", "supervisor"), ("DAL", "officer")


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    ("barred", "refused", "answers"),
    [
        (OFFICER, [OFFICER], SUPERVISOR),
        (SUPERVISOR, [OFFICER], COUNSEL),
        (COUNSEL, [OFFICER, SUPERVISOR, ("DAL", "director")], COUNSEL),
    ],
)
def test_a_bar_is_answered_by_who_may(
    barred: tuple[str, str], refused: list[tuple[str, str]], answers: tuple[str, str]
) -> None:
    case = make_case()
    looked(case, make_officer(*barred), "BAR", days=2)
    looked(case, make_officer("DAL"), "UNKNOWN", days=1)
    looked(case, make_officer("DAL"), "NO_BAR", what="A_FILE")
    for who in refused:
        for days in (0, 5):
            with pytest.raises(Refused, match="nothing stands in the way any more"):
                looked(case, make_officer(*who), "NO_BAR", days=days)
    looked(case, make_officer(*answers), "NO_BAR", days=9)
    with pytest.raises(Refused, match="nothing stands in the way any more"):
        looked(case, make_officer("DAL"), "NO_BAR")
    looked(case, make_officer(*answers), "NO_BAR")
    looked(case, make_officer("DAL"), "NO_BAR")
    assert last_reviews([case.pk])[case.pk]["APPEAL"].finding == "NO_BAR"


def test_a_bar_by_counsel_outlives_one_by_an_officer_and_counsels_departure() -> None:
    case, counsel = make_case(), make_officer("HQ", "counsel")
    looked(case, counsel, "BAR", days=2)
    looked(case, make_officer("DAL"), "BAR", days=1)
    with acting(Job("tests"), Event.USER_CHANGED):
        User.objects.filter(pk=counsel.pk).update(is_active=False)
    with pytest.raises(Refused, match="Only counsel"):
        looked(case, make_officer("DAL", "supervisor"), "NO_BAR")


def test_an_older_look_recorded_later_does_not_take_the_place_of_a_newer_one() -> None:
    case, officer, today = make_case(), make_officer("DAL"), timezone.localdate()
    for days, finding in ((0, "NO_BAR"), (9, "UNKNOWN")):
        reviews.record(
            case, by=officer, what="APPEAL", finding=finding, reference="Screen", note="Said.",
            reviewed_on=today - timedelta(days=days),
        )  # fmt: skip
    assert last_reviews([case.pk])[case.pk]["APPEAL"].finding == "NO_BAR"


def test_another_office_records_no_look(signed_in: SignedIn) -> None:
    case = make_case()
    assert signed_in(make_officer("HOU")).post(address("review", case), {}).status_code == 403
    assert signed_in(make_officer("HQ", "privacy_officer")).get(address("review", case)).status_code == 409


def test_the_steps_of_a_claim_wait_for_the_right_person(signed_in: SignedIn) -> None:
    case = make_case()
    claim = asked(case)
    supervisor = signed_in(make_officer("DAL", "supervisor"))
    assert "whose advice comes first" in text(supervisor.get(address("decide-claim", case, claim.pk)))
    other = advised(make_case())
    assert supervisor.get(address("decide-claim", make_case(), other.pk)).status_code == 404
