"""The worker: reads and applies what was asked for, takes up what was left, gives back what cannot be done."""

from __future__ import annotations

import io
import os
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.audit.models import Change
from fcms.exchange import actions, jobs, queries, sources, tasks
from fcms.exchange.intake import sealed
from fcms.exchange.intake.locks import Busy
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake, Progress
from fcms.leads.models import Lead
from fcms.lib.actor import acting

from .make import apply, leads, load, make_analyst

pytestmark = pytest.mark.django_db


def received(by: User, content: bytes | None = None) -> Intake:
    return actions.receive(io.BytesIO(content or leads({}, {})), by=by, kind="government-leads")


def tried(attempts: int = 0) -> JobContext:
    """What the worker tells a task of its job."""
    job = Job(
        id=1, lock=None, queueing_lock=None, task_name="exchange.apply", queue="intake", attempts=attempts
    )
    return JobContext(start_timestamp=time.time(), app=app, job=job, abort_reason=lambda: None)


@pytest.fixture
def by() -> User:
    return make_analyst()


def test_the_worker_reads_and_applies_on_behalf_of_who_asked(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = received(by)
    tasks.stage(intake.pk)
    actions.accept_all_clean(intake, by=by)
    other = make_analyst()
    jobs.apply_soon(queries.intake_named(intake.number) or intake, other)
    tasks.apply(tried(), intake.pk, other.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.applied_by, Lead.objects.count()) == (Status.APPLIED, other, 2)
    tasks.stage(intake.pk)
    tasks.apply(tried(), intake.pk, other.pk)
    assert Lead.objects.count() == 2


def test_an_extract_that_is_refused_while_it_is_read_ends_its_job(by: User) -> None:
    intake = received(by, b"x,y\r\n1,2\r\n")
    tasks.stage(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, "lacks the column" in intake.refusal) == (Status.REFUSED, True)


def asked(by: User) -> Intake:
    intake = load(leads({}), by=by)
    actions.accept_all_clean(intake, by=by)
    return actions.ask_to_apply(intake, by=by)


def failing(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def applier(kind: str) -> Any:
        def run(*given: Any) -> Any:
            raise failure

        return run

    monkeypatch.setattr(sources, "applier", applier)


def test_a_fault_of_the_program_gives_the_extract_back_and_says_so(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = asked(by)
    failing(monkeypatch, ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        tasks.apply(tried(), intake.pk, by.pk)
    intake.refresh_from_db()
    assert intake.status == Status.REVIEW
    change = Change.objects.filter(table="exchange_intake", row=intake.pk).latest("id")
    assert (change.event, "Report it before you try again" in change.reason) == (
        "extract given back for review",
        True,
    )


def test_a_refusal_gives_the_extract_back_with_its_sentence(by: User) -> None:
    intake = asked(by)
    intake_rows = queries.rows_of(intake)
    actions.StagedRow.objects.filter(pk__in=intake_rows).update(state="ERROR")
    tasks.apply(tried(), intake.pk, by.pk)
    intake.refresh_from_db()
    assert intake.status == Status.REVIEW
    assert "No row is accepted yet" in Change.objects.filter(table="exchange_intake").latest("id").reason


def test_a_lost_connection_is_tried_again_and_given_back_only_when_it_stays_lost(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = asked(by)
    failing(monkeypatch, OperationalError("gone"))
    monkeypatch.setattr(tasks.connection, "close", lambda: None)
    for attempt in range(tasks.TRIES - 1):
        with pytest.raises(OperationalError) as failed:
            tasks.apply(tried(attempt), intake.pk, by.pk)
        assert tasks.AGAIN.get_retry_decision(exception=failed.value, job=tried(attempt).job) is not None
    intake.refresh_from_db()
    assert intake.status == Status.APPLYING
    tasks.apply(tried(tasks.TRIES - 1), intake.pk, by.pk)
    intake.refresh_from_db()
    assert intake.status == Status.REVIEW


def test_an_extract_that_another_process_reads_is_tried_again_later(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = received(by)

    def busy(*given: Any, **more: Any) -> None:
        raise Busy("This extract is being worked on already.")

    monkeypatch.setattr(actions, "stage", busy)
    with pytest.raises(Busy) as failed:
        tasks.stage(intake.pk)
    assert tasks.AGAIN.get_retry_decision(exception=failed.value, job=tried().job) is not None
    intake.refresh_from_db()
    assert intake.status == Status.RECEIVED


def test_what_nobody_reads_is_taken_up_and_what_somebody_reads_is_left(
    by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, read, fresh = (received(by, leads({"notes": note})) for note in ("One", "Two", "Three"))
    with acting(by, Event.INTAKE_RECEIVED):
        Intake.objects.exclude(pk=fresh.pk).update(
            received_at=timezone.now() - timedelta(hours=1), status=Status.STAGING
        )
    monkeypatch.setattr(tasks, "is_free", lambda pk: pk != read.pk)
    tasks.take_up_left(0)
    waiting = ProcrastinateJob.objects.filter(task_name="exchange.stage").values_list(
        "args__intake_id", flat=True
    )
    assert list(waiting) == [left.pk]
    tasks.take_up_left(0)
    assert ProcrastinateJob.objects.filter(task_name="exchange.stage").count() == 1


def test_sealed_files_that_killed_processes_left_are_swept_after_a_day(by: User, home: Any) -> None:
    waiting, done = received(by), load(leads({"notes": "Done"}), by=by)
    apply(done, by=by)
    long_ago = time.time() - 2 * sealed.GRACE
    strange = sealed.folder() / "I26-999999-9.sealed"
    strange.write_bytes(b"cut short")
    new = sealed.folder() / "I26-999998-8.sealed"
    new.write_bytes(b"just begun")
    for path in (
        *sealed.folder().glob(f"{waiting.number}*"),
        *sealed.folder().glob(f"{done.number}*"),
        strange,
    ):
        os.utime(path, (long_ago, long_ago))
    tasks.take_up_left(0)
    assert {path.name for path in sealed.folder().iterdir()} == {f"{waiting.number}.sealed", new.name}


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_reads_an_extract_shows_how_far_it_is_and_applies_it() -> None:
    by = make_analyst()
    intake = received(by)
    jobs.stage_soon(intake)
    work()
    intake.refresh_from_db()
    assert (intake.status, intake.rows) == (Status.REVIEW, 2)
    assert Progress.objects.get(pk=intake.pk).step.startswith("checking")
    actions.accept_all_clean(intake, by=by)
    jobs.apply_soon(queries.intake_named(intake.number) or intake, by)
    work()
    intake.refresh_from_db()
    assert (intake.status, Lead.objects.count()) == (Status.APPLIED, 2)
    assert (
        not ProcrastinateJob.objects.filter(queue_name="intake")
        .exclude(status="succeeded")
        .exclude(task_name__contains="left")
        .exists()
    )


@pytest.mark.django_db(transaction=True)
def test_a_job_that_a_killed_worker_left_is_taken_up_again() -> None:
    by = make_analyst()
    intake = received(by)
    jobs.stage_soon(intake)
    with connection.cursor() as cursor:  # as it is after a kill: taken by a worker of which nothing is heard
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        (gone,) = cursor.fetchone()
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s, attempts = 1"
            " where status = 'todo'",
            [gone],
        )
    work()
    intake.refresh_from_db()
    assert intake.status == Status.RECEIVED
    with suppress(AlreadyEnqueued):  # a new minute may have asked for it just now
        tasks.resume_stalled.defer(timestamp=0)
    work()
    work()
    intake.refresh_from_db()
    assert (intake.status, intake.rows) == (Status.REVIEW, 2)


def work() -> None:
    """Let a worker do what there is to do; its threads keep no connection, so that the database can go afterwards."""
    kept = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = 0
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            working.run_worker(
                wait=False,
                install_signal_handlers=False,
                listen_notify=False,
                delete_jobs="never",
                queues=["intake"],
            )
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = kept
