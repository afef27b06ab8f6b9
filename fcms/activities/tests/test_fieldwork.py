"""Nobody goes to an address but through its gates, and a hold stops whoever is about to (PIA-1.5-4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from fcms.activities import actions as activities
from fcms.activities.fieldwork import actions, queries
from fcms.activities.gates import actions as gates
from fcms.activities.lifecycle import FieldLife, FieldStatus
from fcms.activities.migrations import __path__ as migrations
from fcms.activities.models import Activity, FieldAction
from fcms.audit.models import Change
from fcms.cases import actions as cases
from fcms.lib.lifecycle import moves_of
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer

from . import field
from .make import PLACE, Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Work:
    """A case with an accepted lead of which every gate stands open."""
    return field.make_ready()


def fresh(action: FieldAction) -> FieldAction:
    return FieldAction.objects.get(pk=action.pk)


def steps(action: FieldAction) -> list[str]:
    return [one.step for one in reversed(queries.steps_of(action))]


# --- planned, assigned, started, recorded


@pytest.mark.promise("PIA-1.5-4")
def test_a_visit_is_planned_assigned_started_and_recorded_with_its_checks(ready: Work) -> None:
    action = field.plan(ready, kind="VISIT")
    assert action.number.startswith("F26-")
    assert (action.status, action.reading, action.line) == (
        "PLANNED",
        None,
        "100 SAMPLE WAY APT 3, Dallas TX 75201",
    )
    action = actions.assign(action, by=ready.officer)
    assert (action.status, action.reading.moment, action.reading.open) == ("ASSIGNED", "ASSIGN", True)
    action = actions.start(action, by=ready.officer)
    assert (action.status, action.reading.moment) == ("UNDER_WAY", "START")
    done = activities.record_activity(
        by=ready.officer,
        type="VISIT",
        acted_on=field.today(),
        visit_outcome="NOT_ANSWERED",
        field_action=action,
    )
    assert (done.gates, done.field_action, done.reading) == ("OPEN", action, action.reading)
    assert (done.location, done.address_key) == (action.line, action.address_key)
    assert fresh(action).status == "DONE"
    assert steps(action) == ["PLANNED", "ASSIGNED", "STARTED", "DONE"]


@pytest.mark.promise("PIA-1.5-4", "PIA-0-9")
def test_an_arrest_from_a_field_action_does_all_that_an_arrest_does(ready: Work) -> None:
    action = field.under_way(ready, kind="ARREST")
    given = {**PLACE, "line_2": "APT 3"}
    arrest = activities.record_arrest(
        by=ready.officer,
        case=ready.case,
        lead=ready.lead,
        arrested_on=field.today(),
        field_action=action,
        **given,
    )
    assert arrest.activity.gates == "OPEN"
    ready.case.refresh_from_db()
    ready.lead.refresh_from_db()
    assert (ready.case.status, ready.lead.outcome) == ("IN_CUSTODY", "ARRESTED")
    assert fresh(action).status == "DONE"


def test_an_arrest_elsewhere_than_planned_ends_the_action_and_is_without_its_checks(ready: Work) -> None:
    action = field.under_way(ready)
    arrest = activities.record_arrest(
        by=ready.officer,
        case=ready.case,
        arrested_on=field.today(),
        field_action=action,
        **{**PLACE, "line_1": "700 SAMPLE ROAD"},
    )
    assert (arrest.activity.gates, arrest.activity.field_action) == ("SHUT", action)
    assert arrest.activity.reading.moment == "RECORD"
    assert fresh(action).status == "DONE"


@pytest.mark.promise("PIA-1.5-4")
def test_a_visit_without_a_field_action_is_kept_and_flagged_with_the_gates_as_they_were(work: Work) -> None:
    done = activities.record_activity(
        by=work.officer, type="VISIT", acted_on=field.today(), lead=work.lead, visit_outcome="NOT_THERE"
    )
    assert (done.gates, done.field_action) == ("SHUT", None)
    assert done.reading is not None
    assert (done.reading.moment, done.reading.open) == ("RECORD", False)
    shut = [one["code"] for one in done.reading.answers if one["state"] == "SHUT"]
    assert "G-STATUS" in shut


def test_what_nobody_goes_to_an_address_for_says_nothing_of_gates(work: Work) -> None:
    assert field.check(work).gates == ""
    interview = activities.record_activity(
        by=work.officer, type="INTERVIEW", acted_on=field.today(), case=work.case
    )
    assert (interview.gates, interview.reading) == ("", None)


# --- the gates


@pytest.mark.promise("PIA-1.5-4")
def test_planning_asks_no_gate_and_assigning_asks_them_all(work: Work) -> None:
    action = field.plan(work)
    with pytest.raises(Refused, match="EID was not asked by name") as refused:
        actions.assign(action, by=work.officer)
    assert "Nobody has reviewed the A-file" in refused.value.sentence
    assert fresh(action).status == "PLANNED"
    with pytest.raises(Refused, match="EID was not asked"):
        field.plan(work, days=1, operation_name="Sample Sweep")
    assert FieldAction.objects.count() == 1


@pytest.mark.promise("PIA-1.5-4")
def test_the_start_asks_again_on_its_day_and_only_then(ready: Work) -> None:
    tomorrow = field.assigned(ready, days=1)
    with pytest.raises(Refused, match="Start it on that day"):
        actions.start(tomorrow, by=ready.officer)
    action = field.assigned(ready)
    field.verify(ready, result="ADDRESS_NOT_CONFIRMED")
    with pytest.raises(Refused, match="No source that counts"):
        actions.start(action, by=ready.officer)
    assert fresh(action).status == "ASSIGNED"
    other = make_officer("DAL")
    with pytest.raises(Refused, match="Only who is assigned"):
        actions.start(action, by=other)


@pytest.mark.promise("PIA-1.5-4")
def test_a_check_that_says_otherwise_stops_the_action_at_once(ready: Work) -> None:
    action = field.under_way(ready)
    field.check(ready, result="NOT_FUGITIVE")
    assert fresh(action).status == "STOPPED"
    assert "no longer a fugitive" in fresh(action).reason


@pytest.mark.promise("PIA-1.5-4")
def test_who_overrode_a_gate_does_not_act_on_it(ready: Work) -> None:
    field.review(ready, "APPEAL", finding="UNKNOWN")
    supervisor = make_officer("DAL", "supervisor")
    action = field.plan(ready)
    for gate in ("G-APPEAL-RECENT", "G-STAY-KNOWN"):
        gates.override(
            ready.case, None, gate, by=supervisor, reason="Asked the court by telephone.", until=field.today()
        )
    with pytest.raises(Refused, match="who overrides does not act"):
        actions.assign(action, by=supervisor)
    action = actions.assign(action, by=supervisor, officer=ready.officer)
    assert action.reading.overridden
    action = actions.start(action, by=ready.officer)
    done = activities.record_activity(
        by=ready.officer, type="VISIT", acted_on=field.today(), visit_outcome="NOT_THERE", field_action=action
    )
    assert done.gates == "OVERRIDDEN"


def test_what_is_known_by_the_time_of_recording_counts_too(ready: Work) -> None:
    action = field.under_way(ready)
    field.review(ready, "A_FILE", finding="UNKNOWN")
    done = activities.record_activity(
        by=ready.officer, type="VISIT", acted_on=field.today(), visit_outcome="NOT_THERE", field_action=action
    )
    assert (done.gates, fresh(action).status) == ("SHUT", "DONE")


# --- holds


@pytest.mark.promise("PIA-0-3", "PIA-1.5-4")
def test_a_hold_stops_what_is_assigned_and_under_way_with_its_sentence(ready: Work) -> None:
    planned, going, there = field.plan(ready, days=2), field.assigned(ready, days=1), field.under_way(ready)
    raised = field.claim(ready)
    assert [fresh(one).status for one in (planned, going, there)] == ["PLANNED", "STOPPED", "STOPPED"]
    assert "claim to United States citizenship" in fresh(there).reason
    with pytest.raises(Refused, match="was stopped"):
        actions.start(going, by=ready.officer)
    with pytest.raises(Refused, match="claim to United States citizenship is open"):
        actions.replan(going, by=ready.officer, planned_on=field.today())
    with pytest.raises(Refused, match="never|was stopped"):
        activities.record_activity(
            by=ready.officer,
            type="VISIT",
            acted_on=field.today(),
            visit_outcome="FOUND",
            field_action=there,
        )
    field.decide(raised)
    assert {fresh(one).status for one in (going, there)} == {"PLANNED"}
    assert steps(there) == ["PLANNED", "ASSIGNED", "STARTED", "STOPPED", "LIFTED"]
    assert actions.start(actions.assign(there, by=ready.officer), by=ready.officer).status == "UNDER_WAY"


def test_the_stop_is_in_the_trail_of_who_raised_the_hold(ready: Work) -> None:
    action = field.assigned(ready)
    field.claim(ready)
    last = Change.objects.filter(table="activities_fieldaction", row=action.pk).order_by("-id").first()
    assert last is not None
    assert (last.actor, last.event) == (ready.officer.actor_key, "field action stopped")


@pytest.mark.promise("PIA-1.5-4")
def test_a_fact_that_shuts_a_gate_stops_what_is_assigned(ready: Work) -> None:
    action = field.assigned(ready)
    values = {"stay_kind": "OTHER", "stay_until": None}
    correct_subject(ready.subject, by=ready.officer, origin=officer_origin(ready.officer), values=values)
    assert fresh(action).status == "STOPPED"
    assert "A stay is in force" in fresh(action).reason


def test_a_case_that_ends_calls_off_what_was_still_to_be_done(ready: Work) -> None:
    planned, going = field.plan(ready, days=1), field.assigned(ready)
    cases.arrest(ready.case, by=ready.officer, custody_on=field.today())
    assert [fresh(one).status for one in (planned, going)] == ["CALLED_OFF", "CALLED_OFF"]


# --- who, and when


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (lambda: make_officer("MIA"), "another office"),
        (lambda: make_officer("HQ", "hq_analyst"), "Your role reads"),
    ],
)
def test_others_neither_plan_nor_assign(ready: Work, who: Callable[[], Any], sentence: str) -> None:
    action, person = field.plan(ready), who()
    with pytest.raises(Refused, match=sentence):
        field.plan(ready, days=1, by=person)
    with pytest.raises(Refused, match=sentence):
        actions.assign(action, by=person)
    with pytest.raises(Refused, match=sentence):
        actions.call_off(action, by=person, reason="Not needed.")


def test_officers_take_actions_themselves_and_supervisors_give_them_out(ready: Work) -> None:
    action, other = field.plan(ready), make_officer("DAL")
    with pytest.raises(Refused, match="A supervisor assigns"):
        actions.assign(action, by=ready.officer, officer=other)
    supervisor = make_officer("DAL", "supervisor")
    with pytest.raises(Refused, match="Choose one of yours"):
        actions.assign(action, by=supervisor, officer=make_officer("MIA"))
    assert actions.assign(action, by=supervisor, officer=other).officer == other


def test_one_action_stands_for_an_address_and_a_day(ready: Work) -> None:
    action = field.plan(ready)
    with pytest.raises(Refused, match=action.number):
        field.plan(ready)
    actions.call_off(action, by=ready.officer, reason="Moved to another day.")
    assert field.plan(ready).status == "PLANNED"


@pytest.mark.parametrize(("days", "sentence"), [(-1, "in the past"), (200, "half a year")])
def test_a_day_that_cannot_be_planned_for_is_refused(ready: Work, days: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        field.plan(ready, days=days)


def test_an_end_takes_a_reason_and_is_an_end(ready: Work) -> None:
    action = field.assigned(ready)
    with pytest.raises(Refused, match="Say why"):
        actions.call_off(action, by=ready.officer, reason=" ")
    action = actions.call_off(action, by=ready.officer, reason="The team is needed elsewhere.")
    for act in (
        lambda: actions.assign(action, by=ready.officer),
        lambda: actions.replan(action, by=ready.officer, planned_on=field.today()),
        lambda: actions.call_off(action, by=ready.officer, reason="Twice."),
    ):
        with pytest.raises(Refused, match="called off"):
            act()


def test_planned_anew_it_goes_through_its_gates_again(ready: Work) -> None:
    action = field.assigned(ready)
    action = actions.replan(action, by=ready.officer, planned_on=field.today() + timedelta(days=1))
    assert (action.status, action.officer) == ("PLANNED", None)
    assert actions.assign(action, by=ready.officer).status == "ASSIGNED"


# --- operations


def test_an_operation_is_its_actions_with_a_state_each(ready: Work) -> None:
    field.plan(ready, operation_name="Sample Sweep")
    other = field.make_ready(ready.officer)
    stopped = field.assigned(other, operation_name="Sample Sweep")
    field.claim(other)
    found = queries.operation(ready.officer, "DAL", "sample sweep")
    rows = queries.rows_of(found)
    assert [one.state for one in rows] == ["READY", "STOPPED"]
    assert stopped.pk == rows[1].action.pk
    said = "1 open, but nobody has it yet; 1 stopped: a claim to United States citizenship is open"
    assert queries.summed(rows) == said
    actions.assign(rows[0].action, by=ready.officer)
    assert queries.summed(queries.rows_of(queries.operation(ready.officer, "DAL", "Sample Sweep"))) == (
        said.replace("open, but nobody has it yet", "ready")
    )


def test_gates_of_many_are_answered_in_as_many_questions_as_those_of_one(
    ready: Work, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    field.plan(ready)
    with CaptureQueriesContext(
        connection,
    ) as one:
        queries.rows_of(
            queries.operation(ready.officer, "DAL", "") or list(queries.actions_for(ready.officer))
        )
    for _ in range(3):
        field.plan(field.make_ready(ready.officer))
    with CaptureQueriesContext(connection) as many:
        assert len(queries.rows_of(list(queries.actions_for(ready.officer)))) == 4
    assert len(many) <= len(one)


# --- what cannot be corrected


def test_where_and_when_of_a_checked_visit_are_not_changed(ready: Work) -> None:
    done = activities.record_activity(
        by=ready.officer,
        type="VISIT",
        acted_on=field.today(),
        visit_outcome="NOT_THERE",
        field_action=field.under_way(ready),
    )
    for values in ({"acted_on": date(2026, 3, 4)}, {"location": "Elsewhere"}):
        with pytest.raises(Refused, match="neither is changed"):
            activities.correct_activity(done, by=ready.officer, reason="Wrong.", values=values)
    activities.correct_activity(done, by=ready.officer, reason="Wrong.", values={"visit_outcome": "MOVED"})
    assert Activity.objects.get(pk=done.pk).visit_outcome == "MOVED"


def test_the_database_knows_the_same_moves_as_the_life() -> None:
    from importlib import import_module

    assert migrations
    known = set(import_module("fcms.activities.migrations.0004_fieldwork").MOVES)
    moves = {(str(source), str(one.to)) for _, one in moves_of(FieldLife) for source in one.sources}
    assert known == {(was, becomes) for was, becomes in moves if was != becomes}
    assert FieldStatus.DONE == "DONE"


@pytest.mark.promise("PIA-1.5-4")
def test_what_was_done_without_its_checks_is_counted_by_office(ready: Work) -> None:
    from fcms.activities.fieldwork.tallies import checked

    given = {"by": ready.officer, "type": "VISIT", "acted_on": field.today(), "visit_outcome": "NOT_ANSWERED"}
    activities.record_activity(**given, field_action=field.under_way(ready))
    activities.record_activity(**given, lead=ready.lead)
    activities.record_activity(**given, case=ready.case)
    office = ready.officer.office_id
    numbers = {"with_checks": 1, "with_override": 0, "without_checks": 2}
    assert checked(field.today(), field.today()) == {office: numbers}
