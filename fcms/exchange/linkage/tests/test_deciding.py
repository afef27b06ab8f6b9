"""A person decides whom a row is about; a decision is a row, and is taken back until something stands on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.exchange import actions as exchange
from fcms.exchange.linkage import actions, queries
from fcms.exchange.linkage.models import Linking, Match, MatchStep
from fcms.exchange.linkage.policy import figures
from fcms.exchange.linkage.zones import Choice, Method, Zone
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.tests.make import make_analyst
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer

from .make import candidates, inmate, load_roster, make_crowd, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]


@pytest.fixture
def crowd(db: None) -> list[Subject]:
    return make_crowd(12)


@pytest.fixture
def linked(crowd: list[Subject], analyst: User) -> Intake:
    """A roster: row 1 surely somebody, row 2 perhaps somebody (a default birthday), row 3 nobody."""
    make_person("Okonjola", "Emeka", "1979-09-20")
    make_person("Zubelak", "Oleh", "1962-01-01")
    return load_roster(
        inmate("Okonjola", "Emeka", "1979-09-20"),
        inmate("Zubelak", "Oleh", "1962-01-01"),
        inmate("Nemo", "Alguna", "1991-05-06"),
        by=analyst,
    )


@pytest.mark.promise("PIA-1.3-1")
def test_accepting_all_clean_rows_confirms_the_proposed_zone_only(linked: Intake, analyst: User):
    exchange.accept_all_clean(linked, by=analyst)
    sure, perhaps = candidates(linked, 1)[0], candidates(linked, 2)[0]
    assert (sure.decision, sure.decided_by) == (Choice.CONFIRMED, analyst)
    assert (perhaps.zone, perhaps.decision) == (Zone.REVIEW, Choice.WAITING)
    assert queries.confirmed(linked) == {("roster.csv", 1): sure.subject_id}
    assert [step.said for step in sure.steps.all()] == ["CONFIRMED"]


def test_a_person_confirms_one_of_those_to_be_reviewed_and_the_row_is_accepted(linked: Intake, analyst: User):
    match = actions.confirm(candidates(linked, 2)[0], by=analyst)
    assert queries.confirmed(linked) == {("roster.csv", 2): match.subject_id}
    assert StagedRow.objects.get(intake=linked, row=2).decision == "ACCEPTED"


@pytest.mark.promise("PIA-0-3")
def test_a_rejection_says_why_and_is_taken_back_with_both_steps_kept(linked: Intake, analyst: User):
    match = candidates(linked, 1)[0]
    with pytest.raises(Refused, match="Say why"):
        actions.reject(match, by=analyst, reason=" ")
    actions.reject(match, by=analyst, reason="Another face on the photograph.")
    with pytest.raises(Refused, match="Take that back first"):
        actions.confirm(match, by=analyst)
    assert queries.confirmed(exchange.accept_all_clean(linked, by=analyst)) == {}
    actions.take_back(match, by=analyst, reason="It was the photograph of the neighbour.")
    assert candidates(linked, 1)[0].decision == Choice.WAITING
    said = list(MatchStep.objects.filter(match=match).order_by("id").values_list("said", flat=True))
    assert said == ["REJECTED", "TAKEN_BACK"]
    # What a person has once decided and taken back is not confirmed by the lump.
    assert queries.confirmed(exchange.accept_all_clean(linked, by=analyst)) == {}


@pytest.mark.promise("PIA-1.3-1")
def test_one_subject_is_confirmed_for_a_row(linked: Intake, analyst: User, crowd: list[Subject]):
    actions.confirm(candidates(linked, 1)[0], by=analyst)
    other = another(linked, 1, crowd[0])
    with pytest.raises(Refused, match="Another subject is confirmed"):
        actions.confirm(other, by=analyst)


def another(intake: Intake, row: int, subject: Subject, zone: str = Zone.REVIEW) -> Match:
    """One more candidate of a row, as a later run might find it."""
    with acting(Job("tests"), Event.MATCHES_PROPOSED):
        return Match.objects.create(
            intake=intake,
            file="roster.csv",
            row=row,
            subject=subject,
            zone=zone,
            method=Method.LIKENESS,
            score=1.0,
        )


def test_an_officer_decides_no_rows(linked: Intake):
    with pytest.raises(Refused, match="role does not include"):
        actions.confirm(candidates(linked, 1)[0], by=make_officer("DAL", "officer"))


def test_once_applied_the_confirmed_stands_until_the_extract_is_undone(linked: Intake, analyst: User):
    exchange.apply(exchange.accept_all_clean(linked, by=analyst), by=analyst)
    with pytest.raises(Refused, match="Undo the extract first"):
        actions.take_back(candidates(linked, 1)[0], by=analyst, reason="Too late.")


def test_a_corrected_row_is_compared_anew_before_anything_is_applied(linked: Intake, analyst: User):
    intake = exchange.accept_all_clean(linked, by=analyst)
    exchange.edit_row(intake, by=analyst, file="roster.csv", row=1, cells={"family_name": "Nobodian"})
    assert queries.confirmed(intake) == {}
    exchange.accept_all_clean(intake, by=analyst)
    with pytest.raises(Refused, match="Link them again"):
        exchange.apply(intake, by=analyst)
    assert queries.to_be_linked() == [intake.pk]
    linking = actions.propose(intake, by=analyst)
    assert linking is not None
    assert not linking.stale
    assert queries.may_be_applied(intake)


def test_the_counts_add_up(linked: Intake, analyst: User):
    exchange.accept_all_clean(linked, by=analyst)
    actions.reject(candidates(linked, 2)[0], by=analyst, reason="Another place of birth.")
    linking = Linking.objects.get(intake=linked)
    zones = queries.counts_of(linking)
    assert sum(zone.rows for zone in zones) == linking.rows == 3
    assert all(zone.rows == zone.waiting + zone.confirmed + zone.rejected for zone in zones)
    assert [(zone.zone, zone.rows, zone.confirmed, zone.rejected) for zone in zones] == [
        ("PROPOSED", 1, 1, 0),
        ("REVIEW", 1, 0, 1),
        ("NONE", 1, 0, 1),
    ]


# --- rows about nobody here


def days_pass(intake: Intake, days: int) -> None:
    """The clock moves on: everything that was decided lies so many days further back."""
    back = timedelta(days=days)
    with acting(Job("tests"), Event.MATCH_CONFIRMED):
        linking = Linking.objects.get(intake=intake)
        Linking.objects.filter(intake=intake).update(at=linking.at - back)
        for match in Match.objects.filter(intake=intake).exclude(decision=""):
            Match.objects.filter(pk=match.pk).update(decided_at=match.decided_at - back)
        for one in Intake.objects.filter(pk=intake.pk, applied_at__isnull=False):
            Intake.objects.filter(pk=intake.pk).update(applied_at=one.applied_at - back)


def rows_left(intake: Intake) -> list[int]:
    """The rows that are still there."""
    return sorted(StagedRow.objects.filter(intake=intake).values_list("row", flat=True))


@pytest.mark.promise("PIA-1.3-1")
def test_rows_about_nobody_here_go_the_set_days_after_the_decision_and_leave_their_number(
    linked: Intake, analyst: User
):
    keep = figures().keep_days
    actions.reject(candidates(linked, 2)[0], by=analyst, reason="Another place of birth.")
    days_pass(linked, keep - 1)
    assert actions.forget_nobody(by=Job("tests")) == 0
    assert rows_left(linked) == [1, 2, 3]
    days_pass(linked, 2)
    assert actions.forget_nobody(by=Job("tests")) == 2
    assert rows_left(linked) == [1]
    assert Match.objects.filter(intake=linked).count() == 1
    linking = Linking.objects.get(intake=linked)
    assert linking.forgotten == 2
    assert Intake.objects.get(pk=linked.pk).result[actions.DELETED] == 2
    assert sum(zone.rows for zone in queries.counts_of(linking)) == 1
    assert actions.forget_nobody(by=Job("tests")) == 0


def test_a_row_that_waits_for_a_decision_stays_and_goes_after_the_extract_was_applied_without_one(
    linked: Intake, analyst: User
):
    days_pass(linked, 100)
    assert actions.forget_nobody(by=Job("tests")) == 1
    assert rows_left(linked) == [1, 2]
    exchange.apply(exchange.accept_all_clean(linked, by=analyst), by=analyst)
    assert actions.forget_nobody(by=Job("tests")) == 0
    days_pass(linked, figures().keep_days + 1)
    assert actions.forget_nobody(by=Job("tests")) == 1
    assert rows_left(linked) == [1]


def test_the_database_itself_keeps_rows_a_day_and_forgets_what_a_refused_extract_left(
    linked: Intake, analyst: User
):
    with (
        pytest.raises(Exception, match="kept a day at least"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select exchange_forget_nobody(0)")
    actions.confirm(candidates(linked, 1)[0], by=analyst)
    exchange.refuse(Intake.objects.get(pk=linked.pk), by=analyst, reason="Sent by mistake.")
    actions.forget_nobody(by=Job("tests"))
    assert not Match.objects.filter(intake=linked).exists()


def test_a_headquarters_analyst_reviews_too(linked: Intake):
    analyst = make_analyst("hq_analyst")
    assert actions.confirm(candidates(linked, 1)[0], by=analyst).decided_by == analyst
