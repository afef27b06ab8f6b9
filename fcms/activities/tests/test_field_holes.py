"""What goes wrong around field work: an override after the fact, another officer, another case, another midnight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities import actions as activities
from fcms.activities.fieldwork import actions, queries
from fcms.activities.gates import actions as gates
from fcms.activities.ledger import actions as ledger
from fcms.activities.ledger import queries as records
from fcms.activities.models import Activity, Arrest, FieldAction, GateOverride
from fcms.cases.tests.make import make_case
from fcms.cases.tests.test_keepers import ask, refused
from fcms.leads import actions as leads
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_a_number, make_officer, make_subject

from . import field
from .make import PLACE, Work, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-4")]
THERE = {**PLACE, "line_2": "APT 3"}
SignIn = Callable[[User], Client]


@pytest.fixture
def ready() -> Work:
    """A case with an accepted lead of which every gate stands open."""
    return field.make_ready()


def fresh(action: FieldAction) -> FieldAction:
    return queries.action_named(action.number)


def visited(action: FieldAction, by: User, **values: Any) -> Activity:
    given = {"type": "VISIT", "acted_on": action.planned_on, "visit_outcome": "NOT_ANSWERED", **values}
    return activities.record_activity(by=by, field_action=fresh(action), **given)


def arrested(work: Work, action: FieldAction, by: User, **values: Any) -> Arrest:
    given = {"case": work.case, "arrested_on": action.planned_on, **THERE, **values}
    return activities.record_arrest(by=by, field_action=fresh(action), **given)


def overridden(action: FieldAction, *gates_of: str, by: User | None = None) -> list[GateOverride]:
    """Overrides of these gates for today, by a supervisor."""
    action, who = fresh(action), by or make_officer("DAL", "supervisor")
    given = {"by": who, "reason": "Asked by telephone.", "until": field.today()}
    return [gates.override(action.case, queries.place_of(action), gate, **given) for gate in gates_of]


def marked(action: FieldAction, by: User, days: int = 0) -> None:
    record = records.record_at(action.address_key)
    assert record is not None
    ledger.mark(address=record, by=by, reason="ORDERED", until=field.today() + timedelta(days=days))


def of_another_case(work: Work) -> None:
    """The lead is linked to somebody else, who has a case too."""
    other = make_subject(a_number=make_a_number(), docket_office="DAL")
    make_case(subject=other)
    leads.link(work.lead, by=work.officer, subject=other)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: moment):
        yield


@contextmanager
def untold() -> Iterator[None]:
    """What becomes known meanwhile stops nothing, as if it had come in a way that nobody is told of."""
    with patch("fcms.activities.fieldwork.actions._stop_shut"):
        yield


# --- overrides


def test_an_override_given_after_the_start_opens_nothing(ready: Work) -> None:
    supervisor = make_officer("DAL", "supervisor")
    action = actions.assign(field.plan(ready, by=supervisor), by=supervisor)
    action = actions.start(action, by=supervisor)
    with untold():
        field.review(ready, "APPEAL", finding="UNKNOWN")
    overridden(action, "G-APPEAL-RECENT", "G-STAY-KNOWN", by=supervisor)
    assert visited(action, supervisor).gates == "SHUT"


def test_an_override_before_the_start_counts_as_long_as_it_is_not_withdrawn(ready: Work) -> None:
    field.review(ready, "APPEAL", finding="UNKNOWN")
    action = field.plan(ready)
    overridden(action, "G-APPEAL-RECENT", "G-STAY-KNOWN")
    action = actions.start(actions.assign(action, by=ready.officer), by=ready.officer)
    assert visited(action, ready.officer).gates == "OVERRIDDEN"


def test_an_override_given_anew_instead_of_one_withdrawn_opens_nothing(ready: Work) -> None:
    action = field.plan(ready)
    marked(action, ready.officer)
    (given,) = overridden(action, "G-DO-NOT-RETURN")
    action = actions.start(actions.assign(fresh(action), by=ready.officer), by=ready.officer)
    with untold():
        gates.withdraw(given, by=make_officer("DAL", "supervisor"))
    overridden(action, "G-DO-NOT-RETURN")
    assert visited(action, ready.officer).gates == "SHUT"


# --- who went


def test_who_overrode_is_not_recorded_as_who_went(ready: Work) -> None:
    supervisor, action = make_officer("DAL", "supervisor"), field.plan(ready, kind="ARREST")
    marked(action, ready.officer)
    overridden(action, "G-DO-NOT-RETURN", by=supervisor)
    action = actions.start(actions.assign(fresh(action), by=ready.officer), by=ready.officer)
    with pytest.raises(Refused, match="Another officer was assigned"):
        arrested(ready, action, supervisor, officer=supervisor)
    with pytest.raises(Refused, match="Record it without the field action"):
        visited(action, supervisor, officer=supervisor)
    assert fresh(action).status == "UNDER_WAY"
    done = arrested(ready, action, supervisor).activity
    assert (done.officer, done.recorded_by, done.gates) == (ready.officer, supervisor, "OVERRIDDEN")


def test_the_form_of_an_arrest_from_a_field_action_asks_for_no_officer(ready: Work, sign_in: SignIn) -> None:
    action = field.under_way(ready, kind="ARREST")
    client, supervisor = sign_in(make_officer("DAL", "supervisor")), make_officer("DAL", "supervisor")
    url = f"/activities/arrest/?case={ready.case.number}"
    assert 'name="officer"' in client.get(url).content.decode()
    url += f"&field={action.number}"
    assert 'name="officer"' not in client.get(url).content.decode()
    typed = {**THERE, "acted_on": action.planned_on.isoformat(), "targeted": "yes", "confirmed": "1"}
    response = client.post(url, {**typed, "officer": str(supervisor.pk)})
    assert response.status_code == 302
    assert Activity.objects.get(field_action=action).officer == ready.officer


PUT = """
insert into activities_activity (type, case_id, officer_id, officer_name, officer_title, office_id, acted_on,
  location, operation_name, check_system, check_result, visit_outcome, verification, notes, late, recorded_at,
  recorded_by_id, address_key, gates, reading_id, field_action_id)
select 'VISIT', f.case_id, o.id, o.name, 'Officer', f.office_id, f.planned_on, '', '', '', '', 'FOUND', '', '', false,
  now(), o.id, f.address_key, 'OPEN', f.reading_id, f.id from activities_fieldaction f, accounts_user o
  where f.id = %s and o.id = %s
"""


def test_keeper_what_has_its_checks_was_done_by_who_was_assigned(ready: Work) -> None:
    action = field.under_way(ready)
    with refused("started through its gates"):
        ask(PUT, action.pk, field.team_officer().pk)
    with refused("is done when, and only when"):  # which is asked last: all else is right
        ask(PUT, action.pk, ready.officer.pk)
    done = visited(action, ready.officer)
    with refused("kept as it was recorded"):
        ask("update activities_activity set officer_id = %s where id = %s", field.team_officer().pk, done.pk)


# --- one matter


def test_nothing_is_planned_on_a_case_at_the_lead_of_another(ready: Work, sign_in: SignIn) -> None:
    other = make_work(ready.officer)
    with pytest.raises(Refused, match="about another case"):
        field.plan(Work(ready.officer, ready.case, other.lead, ready.subject))
    client = sign_in(ready.officer)
    for page in ("/activities/field/plan/", "/addresses/new/"):
        response = client.get(f"{page}?lead={other.lead.number}&case={ready.case.number}")
        assert "about another case" in response.content.decode(), page
    assert not FieldAction.objects.exists()


def test_an_action_whose_lead_was_linked_elsewhere_is_recorded_on_its_case(ready: Work) -> None:
    action = field.under_way(ready)
    of_another_case(ready)
    done = visited(action, ready.officer)
    assert (done.case, done.lead, fresh(action).status) == (ready.case, None, "DONE")


# --- midnight


def test_where_the_next_day_has_begun_at_the_office_of_the_case_it_is_refused_in_words() -> None:
    with at(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)):
        work = field.make_ready(office="NYC")
        action = field.plan(work)
        marked(action, work.officer, days=5)
        record = fresh(action)
        gates.override(
            record.case,
            queries.place_of(record),
            "G-DO-NOT-RETURN",
            by=make_officer("NYC", "supervisor"),
            reason="The owner asks us in.",
            until=date(2026, 11, 23),
        )
        action = actions.assign(record, by=work.officer)
    # 23:30 in Dallas, where the action is; 00:30 in New York, where the case is and the override has ended.
    with at(datetime(2026, 11, 24, 5, 30, tzinfo=UTC)), pytest.raises(Refused, match="do-not-return"):
        actions.start(fresh(action), by=work.officer)
    assert fresh(action).status == "ASSIGNED"


# --- operations


def test_what_is_planned_again_stays_in_its_operation_only_while_its_gates_are_open(ready: Work) -> None:
    action = actions.assign(field.plan(ready, operation_name="Sample Sweep"), by=ready.officer)
    tomorrow = field.today() + timedelta(days=1)
    action = actions.replan(action, by=ready.officer, planned_on=tomorrow)
    assert action.operation_name == "Sample Sweep"
    field.review(ready, "APPEAL", finding="BAR")
    action = actions.replan(fresh(action), by=ready.officer, planned_on=field.today(), note="Too early.")
    assert fresh(action).operation_name == ""
    assert queries.steps_of(action)[0].note == "Too early. Left Sample Sweep: a gate is shut."


@pytest.mark.parametrize("finding", ["NO_BAR", "BAR"])
def test_what_a_hold_had_stopped_comes_back_into_its_operation_only_open(ready: Work, finding: str) -> None:
    action = actions.assign(field.plan(ready, operation_name="Sample Sweep"), by=ready.officer)
    raised = field.claim(ready)
    field.review(ready, "APPEAL", finding=finding)
    field.decide(raised)
    action = fresh(action)
    assert action.status == "PLANNED"
    assert action.operation_name == ("Sample Sweep" if finding == "NO_BAR" else "")


# --- late, and in another town


@pytest.mark.parametrize(("days", "gates_of"), [(2, "OPEN"), (3, "SHUT")])
def test_what_is_entered_late_is_without_its_checks(
    ready: Work, sign_in: SignIn, days: int, gates_of: str
) -> None:
    action = field.under_way(ready)
    with at(timezone.now() + timedelta(days=days)):
        page = sign_in(ready.officer).get(f"/activities/field/{action.number}/record/").content.decode()
        assert ("as done without its checks" in page) == (gates_of == "SHUT")
        done = visited(action, ready.officer)
    assert (done.gates, done.late, fresh(action).status) == (gates_of, days > 2, "DONE")


@pytest.mark.parametrize("town", [{"city": "EL PASO"}, {"state": "CA"}])
def test_an_arrest_in_another_town_is_not_the_one_that_was_planned(ready: Work, town: dict[str, str]) -> None:
    assert (
        arrested(ready, field.under_way(ready, kind="ARREST"), ready.officer, **town).activity.gates == "SHUT"
    )


@pytest.mark.parametrize("town", [{"city": "AUSTIN"}, {"state": "CA"}])
def test_the_town_of_a_checked_arrest_is_not_corrected(ready: Work, town: dict[str, str]) -> None:
    done = arrested(ready, field.under_way(ready, kind="ARREST"), ready.officer).activity
    assert done.gates == "OPEN"
    with pytest.raises(Refused, match="neither is changed"):
        activities.correct_activity(done, by=ready.officer, reason="Wrong.", values=town)
