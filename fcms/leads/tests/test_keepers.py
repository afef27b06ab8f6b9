"""What the database itself keeps: moves, steps, companions, authors."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from fcms.leads.lifecycle import LeadLife, Status
from fcms.leads.models import Lead, LeadNote, LeadStep
from fcms.lib.actor import Job, acting
from fcms.lib.lifecycle import moves_of
from fcms.subjects.tests.make import make_officer

from .make import make_lead

pytestmark = pytest.mark.django_db


def changed(lead: Lead, **values: Any) -> None:
    """Change a row behind the actions, as somebody with a name, once what went before is settled."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
    with transaction.atomic(), acting(Job("tests"), "a change behind the actions"):
        Lead.objects.filter(pk=lead.pk).update(**values)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")


def test_the_database_knows_the_moves_of_the_lifecycle() -> None:
    migration = import_module("fcms.leads.migrations.0001_initial")
    declared = {
        f"{source}>{move.to}"
        for _, move in moves_of(LeadLife)
        for source in move.sources
        if source != move.to
    }
    assert set(migration.MOVES) == {str(move) for move in declared}


@pytest.mark.promise("PIA-0-2")
@pytest.mark.parametrize(("was", "becomes"), [pair for pair in product(Status, Status) if pair[0] != pair[1]])
def test_a_status_that_no_move_leads_to_is_refused_by_the_database(was: Status, becomes: Status) -> None:
    allowed = any(was in move.sources and move.to == becomes for _, move in moves_of(LeadLife))
    if allowed:
        return
    with pytest.raises(IntegrityError, match="leads_lead_life|No move of a lead"):
        changed(make_lead(status=was), status=becomes)


@pytest.mark.promise("PIA-0-2")
def test_a_lead_changes_its_state_or_holder_only_with_a_step_that_says_so() -> None:
    lead = make_lead()
    for values in ({"office": None, "status": "ROUTED"}, {"team": None}, {"officer": make_officer("DAL")}):
        with pytest.raises(IntegrityError):
            changed(lead, **values)
    with pytest.raises(IntegrityError, match="only together with a step"):
        changed(lead, team=None)


def test_a_step_that_the_lead_does_not_follow_is_refused() -> None:
    lead = make_lead()

    def step_alone() -> None:
        with transaction.atomic(), acting(Job("tests"), "a step alone"):
            LeadStep.objects.create(
                lead=lead, step="ACCEPTED", status="WORKING", at=timezone.now(), actor="job:tests"
            )
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")

    with pytest.raises(IntegrityError, match="only together with a step"):
        step_alone()


@pytest.mark.promise("PIA-0-7")
def test_a_lead_that_is_routed_or_worked_has_an_office() -> None:
    for status in (Status.ROUTED, Status.WORKING):
        with pytest.raises(IntegrityError, match="leads_lead_routed_has_an_office"):
            changed(make_lead(status=status), office=None, team=None)


@pytest.mark.promise("PIA-0-2")
def test_a_closed_lead_says_what_when_and_who_and_an_open_one_does_not() -> None:
    closed, open_one = make_lead(status=Status.CLOSED), make_lead()
    for lead, values in (
        (closed, {"outcome": ""}),
        (closed, {"closed_at": None}),
        (closed, {"closed_by": None}),
        (open_one, {"outcome": "DUPLICATE"}),
    ):
        with pytest.raises(IntegrityError, match="leads_lead_closed_says_what"):
            changed(lead, **values)


@pytest.mark.promise("PIA-1.5-2")
def test_the_number_of_a_lead_is_never_changed_nor_given_twice() -> None:
    lead, other = make_lead(), make_lead()
    with pytest.raises(IntegrityError, match="given once"):
        changed(lead, number="L26-999999-9")
    with pytest.raises(IntegrityError, match="given once"):
        changed(lead, number=other.number)


def test_a_change_by_nobody_is_refused() -> None:
    lead = make_lead()
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(city="Elsewhere")


@pytest.mark.parametrize("values", [{"note": "other"}, {"at": timezone.now()}])
def test_steps_are_never_edited_or_deleted(values: dict[str, Any]) -> None:
    lead = make_lead()
    with pytest.raises(DatabaseError), transaction.atomic(), acting(Job("tests"), "an edit"):
        LeadStep.objects.filter(lead=lead).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(Job("tests"), "a deletion"):
        LeadStep.objects.filter(lead=lead)._raw_delete("default")


def test_notes_are_never_edited() -> None:
    from fcms.leads import actions

    note = actions.note(make_lead(), by=make_officer("DAL"), text="Seen.")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(Job("tests"), "an edit"):
        LeadNote.objects.filter(pk=note.pk).update(text="Not seen.")


def test_the_program_deletes_no_lead() -> None:
    lead = make_lead()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting(Job("t"), "x"):
        Lead.objects.filter(pk=lead.pk)._raw_delete("default")
