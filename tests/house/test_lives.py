"""Every life as a table: each status is reached from its beginning, by the real actions, and each life ends."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from fcms.activities.lifecycle import FieldLife, FieldStatus
from fcms.cases.claims.lifecycle import ClaimLife, ClaimStatus
from fcms.cases.lifecycle import CaseLife, NewsLife, NewsStatus, TransferLife, TransferStatus
from fcms.cases.lifecycle import Status as CaseStatus
from fcms.cases.tests.make import make_case
from fcms.exchange import actions as exchange
from fcms.exchange.lifecycle import IntakeLife
from fcms.exchange.lifecycle import Status as IntakeStatus
from fcms.exchange.models import Intake
from fcms.leads.lifecycle import LeadLife
from fcms.leads.lifecycle import Status as LeadStatus
from fcms.leads.tests.make import make_lead
from fcms.lib.lifecycle import move, moves_of
from fcms.subjects.tests.make import make_officer

from .samples import LEADS_CSV

FCMS = Path(__file__).resolve().parents[2] / "fcms"
LIVES: dict[type, tuple[Any, set[Any]]] = {
    CaseLife: (CaseStatus.OPEN, {CaseStatus.REMOVED, CaseStatus.CLOSED}),
    NewsLife: (NewsStatus.WAITING, set(NewsStatus) - {NewsStatus.WAITING}),
    TransferLife: (TransferStatus.WAITING, set(TransferStatus) - {TransferStatus.WAITING}),
    ClaimLife: (ClaimStatus.RAISED, {ClaimStatus.DECIDED, ClaimStatus.WITHDRAWN}),
    FieldLife: (FieldStatus.PLANNED, {FieldStatus.DONE, FieldStatus.CALLED_OFF}),
    LeadLife: (LeadStatus.NEW, {LeadStatus.CLOSED}),
    IntakeLife: (IntakeStatus.RECEIVED, {IntakeStatus.UNDONE, IntakeStatus.REFUSED}),
}
"""Each life with the status it begins in and those it ends in. Only a move called `reopen` leads out of an end."""


def declared() -> Iterator[type]:
    """Every class that declares moves, in the lifecycle.py of any app or room."""
    for file in sorted(FCMS.rglob("lifecycle.py")):
        if file != FCMS / "lib" / "lifecycle.py":
            module = import_module(".".join(("fcms", *file.relative_to(FCMS).with_suffix("").parts)))
            yield from (
                found for found in vars(module).values() if isinstance(found, type) and any(moves_of(found))
            )


def reached(life: type, start: Any) -> set[Any]:
    """The statuses that moves lead to from `start`, itself included."""
    found = {start}
    while new := {move.to for _, move in moves_of(life) if found & set(move.sources)} - found:
        found |= new
    return found


def faults(life: type, start: Any, ends: set[Any]) -> list[str]:
    """What is wrong with a life."""
    everything = set(type(start))
    wrong = [f"{status} is never reached" for status in everything - reached(life, start)]
    wrong += [f"{status} never ends" for status in everything if not reached(life, status) & ends]
    out = [(name, status) for name, move in moves_of(life) for status in ends & set(move.sources)]
    return wrong + [
        f"{name} leads out of {status}, which is an end" for name, status in out if name != "reopen"
    ]


def test_every_life_is_listed():
    assert set(declared()) == LIVES.keys()


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.__name__)
def test_every_status_is_reached_and_every_life_ends(life: type):
    assert faults(life, *LIVES[life]) == []


def test_a_status_that_cannot_be_reached_or_left_is_noticed():
    class Broken:
        route = move(LeadStatus.NEW, to=LeadStatus.ROUTED)
        accept = move(LeadStatus.ROUTED, LeadStatus.CLOSED, to=LeadStatus.WORKING)

    assert sorted(faults(Broken, LeadStatus.NEW, {LeadStatus.CLOSED})) == [
        "CLOSED is never reached",
        "NEW never ends",
        "ROUTED never ends",
        "WORKING never ends",
        "accept leads out of CLOSED, which is an end",
    ]


# --- and the real actions lead there


@pytest.mark.django_db
@pytest.mark.parametrize("status", CaseStatus.values)
def test_a_case_reaches_the_status_by_its_actions(offices_loaded: None, status: str):
    assert make_case(status=status).status == status


@pytest.mark.django_db
@pytest.mark.parametrize("status", LeadStatus.values)
def test_a_lead_reaches_the_status_by_its_actions(offices_loaded: None, status: str):
    assert make_lead(status=status).status == status


@pytest.mark.django_db
def test_an_intake_reaches_each_status_by_its_actions(offices_loaded: None, tmp_path: Path):
    with override_settings(FCMS_HOME=str(tmp_path)):
        analyst = make_officer("HQ", "hq_analyst")
        seen = set()

        def stage(text: str, end: str = "") -> Intake:
            intake = exchange.receive(io.BytesIO(text.encode()), by=analyst, kind="government-leads")
            seen.add(intake.status)

            def watch(*_step: object) -> None:
                seen.add(Intake.objects.get(pk=intake.pk).status)

            return exchange.stage(intake, by=analyst, report=watch)

        exchange.refuse(stage(LEADS_CSV.replace("T-1", "T-2")), by=analyst, reason="Sent by mistake.")
        intake = exchange.accept_all_clean(stage(LEADS_CSV), by=analyst)
        seen.add(intake.status)
        intake = exchange.ask_to_apply(intake, by=analyst)
        seen.add(intake.status)
        intake = exchange.apply(intake, by=analyst)
        seen.add(intake.status)
        intake = exchange.ask_to_undo(intake, by=analyst, reason="The wrong month.")
        seen.add(intake.status)
        exchange.undo(intake, by=analyst, reason="The wrong month.")
        seen.update(Intake.objects.values_list("status", flat=True))
    assert seen == set(IntakeStatus.values)
