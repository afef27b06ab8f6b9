"""What the database itself keeps of candidates and decisions, whoever writes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.exchange.linkage import actions
from fcms.exchange.linkage.models import Linking, Match
from fcms.exchange.linkage.zones import Method, Zone
from fcms.exchange.models import Intake
from fcms.exchange.tests.matched import no_candidates
from fcms.lib.actor import Job, acting
from fcms.subjects.models import Subject

from .make import inmate, load_roster, make_person

__all__ = ["no_candidates"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded", "no_candidates")]


@pytest.fixture
def people(db: None) -> list[Subject]:
    return [make_person("Okonjola", "Emeka", "1979-09-20"), make_person("Brunn", "Ilya", "1950-02-03")]


@pytest.fixture
def intake(people: list[Subject], analyst: User) -> Intake:
    return load_roster(
        inmate("Okonjola", "Emeka", "1979-09-20"), inmate("Brunn", "Ilya", "1950-02-03"), by=analyst
    )


def candidate(intake: Intake, row: int, subject: Subject, zone: str = Zone.REVIEW) -> Match:
    """A candidate of a row, as the linkage process might have found it."""
    with transaction.atomic(), acting(Job("tests"), Event.MATCHES_PROPOSED):
        return Match.objects.create(
            intake=intake,
            file="roster.csv",
            row=row,
            subject=subject,
            zone=zone,
            method=Method.LIKENESS,
            score=9.0,
        )


def behind(match: Match, **values: Any) -> None:
    """Write past the actions, so that only the database is left to refuse."""
    with transaction.atomic(), acting(Job("tests"), Event.MATCH_CONFIRMED):
        Match.objects.filter(pk=match.pk).update(**values)


def delete(match: Match) -> None:
    """Delete a candidate past the actions."""
    with transaction.atomic(), acting(Job("tests"), Event.MATCHES_PROPOSED), connection.cursor() as cursor:
        cursor.execute("delete from exchange_match where id = %s", [match.pk])
        cursor.execute("set constraints all immediate")


@pytest.mark.promise("PIA-1.3-1")
def test_one_subject_is_proposed_for_a_row(intake: Intake, people: list[Subject]):
    candidate(intake, 1, people[0], Zone.PROPOSED)
    candidate(intake, 1, people[1])
    with pytest.raises(IntegrityError, match="one_proposed_a_row"):
        behind(Match.objects.get(subject=people[1]), zone=Zone.PROPOSED)


@pytest.mark.promise("PIA-1.3-1")
def test_a_subject_is_proposed_for_one_row(intake: Intake, people: list[Subject]):
    candidate(intake, 1, people[0], Zone.PROPOSED)
    with pytest.raises(IntegrityError, match="one_row_a_subject"):
        candidate(intake, 2, people[0], Zone.PROPOSED)


@pytest.mark.promise("PIA-1.3-1")
def test_one_subject_is_confirmed_for_a_row(intake: Intake, people: list[Subject], analyst: User):
    actions.confirm(candidate(intake, 1, people[0]), by=analyst)
    other = candidate(intake, 1, people[1])
    with pytest.raises(IntegrityError, match="one_confirmed_a_row"):
        behind(other, decision="CONFIRMED", decided_by=analyst, decided_at=timezone.now())


@pytest.mark.promise("PIA-1.3-1")
def test_a_decision_names_its_author(intake: Intake, people: list[Subject], analyst: User):
    match = candidate(intake, 1, people[0])
    for values in ({"decision": "CONFIRMED"}, {"decided_by": analyst, "decided_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="decided_by_someone"):
            behind(match, **values)


@pytest.mark.promise("PIA-1.3-1")
def test_a_rejection_says_why(intake: Intake, people: list[Subject], analyst: User):
    match = candidate(intake, 1, people[0])
    with pytest.raises(IntegrityError, match="rejected_says_why"):
        behind(match, decision="REJECTED", decided_by=analyst, decided_at=timezone.now())


@pytest.mark.promise("PIA-1.3-1")
def test_the_zones_add_up(intake: Intake):
    with (
        pytest.raises(IntegrityError, match="linking_adds_up"),
        transaction.atomic(),
        acting(Job("tests"), Event.MATCHES_PROPOSED),
    ):
        Linking.objects.filter(intake=intake).update(none=7)


def test_the_steps_of_a_decision_are_never_edited_nor_deleted(
    intake: Intake, people: list[Subject], analyst: User
):
    actions.confirm(candidate(intake, 1, people[0]), by=analyst)
    for statement in ("update exchange_matchstep set reason = 'x'", "delete from exchange_matchstep"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_candidate_that_was_once_decided_cannot_be_deleted(
    intake: Intake, people: list[Subject], analyst: User
):
    match = actions.confirm(candidate(intake, 1, people[0]), by=analyst)
    match = actions.take_back(match, by=analyst, reason="A test.")
    with pytest.raises(IntegrityError):
        delete(match)
