"""What shuts a gate stops whoever is about to go, in the transaction in which it becomes known (PIA-1.5-4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fcms.activities import actions as activities
from fcms.activities.fieldwork import actions, queries
from fcms.activities.gates import actions as gates
from fcms.activities.ledger import actions as ledger
from fcms.activities.ledger import queries as ledger_queries
from fcms.activities.models import FieldAction
from fcms.audit.models import Change
from fcms.cases import actions as cases
from fcms.cases.lifecycle import Road
from fcms.cases.proposals import actions as proposals
from fcms.lib.actor import Job
from fcms.subjects import finders
from fcms.subjects.actions import correct_subject, take_back
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from . import field
from .make import Work, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-4")]

SECOND = "I26-000002-6"


@pytest.fixture
def ready() -> Work:
    """A case with an accepted lead of which every gate stands open."""
    return field.make_ready()


def now(action: FieldAction) -> tuple[str, str]:
    """Where an action stands, and why if it was stopped or called off."""
    found = FieldAction.objects.get(pk=action.pk)
    return found.status, found.reason


def stopped(action: FieldAction, why: str) -> bool:
    status, reason = now(action)
    return status == "STOPPED" and why in reason


# --- a check, a review, news


@pytest.mark.parametrize(
    ("result", "why"),
    [("NOT_FUGITIVE", "no longer a fugitive"), ("IN_CUSTODY", "in custody"), ("UNCLEAR", "unclear")],
)
def test_a_status_check_corrected_to_a_no_stops_the_action(ready: Work, result: str, why: str) -> None:
    action = field.under_way(ready)
    assert action.status_check is not None
    values = {"check_result": result}
    activities.correct_activity(action.status_check, by=ready.officer, reason="Misread.", values=values)
    assert stopped(action, why)


def test_a_check_of_which_only_the_notes_are_corrected_stops_nothing(ready: Work) -> None:
    action = field.under_way(ready)
    assert action.status_check is not None
    values = {"notes": "Asked twice."}
    activities.correct_activity(action.status_check, by=ready.officer, reason="More.", values=values)
    assert now(action) == ("UNDER_WAY", "")


@pytest.mark.parametrize("what", ["APPEAL", "A_FILE"])
def test_a_review_that_finds_a_bar_stops_the_action(ready: Work, what: str) -> None:
    assigned, under_way = field.assigned(ready, days=1), field.under_way(ready)
    field.review(ready, what, finding="BAR")
    assert stopped(assigned, "found what forbids it")
    assert stopped(under_way, "found what forbids it")


def test_a_review_that_finds_none_stops_nothing(ready: Work) -> None:
    action = field.under_way(ready)
    field.review(ready, "APPEAL")
    assert now(action) == ("UNDER_WAY", "")


@pytest.mark.parametrize("road", [Road.DIED, Road.IN_CUSTODY_ELSEWHERE])
def test_news_that_waits_on_the_case_stops_the_action(ready: Work, road: Road) -> None:
    action, other = field.under_way(ready), field.under_way(field.make_ready())
    proposals.propose(
        ready.case,
        by=Job("extract"),
        road=road,
        evidence=[("Document", "Certificate")],
        origin=extract_origin(),
        effective_on=field.today(),
        summary="Said by a source",
    )
    assert stopped(action, "News about the case")
    assert now(other)[0] == "UNDER_WAY"
    last = Change.objects.filter(table="activities_fieldaction", row=action.pk).latest("id")
    assert (last.actor, last.event) == ("job:extract", "field action stopped")


# --- marks


def mark(work: Work, action: FieldAction, **values: Any) -> None:
    record = ledger_queries.record_at(action.address_key)
    assert record is not None
    given = {"reason": "ORDERED", "until": field.today() + timedelta(days=1), **values}
    ledger.mark(address=record, by=work.officer, **given)


def test_a_mark_set_by_hand_stops_whoever_goes_to_that_door(ready: Work) -> None:
    action, later = field.under_way(ready), field.assigned(ready, days=2)
    neighbour = field.under_way(field.make_ready())
    assert neighbour.address_key == action.address_key
    mark(ready, action)
    assert stopped(action, "do-not-return")
    assert stopped(neighbour, "do-not-return")
    assert now(later)[0] == "ASSIGNED"


def test_a_mark_about_one_subject_stops_nobody_who_looks_for_another(ready: Work) -> None:
    action, neighbour = field.under_way(ready), field.under_way(field.make_ready())
    mark(ready, action, reason="MOVED", subject=ready.subject)
    assert now(action)[0] == "STOPPED"
    assert now(neighbour)[0] == "UNDER_WAY"


def visit(action: FieldAction, by: Any, outcome: str = "UNRELATED") -> Any:
    given = {"type": "VISIT", "acted_on": field.today(), "visit_outcome": outcome}
    return activities.record_activity(by=by, field_action=action, **given)


def test_a_visit_that_marks_the_door_stops_the_others_and_is_itself_done(ready: Work) -> None:
    action, neighbour = field.under_way(ready), field.under_way(field.make_ready())
    visit(action, ready.officer)
    assert now(action)[0] == "DONE"
    assert stopped(neighbour, "do-not-return")


def test_a_visit_corrected_to_what_marks_the_door_stops_the_others(ready: Work) -> None:
    action, neighbour = field.under_way(ready), field.under_way(field.make_ready())
    done = visit(action, ready.officer, "NOT_ANSWERED")
    assert now(neighbour)[0] == "UNDER_WAY"
    values = {"visit_outcome": "UNRELATED"}
    activities.correct_activity(done, by=ready.officer, reason="Mistyped.", values=values)
    assert stopped(neighbour, "do-not-return")


# --- overrides


@pytest.fixture
def supervisor(ready: Work) -> Any:
    """Who overrides; somebody else acts."""
    return make_officer("DAL", "supervisor")


def test_an_override_of_a_door_that_is_withdrawn_stops_the_action(ready: Work, supervisor: Any) -> None:
    action = queries.action_named(field.plan(ready).number)
    mark(ready, action)
    given = gates.override(
        ready.case,
        queries.place_of(action),
        "G-DO-NOT-RETURN",
        by=supervisor,
        reason="Asked the court.",
        until=field.today(),
    )
    action = actions.start(actions.assign(action, by=ready.officer), by=ready.officer)
    gates.withdraw(given, by=supervisor)
    assert stopped(action, "do-not-return")


def test_an_override_of_an_old_review_that_is_withdrawn_stops_the_action() -> None:
    work = make_work()
    supervisor = make_officer("DAL", "supervisor")
    field.check(work)
    field.verify(work)
    field.review(work, "A_FILE")
    field.review(work, "APPEAL", on=field.today() - timedelta(days=31))
    given = gates.override(
        work.case, None, "G-APPEAL-RECENT", by=supervisor, reason="Called.", until=field.today()
    )
    action = field.under_way(work)
    gates.withdraw(given, by=supervisor)
    assert stopped(action, "more than")


# --- facts as a set, and cases that are taken back


def test_an_extract_that_is_taken_back_stops_what_its_word_let_on(ready: Work) -> None:
    work = make_work(stay_kind="OTHER")
    origin = extract_origin(SECOND, as_of=field.today() - timedelta(days=1))
    until = (field.today() - timedelta(days=5)).isoformat()
    correct_subject(work.subject, by=Job("tests"), origin=origin, values={"stay_until": until})
    action, other = field.under_way(field.open_gates(work)), field.under_way(ready)
    take_back(SECOND, by=make_officer("HQ", "hq_supervisor"), reason="Sent by mistake.")
    assert stopped(action, "A stay is in force")
    assert now(other)[0] == "UNDER_WAY"


def test_a_set_of_subjects_nobody_goes_to_takes_one_question(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    subjects = [make_subject().pk for _ in range(3)]
    assert actions.follow_set in finders.CHANGED_SETS
    with django_assert_num_queries(1):
        actions.follow_set(subjects)


def test_a_case_taken_back_with_its_extract_calls_off_what_stands(ready: Work) -> None:
    other = field.plan(field.make_ready())
    origin = extract_origin("I26-000003-4")
    taken = make_work(origin=origin)
    planned, by = field.plan(taken), make_officer("HQ", "hq_supervisor")
    cases.take_back("I26-000003-4", by=by, reason="Sent by mistake.", applied_at=timezone.now())
    status, reason = now(planned)
    assert (status, "case has ended" in reason) == ("CALLED_OFF", True)
    assert now(other)[0] == "PLANNED"
