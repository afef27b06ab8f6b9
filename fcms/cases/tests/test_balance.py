"""The backlog balances for every month and office, in both forms, and what is wrong in it is found."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from fcms.audit.events import Event
from fcms.cases import actions
from fcms.cases.balance import rules, tallies
from fcms.cases.lifecycle import CaseLife, Status
from fcms.cases.models import Case, CaseStep
from fcms.cases.transfers import actions as transfers
from fcms.exchange.standing import actions as nightly
from fcms.exchange.standing.models import StandingFinding
from fcms.lib.actor import Job, acting
from fcms.lib.lifecycle import moves_of
from fcms.offices.models import Office
from fcms.operations import balancing
from fcms.subjects.tests.make import make_officer

from .make import end, make_case, offer, shown

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Turn the clock to a day of 2026, at noon in New York."""

    def turn(month: int, day: int, hour: int = 17) -> None:
        now = datetime(2026, month, day, hour, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return turn


def of(office: str, month: int) -> dict[str, int]:
    """The figures of one office and month of 2026 that are not nought."""
    key = Office.objects.get(code=office).pk
    rows = tallies.backlog(date(2026, month, 1), date(2026, month, 1))
    (row,) = [one for one in rows if one.office_id == key] or [None]
    return {name: value for name, value in row.figures.items() if value} if row else {}


@pytest.mark.promise("PIA-0-1", "PIA-3.1-1")
def test_a_month_is_counted_as_it_was_counted_by_hand(at: Callable[..., None]) -> None:
    officer, supervisor, director = (
        make_officer("DAL"),
        make_officer("DAL", "supervisor"),
        make_officer("HOU", "director"),
    )
    at(1, 10)
    stays, colds, goes, dies, held = (make_case() for _ in range(5))
    at(2, 3)
    colds = actions.go_cold(colds, by=officer, note="Tried.", evidence=shown("WENT_COLD"))
    goes = Case.objects.get(pk=goes.pk)
    transfers.accept(goes, by=director, transfer=offer(goes, by=supervisor))
    end(dies, by=officer, reason="DIED")
    held = actions.arrest(held, by=officer, custody_on=date(2026, 2, 2))
    at(3, 4)
    actions.release(held, by=officer, note="Bond.", evidence=shown("RELEASED"))
    colds = actions.revive(colds, by=officer, note="Seen.")
    actions.reopen(Case.objects.get(pk=dies.pk), by=officer, note="Another.", evidence=shown("REOPENED"))
    assert of("DAL", 1) == {"opened": 5, "closing": 5, "open_closing": 5, "recorded_late": 5}
    assert of("DAL", 2) == {
        "opening": 5,
        "open_opening": 5,
        "open_went_cold": 1,
        "transferred_out": 1,
        "open_transferred_out": 1,
        "closed_died": 1,
        "closed": 1,
        "open_closed": 1,
        "arrested": 1,
        "open_arrested": 1,
        "closing": 2,
        "open_closing": 1,
    }
    assert of("DAL", 3) == {
        "opening": 2,
        "open_opening": 1,
        "released": 1,
        "reopened": 1,
        "open_revived": 1,
        "closing": 4,
        "open_closing": 4,
    }
    assert of("HOU", 2) == {
        "transferred_in": 1,
        "open_transferred_in": 1,
        "closing": 1,
        "open_closing": 1,
    }
    assert tallies.faults(date(2026, 3, 4)) == []
    assert stays.pk


def test_a_late_entry_counts_in_the_month_in_which_it_was_recorded_and_is_told(
    at: Callable[..., None],
) -> None:
    officer = make_officer("DAL")
    at(1, 10)
    case = make_case(opened_on=date(2026, 1, 10))
    before = of("DAL", 1)
    at(2, 20)
    end(case, by=officer, reason="DIED", effective_on=date(2026, 1, 15))
    assert of("DAL", 1) == before == {"opened": 1, "closing": 1, "open_closing": 1}
    assert (of("DAL", 2)["closed_died"], of("DAL", 2)["recorded_late"]) == (1, 1)
    assert tallies.faults(date(2026, 2, 20)) == []


def test_a_month_turns_for_all_offices_at_one_moment(at: Callable[..., None]) -> None:
    supervisor, director = make_officer("NYC", "supervisor"), make_officer("SFR", "director")
    at(3, 1, hour=5)
    case = make_case(office="NYC")
    at(3, 1, hour=6)
    transfers.accept(case, by=director, transfer=offer(case, "SFR", by=supervisor))
    assert (of("NYC", 2), of("SFR", 2)) == ({}, {})
    assert (of("NYC", 3)["transferred_out"], of("SFR", 3)["transferred_in"]) == (1, 1)
    assert settings.TIME_ZONE == "America/New_York", "fcms/cases/sql/balance.sql turns months by this clock."


def test_a_case_in_custody_that_ends_or_moves_leaves_the_backlog_as_it_is() -> None:
    case = make_case(status=Status.IN_CUSTODY)
    before = {code: of(code, TODAY().month) for code in ("DAL", "HOU")}
    director = make_officer("HOU", "director")
    transfers.accept(case, by=director, transfer=offer(case))
    end(Case.objects.get(pk=case.pk), by=make_officer("HOU"))
    assert {code: of(code, TODAY().month) for code in ("DAL", "HOU")} == before
    assert tallies.faults(TODAY()) == []


def test_the_role_that_counts_sees_no_case_in_the_views_of_the_balance() -> None:
    make_case()
    assert tallies.first_month() == TODAY().replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select string_agg(column_name, ' ') from information_schema.columns"
            " where table_schema = 'counts' and table_name like 'cases%%'"
        )
        assert "case_id" not in (cursor.fetchone()[0] or "")


# --- what is wrong is found


def test_every_move_of_a_case_is_a_step_that_the_balance_knows() -> None:
    known = {(was, status) for _, was, status in rules.steps_that_lead()}
    assert known == {("", "OPEN")} | {
        (str(source.value), str(move.to.value)) for _, move in moves_of(CaseLife) for source in move.sources
    }


def test_one_side_that_is_not_the_other_is_a_fault() -> None:
    month = date(2026, 3, 1)
    right = rules.Month(
        month, 7, {"opening": 4, "opened": 1, "closing": 5, "open_opening": 4, "open_closing": 5}
    )
    wrong = rules.Month(month, 8, {"opening": 4, "closing": 3, "open_opening": 2, "open_closing": 2})
    assert list(rules.unbalanced([right, wrong])) == [rules.Fault(month, 8, "open and cold", 1)]
    assert list(rules.strayed({(7, "OPEN"): 2}, {(7, "OPEN"): 1, (8, "COLD"): 1})) == [
        rules.Fault(None, 7, "OPEN", 1),
        rules.Fault(None, 8, "COLD", -1),
    ]


@pytest.mark.promise("PIA-3.1-1")
@pytest.mark.parametrize(
    ("step", "was", "form", "off_by"),
    [
        ("REVIVED", "COLD", "open alone", 1),
        ("RELEASED", "IN_CUSTODY", "open and cold", 1),
        ("TRANSFERRED", "OPEN", "open and cold", -1),
    ],
)
def test_a_step_that_did_not_happen_puts_the_month_out_of_balance(
    step: str, was: str, form: str, off_by: int
) -> None:
    case = make_case()
    elsewhere = Office.objects.get(code="HOU")
    with acting(Job("tests"), Event.CASE_REVIVED):
        CaseStep.objects.create(
            case=case,
            step=step,
            was=was,
            status="OPEN",
            office=case.office,
            from_office=elsewhere if step == "TRANSFERRED" else None,
            effective_on=TODAY(),
            at=timezone.now(),
            actor="job:tests",
        )
    found = tallies.faults(TODAY())
    office = elsewhere if step == "TRANSFERRED" else case.office
    assert rules.Fault(TODAY().replace(day=1), office.pk, form, off_by) in found


def test_the_command_says_that_all_balances_or_where_it_does_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(balancing, "prepare", lambda tell: None)
    options = argparse.Namespace(json=True)
    case = make_case()
    assert balancing.balance(options) == 0
    assert json.loads(capsys.readouterr().out)["balances"] is True
    with acting(Job("tests"), Event.CASE_REVIVED):
        step = CaseStep.objects.get(case=case)
        step.pk, step.step, step.was = None, "REVIVED", "COLD"
        step.save()
    assert balancing.balance(options) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    month = f"{TODAY():%Y-%m}"
    assert fault == {"month": month, "office_code": "DAL", "form": "open alone", "off_by": 1}
    assert balancing.balance(argparse.Namespace(json=False)) == 1
    assert f"{month}  DAL   open alone: +1" in capsys.readouterr().out


@pytest.mark.promise("PIA-3.1-1")
def test_the_nightly_rules_open_a_finding_on_a_case_whose_steps_do_not_follow() -> None:
    right, wrong = make_case(status=Status.REMOVED), make_case()
    transfers.accept(
        right_to_move := make_case(), by=make_officer("HOU", "director"), transfer=offer(right_to_move)
    )
    with acting(Job("tests"), Event.CASE_REVIVED):
        step = CaseStep.objects.get(case=wrong)
        step.pk, step.step, step.was = None, "REVIVED", "COLD"
        step.save()
    nightly.run(report=lambda *_: None)
    (found,) = StandingFinding.objects.filter(rule="R-CASE-STEPS")
    assert (found.record, found.key) == (wrong.subject.number, f"case {wrong.pk}")
    assert right.pk
