"""Killed anywhere, an extract is applied whole or not at all, and done again it comes out as if nothing had been."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg import sql

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.database import roles
from fcms.exchange import actions, queries, sources
from fcms.exchange.intake.locks import EXTRACT, Busy
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.leads.models import Lead, LeadStep
from fcms.lib.verdict import Refused
from fcms.subjects.models import Address, Statement, Subject

from . import process
from .make import PERSON, apply, eid, leads, load, make_analyst

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by() -> User:
    return make_analyst()


def many() -> bytes:
    """Rows good, doubtful, wrong and repeated."""
    return leads(
        *({"zip": "x"} if n % 7 == 0 else {"birth_date": "1971"} if n % 5 == 0 else {} for n in range(90)),
        *[{"source_reference": "R-3"}, {"notes": "Last."}],
    )


def staged(intake: Intake) -> tuple[list[Any], list[Any]]:
    """Everything that staging writes, without its ids."""
    rows = StagedRow.objects.filter(intake=intake).order_by("file", "row")
    findings = Finding.objects.filter(intake=intake).order_by("file", "row", "rule", "column")
    return (
        list(rows.values_list("file", "row", "cells", "canonical", "state", "decision")),
        list(findings.values_list("file", "row", "rule", "column", "severity", "message", "value_class")),
    )


def kill(running: Any) -> None:
    os.kill(running.pid, signal.SIGKILL)
    process.end(running)


@pytest.mark.parametrize(
    ("where", "at"),
    [("between chunks", 40), ("within a chunk", 0), ("checking", 3)],
    ids=lambda one: str(one),
)
def test_a_reading_that_was_killed_comes_out_as_if_nothing_had_been(by: User, where: str, at: int) -> None:
    content = many()
    clean = load(content, by=by)
    expected = staged(clean)
    actions.refuse(clean, by=by, reason="To be read again.")
    intake = actions.receive(io.BytesIO(content), by=by, kind="government-leads")
    kill(process.start("stage", intake.number, where, at=at))
    intake.refresh_from_db()
    assert intake.status == Status.STAGING
    again = actions.receive(io.BytesIO(content), by=by, kind="government-leads")
    assert again == intake  # the same file goes on where it was, under its number
    intake = patiently(lambda: actions.stage(again, by=by))
    assert (intake.status, intake.rows, staged(intake)) == (Status.REVIEW, 92, expected)


def patiently(act: Any) -> Any:
    """Do it as soon as the database has noticed that the other process is gone."""
    for _ in range(100):
        try:
            return act()
        except Busy:
            threading.Event().wait(0.1)
    return act()


def made() -> list[Any]:
    """What applying leads leaves behind, without its ids."""
    steps = LeadStep.objects.order_by("lead__row", "id").values_list(
        "lead__row", "step", "status", "office", "rule"
    )
    return [
        list(
            Lead.objects.order_by("row").values_list(
                "row", "source_reference", "zip", "status", "office", "team"
            )
        ),
        list(steps),
    ]


def test_an_application_that_was_killed_was_never_made_and_is_whole_when_done_again(by: User) -> None:
    intake = load(many(), by=by)
    actions.accept_all_clean(intake, by=by)
    kill(process.start("apply", intake.number, "before the end"))
    intake.refresh_from_db()
    assert intake.status == Status.REVIEW
    intake = patiently(lambda: actions.apply(intake, by=by))
    assert (intake.status, intake.result["received"]) == (Status.APPLIED, Lead.objects.count())
    assert len(made()[0]) == queries.counts_of(intake).accepted
    with pytest.raises(Refused, match="applied already"):
        actions.apply(intake, by=by)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has the database end our connection once everything is applied but not committed."""
    applier = sources.applier

    def apply_and_be_cut(kind: str) -> Any:
        def run(*given: Any) -> Any:
            result = applier(kind)(*given)
            end_connection()
            connection.cursor().execute("select 1")
            return result

        return run

    monkeypatch.setattr(sources, "applier", apply_and_be_cut)
    yield
    connection.close()


def end_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (backend,) = cursor.fetchone()
    given = connection.get_connection_params()
    mine = {name: given[name] for name in ("dbname", "user", "password", "host", "port") if given.get(name)}
    with psycopg.connect(**mine, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [backend])


def test_a_connection_that_the_database_ends_leaves_nothing_half_applied(
    by: User, cut: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [{"a_number": f"A90080000{n}"} for n in range(3)]
    homes = [
        {"a_number": one["a_number"], "line_1": "1 SAMPLE WAY", "city": "Dallas", "state": "TX"}
        for one in people
    ]
    intake = load(eid(*people, addresses=homes), by=by, kind="eid-daily")
    with pytest.raises((OperationalError, InterfaceError)):
        apply(intake, by=by)
    connection.close()
    intake.refresh_from_db()
    assert intake.status == Status.REVIEW
    assert [model.objects.count() for model in (Subject, Statement, Address, Case)] == [0, 0, 0, 0]
    monkeypatch.undo()
    intake = patiently(lambda: actions.apply(intake, by=by))
    assert [model.objects.count() for model in (Subject, Address, Case)] == [3, 3, 3]
    assert intake.result["subjects entered"] == 3


def test_two_processes_do_not_read_or_apply_the_same_extract(by: User) -> None:
    intake = actions.receive(io.BytesIO(many()), by=by, kind="government-leads")
    running = process.start("stage", intake.number, "between chunks", at=20)
    for act in (actions.stage, actions.apply):
        with pytest.raises(Busy, match="being worked on already. Wait"):
            act(intake, by=by)
    kill(running)
    intake = patiently(lambda: actions.stage(intake, by=by))
    assert intake.rows == 92
    with pytest.raises(Refused, match="read already: it is under review"):
        actions.stage(intake, by=by)


def test_the_same_file_received_by_two_at_once_is_one_extract(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, answers = eid({"a_number": PERSON["a_number"]}, sequence=9), []
    inside, go = threading.Event(), threading.Event()
    seal = actions.sealed.seal

    def slow_seal(*given: Any) -> None:
        inside.set()
        go.wait(10)
        seal(*given)

    monkeypatch.setattr(actions.sealed, "seal", slow_seal)

    def receive() -> None:
        try:
            answers.append(actions.receive(io.BytesIO(content), by=by, kind="eid-daily").number)
        except Refused as refusal:
            answers.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=receive) for _ in range(2)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    threading.Event().wait(0.5)  # the second has met the first in the database by now
    go.set()
    for thread in threads:
        thread.join(20)
    assert Intake.objects.count() == 1
    assert sorted(answer.startswith("I") for answer in answers) == [False, True]
    assert "already" in "".join(answers)


def test_a_lock_is_let_go_with_its_connection(by: User) -> None:
    intake = load(leads({}), by=by)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(**roles.owner(name), autocommit=True) as other:
        other.execute(sql.SQL("select pg_advisory_lock({}, {})").format(EXTRACT, intake.pk))
        with pytest.raises(Busy):
            apply(intake, by=by)
    patiently(lambda: apply(intake, by=by))
    assert Lead.objects.count() == 1


def test_a_failure_of_the_database_is_no_refusal_and_changes_nothing(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(kind: str) -> Any:
        def run(*given: Any) -> Any:
            sources_applier(kind)(*given)
            with connection.cursor() as cursor:
                cursor.execute("select 1 / 0")

        return run

    sources_applier = sources.applier
    intake = load(leads({}), by=by)
    monkeypatch.setattr(sources, "applier", broken)
    with pytest.raises(DatabaseError):
        apply(intake, by=by)
    intake.refresh_from_db()
    assert (intake.status, Lead.objects.count()) == (Status.REVIEW, 0)
