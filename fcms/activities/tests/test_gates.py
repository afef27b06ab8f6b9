"""The gates of real records: what is gathered, overridden, withdrawn, kept, counted; what the database keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.gates import actions, queries, rules, tallies
from fcms.activities.gates.facts import Answer, Place
from fcms.activities.models import GateOverride
from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases.clearances import actions as clearances
from fcms.cases.models import Case
from fcms.cases.tests.make import moved_to
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import extract_origin, make_officer

from .field import check, claim, decide, make_ready, review, today, verify
from .make import Work, make_activity, make_work

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def at(work: Work, kind: str = "RESIDENCE") -> Place:
    place = queries.place_of(work.lead, kind)
    assert place is not None
    return place


def asked(work: Work, kind: str = "RESIDENCE") -> dict[str, Answer]:
    now = timezone.now()
    return {one.code: one for one in queries.answers(work.case, at(work, kind), now=now, day=today())}


def shut(work: Work, kind: str = "RESIDENCE") -> set[str]:
    return {code for code, one in asked(work, kind).items() if not one.verdict}


def say(work: Work, **values: Any) -> None:
    correct_subject(work.subject, by=work.officer, origin=officer_origin(work.officer), values=values)


@pytest.fixture
def ready(db: None) -> Work:
    """A case with an accepted lead, all gates of which stand open."""
    return make_ready()


# --- what is gathered


def test_a_case_that_was_only_opened_has_shut_gates(work: Work) -> None:
    assert shut(work, "") == {
        *("G-STATUS", "G-A-FILE-RECENT", "G-APPEAL-RECENT", "G-ADDRESS-RECENT", "G-PLACE"),
    }


@pytest.mark.promise("PIA-1.5-4")
def test_what_officers_do_opens_every_gate(ready: Work) -> None:
    assert shut(ready) == set()
    assert rules.state_of(list(asked(ready).values())) == "OPEN"
    assert ready.officer.name in asked(ready)["G-STATUS"].detail


@pytest.mark.promise("PIA-1.5-4")
def test_a_later_check_that_says_otherwise_shuts_and_a_new_one_opens_again(ready: Work) -> None:
    check(ready, result="NOT_FUGITIVE")
    assert shut(ready) == {"G-STATUS"}
    check(ready)
    assert shut(ready) == set()


@pytest.mark.promise("PIA-1.5-4")
def test_a_check_entered_late_counts_from_the_beginning_of_its_day(work: Work) -> None:
    for days, holds in ((4, False), (2, True)):
        check(work, on=today() - timedelta(days=days))
        assert bool(asked(work)["G-STATUS"].verdict) is holds
    since, latest = queries.counts_from(today() - timedelta(days=2), timezone.now(), "America/Chicago")
    assert (since.hour, since.minute) == (0, 0)
    assert latest - since == timedelta(days=1)


@pytest.mark.promise("PIA-1.5-4")
def test_a_check_of_another_case_or_in_another_system_opens_nothing(work: Work) -> None:
    check(make_work())
    make_activity(work, on="case", acted_on=today(), check_system="NCIC")
    assert not asked(work)["G-STATUS"].verdict


def test_what_holds_on_the_person_shuts_its_gate(ready: Work) -> None:
    say(ready, stay_kind="COURT_STAY", confidential_1367=True, case_category="5C")
    assert {"G-STAY", "G-1367", "G-BASIS"} <= shut(ready)


def test_a_clearance_opens_the_gate_of_confidentiality(ready: Work) -> None:
    say(ready, confidential_1367=True)
    director = make_officer("DAL", "director")
    given = {"allows": "A visit to the workplace.", "reason": "Cleared with counsel."}
    days = {"from_on": today(), "until_on": today() + timedelta(days=5)}
    clearances.give(ready.subject, by=director, **given, **days)
    assert "G-1367" not in shut(ready)


@pytest.mark.promise("PIA-0-3")
def test_a_claim_of_citizenship_shuts_until_it_is_decided(ready: Work) -> None:
    raised = claim(ready)
    assert shut(ready) == {"G-CITIZEN"}
    decide(raised)
    assert shut(ready) == set()


def test_an_ended_or_held_case_is_shut(ready: Work) -> None:
    cases.arrest(ready.case, by=ready.officer, custody_on=today())
    ready.case.refresh_from_db()
    assert "G-CASE" in shut(ready)


def test_reviews_that_find_a_bar_or_are_old_shut(ready: Work) -> None:
    review(ready, "A_FILE", finding="BAR")
    assert shut(ready) == {"G-A-FILE"}
    other = make_ready()
    review(other, "APPEAL", finding="UNKNOWN")
    assert shut(other) == {"G-APPEAL-RECENT", "G-STAY-KNOWN"}


@pytest.mark.promise("PIA-1.5-3")
def test_sources_that_disagree_shut_until_somebody_settles_it(ready: Work) -> None:
    say(ready, final_order_on="2004-05-07")
    said = {"final_order_on": "2005-01-01"}
    correct_subject(
        ready.subject, by=Job("tests"), origin=extract_origin("I26-000009-9", as_of=today()), values=said
    )
    assert shut(ready) == {"G-CONFLICT"}
    assert "#conflicts" in asked(ready)["G-CONFLICT"].remedy_url


def test_an_address_that_was_found_wrong_or_marked_is_shut(ready: Work) -> None:
    verify(ready, result="ADDRESS_NOT_CONFIRMED")
    assert shut(ready) == {"G-ADDRESS-SOURCE"}
    marked = make_ready()
    make_activity(marked, "VISIT", acted_on=today(), visit_outcome="UNRELATED")
    assert "G-DO-NOT-RETURN" in shut(marked)


def test_the_kind_of_a_place_is_what_was_said_last_of_the_address(ready: Work) -> None:
    assert shut(ready, "") == {"G-PLACE"}
    actions.say_kind(ready.case, at(ready, ""), by=ready.officer, kind="SCHOOL")
    assert asked(ready, "")["G-PLACE"].overridable == "approve_place"
    actions.say_kind(ready.case, at(ready, ""), by=make_officer("DAL", "director"), kind="RESIDENCE")
    assert shut(ready, "") == set()
    with pytest.raises(Refused, match="Choose what kind"):
        actions.say_kind(ready.case, at(ready, ""), by=ready.officer, kind="MOON")


def test_many_are_asked_in_as_many_questions_as_one() -> None:
    made = [make_ready() for _ in range(5)]
    pairs = [(Case.objects.get(pk=work.case.pk), at(work)) for work in made]
    now, day = timezone.now(), today()

    def counted(some: list[Any]) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert len(queries.answers_of_many(some, now=now, day=day)) == len(some)
        return len(seen)

    assert counted(pairs[:1]) == counted(pairs * 4)


# --- readings


def test_a_reading_keeps_every_answer_as_it_was(ready: Work) -> None:
    reading = actions.read(ready.case, at(ready), by=ready.officer, moment="ASSIGN")
    assert (reading.open, reading.overridden, reading.read_by) == (True, False, ready.officer)
    assert {one["code"]: one["state"] for one in reading.answers}["G-STATUS"] == "OPEN"
    check(ready, result="NOT_FUGITIVE")
    after = actions.read(ready.case, at(ready), by=ready.officer, moment="START")
    assert not after.open
    assert [one["code"] for one in after.answers if one["state"] == "SHUT"] == ["G-STATUS"]


def test_a_day_gone_by_is_never_read_and_a_day_to_come_makes_answers_older(ready: Work) -> None:
    verify(ready, on=today() - timedelta(days=89))
    past = actions.read(
        ready.case, at(ready), by=ready.officer, moment="PLAN", day=today() - timedelta(days=400)
    )
    assert past.open
    ahead = actions.read(
        ready.case, at(ready), by=ready.officer, moment="PLAN", day=today() + timedelta(days=40)
    )
    assert "G-APPEAL-RECENT" in [one["code"] for one in ahead.answers if one["state"] == "SHUT"]


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    ("answers", "keeper"),
    [
        ('[{"code": "G-CASE", "state": "OPEN"}]', "activities_gatereading_has_its_check"),
        ('[{"code": "G-STATUS", "state": "OVERRIDDEN"}]', "activities_gatereading"),
        (
            '[{"code": "G-STATUS", "state": "OPEN"}, {"code": "G-CASE", "state": "SHUT"}]',
            "activities_gatereading_open_as_answered",
        ),
        ("[]", "activities_gatereading"),
    ],
)
def test_the_keeper_refuses_a_reading_that_is_open_and_should_not_be(
    ready: Work, answers: str, keeper: str
) -> None:
    made = actions.read(ready.case, at(ready), by=ready.officer, moment="PLAN")
    copy = (
        "insert into activities_gatereading (case_id, place_key, place_kind, moment, open, overridden, answers,"
        " policy_version, office_id, read_at, read_on) select case_id, place_key, place_kind, moment, true, false,"
        " %s::jsonb, policy_version, office_id, read_at, read_on from activities_gatereading where id = %s"
    )
    with (
        pytest.raises(DatabaseError, match=keeper),
        transaction.atomic(),
        acting(Job("tests"), Event.GATES_READ),
        connection.cursor() as cursor,
    ):
        cursor.execute(copy, [answers, made.pk])


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize("table", ["activities_gatereading", "activities_placekind"])
def test_the_keeper_refuses_to_edit_what_was_read_or_said(ready: Work, table: str) -> None:
    actions.read(ready.case, at(ready), by=ready.officer, moment="PLAN")
    actions.say_kind(ready.case, at(ready), by=ready.officer, kind="SCHOOL")
    for verb in (f"update {table} set id = id", f"delete from {table}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            acting(Job("tests"), Event.GATES_READ),
            connection.cursor() as cursor,
        ):
            cursor.execute(verb)


# --- overrides


SUPERVISED = {"reason": "The landlord confirmed it yesterday."}


def old_review(work: Work) -> Work:
    check(work)
    verify(work)
    review(work, "A_FILE")
    review(work, "APPEAL", on=today() - timedelta(days=31))
    return work


@pytest.fixture
def lapsed(db: None) -> Work:
    """Every gate open but the review of appeals, which is too old."""
    return old_review(make_work())


@pytest.mark.promise("PIA-1.5-4")
def test_a_supervisor_overrides_with_a_reason_until_a_day_and_takes_it_back(lapsed: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    assert shut(lapsed) == {"G-APPEAL-RECENT"}
    given = actions.override(
        lapsed.case, at(lapsed), "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED
    )
    assert given.place_key == ""
    answer = asked(lapsed)["G-APPEAL-RECENT"]
    assert answer.state == "OVERRIDDEN"
    assert "landlord" in answer.detail
    reading = actions.read(lapsed.case, at(lapsed), by=lapsed.officer, moment="ASSIGN")
    assert (reading.open, reading.overridden) == (True, True)
    assert not rules.not_by_who_acts(list(asked(lapsed).values()), supervisor.pk)
    actions.withdraw(given, by=supervisor)
    assert shut(lapsed) == {"G-APPEAL-RECENT"}
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw(given, by=supervisor)


def test_an_override_ends_with_its_day(lapsed: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    actions.override(lapsed.case, None, "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED)
    tomorrow = queries.answers(lapsed.case, None, now=timezone.now(), day=today() + timedelta(days=1))
    assert [one.code for one in tomorrow if not one.verdict] == ["G-APPEAL-RECENT"]


def test_an_override_of_an_address_holds_for_that_address_alone(ready: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    make_activity(ready, "VISIT", acted_on=today(), visit_outcome="UNRELATED")
    verify(ready)
    assert "G-DO-NOT-RETURN" in shut(ready)
    given = actions.override(
        ready.case, at(ready), "G-DO-NOT-RETURN", by=supervisor, until=today(), **SUPERVISED
    )
    assert given.place_key == ready.lead.address_key
    assert "G-DO-NOT-RETURN" not in shut(ready)
    elsewhere = Place("ELSEWHERE", "1 OTHER ST", "RESIDENCE", None, ready.subject.pk)
    now = timezone.now()
    (facts,) = queries.facts_of([(ready.case, elsewhere)], now=now, day=today())
    assert "G-DO-NOT-RETURN" not in facts.overrides


@pytest.mark.parametrize(
    ("role", "office", "match"),
    [("officer", "DAL", "Only a"), ("director", "DAL", "Only a"), ("supervisor", "HOU", "Another office")],
)
def test_who_may_not_override_is_told_why(lapsed: Work, role: str, office: str, match: str) -> None:
    person = make_officer(office, role)
    with pytest.raises(Refused, match=match):
        actions.override(lapsed.case, None, "G-APPEAL-RECENT", by=person, until=today(), **SUPERVISED)


@pytest.mark.promise("PIA-1.5-4")
def test_nobody_overrides_the_status_check(work: Work) -> None:
    for role, office in (("supervisor", "DAL"), ("director", "DAL"), ("hq_supervisor", "HQ")):
        with pytest.raises(Refused, match="never overridden"):
            actions.override(
                work.case, at(work), "G-STATUS", by=make_officer(office, role), until=today(), **SUPERVISED
            )
    assert not GateOverride.objects.exists()


@pytest.mark.promise("PIA-1.5-4")
def test_the_keeper_refuses_an_override_of_the_status_check_whoever_writes_it(lapsed: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    made = actions.override(lapsed.case, None, "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED)
    copy = (
        "insert into activities_gateoverride (case_id, place_key, gate, sentence, reason, office_id, given_at,"
        " given_on, given_by_id, until) select case_id, place_key, 'G-STATUS', sentence, reason, office_id, given_at,"
        " given_on, given_by_id, until from activities_gateoverride where id = %s"
    )
    with (
        pytest.raises(DatabaseError, match="activities_status_check_never_overridden"),
        transaction.atomic(),
        acting(Job("tests"), Event.GATE_OVERRIDDEN),
        connection.cursor() as cursor,
    ):
        cursor.execute(copy, [made.pk])


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    "change", ["gate = 'G-STAY-KNOWN'", "until = until + 30", "reason = 'Other'", "withdrawn_at = null"]
)
def test_the_keeper_refuses_to_change_an_override(lapsed: Work, change: str) -> None:
    supervisor = make_officer("DAL", "supervisor")
    made = actions.override(lapsed.case, None, "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED)
    if "withdrawn" in change:
        actions.withdraw(made, by=supervisor)
        change += ", withdrawn_by_id = null"
    with (
        pytest.raises(DatabaseError, match="stays as it was given"),
        transaction.atomic(),
        acting(Job("tests"), Event.GATE_OVERRIDDEN),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update activities_gateoverride set {change} where id = %s", [made.pk])


def test_overrides_are_counted_by_office_and_gate(lapsed: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    given = actions.override(lapsed.case, None, "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED)
    actions.withdraw(given, by=supervisor)
    other = old_review(make_work())
    actions.override(other.case, None, "G-APPEAL-RECENT", by=supervisor, until=today(), **SUPERVISED)
    found = tallies.overrides(today(), today())
    assert found[lapsed.case.office_id]["g_appeal_recent"] == 2
    assert found[lapsed.case.office_id]["withdrawn"] == 1
    assert tallies.overrides(today() - timedelta(days=9), today() - timedelta(days=1)) == {}


# --- the pages


def test_the_page_of_a_case_says_what_is_shut_and_what_to_do(sign_in: SignIn, work: Work) -> None:
    text = sign_in(work.officer).get(reverse("cases:case", args=[work.case.number])).content.decode()
    assert "Not yet: 3 gates are shut." in text
    assert "EID was not asked by name on this case." in text
    assert "Record a status check" in text
    assert "UNDEFINED" not in text
    assert f"/gates/{work.case.number}/G-" not in text


def test_the_page_of_a_lead_asks_of_its_address_too(sign_in: SignIn, ready: Work) -> None:
    url = reverse("leads:lead", args=[ready.lead.number])
    browser = sign_in(ready.officer)
    text = browser.get(url).content.decode()
    assert "Not yet: 1 gate is shut." in text
    where = reverse("activities:place-kind", args=[ready.case.number]) + f"?lead={ready.lead.number}"
    assert where in text
    assert browser.post(where, {"kind": "RESIDENCE"}).url == url
    text = browser.get(url).content.decode()
    assert "Yes: every gate is open." in text
    assert f"today, {ready.officer.name}" in text


def test_an_ended_case_has_no_strip(sign_in: SignIn, ready: Work) -> None:
    case = moved_to(ready.case, "CLOSED")
    page = sign_in(ready.officer).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "May we act?" not in page


def test_a_supervisor_overrides_on_the_page_and_withdraws(sign_in: SignIn, lapsed: Work) -> None:
    browser = sign_in(make_officer("DAL", "supervisor"))
    page = reverse("cases:case", args=[lapsed.case.number])
    form = reverse("activities:override", args=[lapsed.case.number, "G-APPEAL-RECENT"])
    assert form in browser.get(page).content.decode()
    assert "more than 30 days ago" in browser.get(form).content.decode()
    assert browser.post(form, {"reason": "", "until": today()}).status_code == 422
    late = browser.post(form, {"reason": "Counsel said so.", "until": today() + timedelta(days=8)})
    assert "at most 7 days" in late.content.decode()
    assert browser.post(form, {"reason": "Counsel said so.", "until": today()}).url == page
    text = browser.get(page).content.decode()
    assert "Counsel said so." in text
    given = reverse("activities:override-given", args=[lapsed.case.number, GateOverride.objects.get().pk])
    assert given in text
    assert "Withdraw the override" in browser.get(given).content.decode()
    assert browser.post(given).url == page
    text = browser.get(page).content.decode()
    assert "Last reviewed" in text
    assert "Withdrawn by" in text


def test_the_status_check_has_no_override_on_any_page(sign_in: SignIn, work: Work) -> None:
    browser = sign_in(make_officer("DAL", "supervisor"))
    form = reverse("activities:override", args=[work.case.number, "G-STATUS"])
    assert form not in browser.get(reverse("cases:case", args=[work.case.number])).content.decode()
    answer = browser.get(form)
    assert "never overridden" in answer.content.decode()
    assert "Override the gate" not in answer.content.decode()


def test_the_pages_of_gates_are_of_the_office_that_holds_the_case(sign_in: SignIn, lapsed: Work) -> None:
    browser = sign_in(make_officer("HOU", "supervisor"))
    number = lapsed.case.number
    assert browser.get(reverse("activities:override", args=[number, "G-APPEAL-RECENT"])).status_code == 403
    where = reverse("activities:place-kind", args=[number]) + f"?lead={lapsed.lead.number}"
    assert browser.get(where).status_code == 403
