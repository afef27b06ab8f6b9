"""What the database itself keeps of extracts and their rows, whoever writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.exchange.lifecycle import IntakeLife, Status
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.rulebook import rules
from fcms.exchange.sources import KINDS
from fcms.lib.actor import acting
from fcms.lib.lifecycle import moves_of

from .make import apply, eid, leads, load, make_analyst

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_analyst()


def behind(by: User, intake: Intake, **values: Any) -> None:
    """Change an intake behind the actions, as somebody with a name."""
    with transaction.atomic(), acting(by, Event.INTAKE_RECEIVED):
        Intake.objects.filter(pk=intake.pk).update(**values)


@pytest.mark.promise("PIA-0-6")
def test_the_same_file_stands_once_and_so_does_a_number_of_a_series(by: User) -> None:
    first = load(eid({}, sequence=1), by=by, kind="eid-daily")
    second = load(eid({"suffix": "Jr"}, sequence=2), by=by, kind="eid-daily")
    with pytest.raises(IntegrityError, match="exchange_intake_same_file_once"):
        behind(by, second, content=first.content)
    with pytest.raises(IntegrityError, match="exchange_intake_sequence_once"):
        behind(by, second, sequence=1)


@pytest.mark.promise("PIA-1.4-1")
def test_what_was_applied_or_refused_says_who_when_and_why(by: User) -> None:
    intake = load(leads({}), by=by)
    for values in ({"status": "APPLIED"}, {"status": "APPLIED", "applied_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="exchange_intake_applied_says_who"):
            behind(by, intake, **values)
    with pytest.raises(IntegrityError, match="exchange_intake_refused_says_why"):
        behind(by, intake, status="REFUSED")
    with pytest.raises(IntegrityError, match="exchange_intake_status_listed"):
        behind(by, intake, status="LOST")
    intake = apply(intake, by=by)
    for values in ({"undone_at": timezone.now()}, {"undone_by": by}):
        undone = {"status": "UNDONE", "undo_reason": "The wrong month.", **values}
        with pytest.raises(IntegrityError, match="exchange_intake_undone_says_who"):
            behind(by, intake, **undone)
    with pytest.raises(IntegrityError, match="exchange_intake_undone_says_why"):
        behind(by, intake, status="UNDONE", undone_at=timezone.now(), undone_by=by)


@pytest.mark.promise("PIA-1.4-1")
def test_a_decision_has_its_author(by: User) -> None:
    intake = load(leads({}), by=by)
    for decision in ("ACCEPTED", "REJECTED"):
        with pytest.raises(IntegrityError, match="exchange_row_decided_by_someone"), transaction.atomic():
            StagedRow.objects.filter(intake=intake).update(decision=decision, reason="Sent twice.")


@pytest.mark.promise("PIA-1.4-1")
def test_a_rejected_row_says_why(by: User) -> None:
    intake = load(leads({}), by=by)
    with pytest.raises(IntegrityError, match="exchange_row_rejected_says_why"), transaction.atomic():
        StagedRow.objects.filter(intake=intake).update(decision="REJECTED", decided_by=by)


@pytest.mark.promise("PIA-1.2-1")
def test_a_row_is_told_by_its_extract_its_file_and_its_number(by: User) -> None:
    intake = load(leads({}, {}), by=by)
    with pytest.raises(IntegrityError, match="exchange_row_once"), transaction.atomic():
        StagedRow.objects.filter(intake=intake, row=2).update(row=1)


def test_nobody_unnamed_changes_an_intake(by: User) -> None:
    intake = load(leads({}), by=by)
    with pytest.raises(DatabaseError, match="nobody is named as its author"), transaction.atomic():
        Intake.objects.filter(pk=intake.pk).update(producer="Somebody")


def test_every_state_of_an_intake_is_reached_and_every_life_ends() -> None:
    moves = [move for _, move in moves_of(IntakeLife)]
    assert {move.to for move in moves} | {Status.RECEIVED} == set(Status)
    ended = set(Status) - {source for move in moves for source in move.sources}
    assert ended == {Status.UNDONE, Status.REFUSED}


@pytest.mark.promise("PIA-1.5-1")
def test_every_rule_that_a_check_cites_is_in_the_policy_with_a_sentence() -> None:
    cited = {check.rule for kind in KINDS.values() for file in kind.files for check in file.set_checks}
    assert cited <= rules().keys()
    assert all(rule.sentence.endswith(".") and rule.promises for rule in rules().values())
    assert {rule.severity for rule in rules().values()} == {"ERROR", "WARNING"}
