"""The watched folder: complete files come in once, by themselves; nothing is lost, doubled or decided."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.exchange import actions, sources, tasks
from fcms.exchange.inbox import actions as inbox
from fcms.exchange.inbox import folder, queries
from fcms.exchange.inbox import tasks as inbox_tasks
from fcms.exchange.inbox.expected import Expected, expected, missing
from fcms.exchange.inbox.folder import Watch
from fcms.exchange.inbox.models import Arrival, Outcome
from fcms.exchange.intake import sealed
from fcms.exchange.lifecycle import Decision, Status
from fcms.exchange.models import Intake
from fcms.exchange.permissions import FOLDER
from fcms.lib.actor import acting
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import eid, leads, load

pytestmark = pytest.mark.django_db


def drop(content: bytes, name: str = "leads.csv", kind: str = "government-leads") -> Path:
    path = folder.made(kind) / name
    path.write_bytes(content)
    return path


def look(watch: Watch | None = None) -> list[tuple[str, str]]:
    """Look twice, as the worker does in two minutes; say what came of each file so far."""
    watch = watch or Watch()
    for _ in range(2):
        inbox.look_in(watch)
    return list(Arrival.objects.order_by("id").values_list("kind", "outcome"))


def lying(kind: str = "government-leads", below: str = "") -> list[str]:
    """The names of what lies in a folder."""
    return sorted(path.name for path in (folder.made(kind) / below).iterdir() if below or not path.is_dir())


def only() -> Arrival:
    return Arrival.objects.get()


@pytest.mark.promise("PIA-0-6")
def test_what_a_partner_drops_is_received_and_waits_for_a_person(home: Path) -> None:
    drop(leads({}, {}))
    assert look() == [("government-leads", Outcome.RECEIVED)]
    intake = Intake.objects.get()
    assert (intake.status, intake.received_by, intake.came_by_itself) == (Status.RECEIVED, None, True)
    assert ProcrastinateJob.objects.filter(task_name="exchange.stage", args__intake_id=intake.pk).exists()
    assert Change.objects.filter(table="exchange_intake", row=intake.pk).get().actor == FOLDER.actor_key
    tasks.stage(intake.pk)
    intake.refresh_from_db()
    assert (intake.status, intake.rows) == (Status.REVIEW, 2)
    assert lying() == []
    assert lying(below="done") == [f"arrival-{only().pk}.txt"]
    note = (folder.made("government-leads") / "done" / f"arrival-{only().pk}.txt").read_text()
    assert intake.number in note
    assert "Okonjo" not in note
    assert (home / "intakes" / f"{intake.number}.sealed").exists()


@pytest.mark.promise("PIA-1.4-1")
def test_the_program_itself_neither_decides_nor_applies_nor_refuses(analyst: User) -> None:
    intake: Any = load(leads({}), by=analyst)
    by: Any = FOLDER
    for act in (
        lambda: actions.accept_all_clean(intake, by=by),
        lambda: actions.decide(intake, by=by, file="leads.csv", rows=[1], decision=Decision.ACCEPTED),
        lambda: actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={}),
        lambda: actions.refuse(intake, by=by, reason="No."),
        lambda: actions.apply(actions.accept_all_clean(intake, by=analyst), by=by),
    ):
        with pytest.raises(Refused, match="The program itself is not given"):
            act()


@pytest.mark.promise("PIA-0-6")
def test_a_file_in_the_folder_is_one_arrival() -> None:
    load(numbered(7), kind="eid-daily")
    drop(numbered(9), "b.zip", "eid-daily")
    look()
    twin = only()
    twin.pk = None
    with pytest.raises(IntegrityError, match="exchange_arrival_once"), acting(FOLDER, "tests"):
        twin.save()


@pytest.mark.promise("PIA-0-6")
def test_an_intake_was_loaded_by_somebody_or_came_by_itself(analyst: User) -> None:
    intake = load(leads({}), by=analyst)
    with pytest.raises(IntegrityError, match="received_by_someone"), acting(FOLDER, "tests"):
        Intake.objects.filter(pk=intake.pk).update(received_by=None)


def test_a_file_that_is_still_written_is_left_until_it_is_the_same_at_two_looks() -> None:
    watch, content = Watch(), leads(*[{}] * 50)
    path = drop(content[:500])
    inbox.look_in(watch)
    path.write_bytes(content[:900])
    inbox.look_in(watch)
    path.write_bytes(content)
    inbox.look_in(watch)
    assert not Arrival.objects.exists()
    inbox.look_in(watch)
    assert only().outcome == Outcome.RECEIVED
    assert only().size == len(content)


@pytest.mark.parametrize("name", ["leads.csv.part", "leads.csv.filepart", "LEADS.CSV.TMP", ".leads.csv"])
def test_a_file_that_a_partner_calls_unfinished_is_left(name: str) -> None:
    path = drop(leads({}), name)
    assert look() == []
    path.rename(path.with_name("leads.csv"))
    assert look() == [("government-leads", Outcome.RECEIVED)]


@pytest.mark.parametrize("how", ["longer", "same size", "replaced"])
def test_a_file_that_changes_while_it_is_read_is_left_for_later(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, content = drop(leads({})), leads({"notes": "Works nightz."})
    write = folder.Scrambled.write

    def meanwhile(self: Any, data: Any) -> int:
        done = write(self, data)
        if how == "replaced":
            other = path.with_name(".other")
            other.write_bytes(content)
            other.rename(path)
        else:
            with path.open("r+b") as file:
                file.write(content + b"\r\n" * (how == "longer"))
        return done

    watch = Watch()
    with monkeypatch.context() as patched:
        patched.setattr(folder.Scrambled, "write", meanwhile)
        look(watch)
    if how != "replaced":  # then what was read is whole; the file in its place comes as the next
        assert not Arrival.objects.exists()
        assert not Intake.objects.exists()
    look(watch)
    assert Arrival.objects.first().outcome == Outcome.RECEIVED  # type: ignore[union-attr]
    assert lying() == []
    assert Intake.objects.first().content == Arrival.objects.first().content  # type: ignore[union-attr]


def test_the_same_file_twice_says_already_and_loads_nothing() -> None:
    content = leads({})
    drop(content)
    look()
    drop(content, "again.csv")
    drop(content, "and-again.csv")
    assert [outcome for _, outcome in look()] == [Outcome.RECEIVED, Outcome.ALREADY, Outcome.ALREADY]
    assert Intake.objects.count() == 1
    assert "loaded already, as intake" in Arrival.objects.first().reason  # type: ignore[union-attr]
    assert lying() == []


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def make_hard_link(path: Path) -> None:
    other = path.parents[3] / "elsewhere.csv"
    other.write_bytes(leads({}))
    os.link(other, path)


def make_folder(path: Path) -> None:
    path.mkdir()
    (path / "leads.csv").write_bytes(leads({}))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (make_link, "no file but a folder, a link or a device"),
        (os.mkfifo, "no file but a folder, a link or a device"),
        (make_folder, "no file but a folder, a link or a device"),
        (make_hard_link, "second name elsewhere"),
    ],
)
def test_what_is_no_plain_file_is_refused_and_never_followed(make: Callable[[Path], None], says: str) -> None:
    make(folder.made("government-leads") / "Okonjo, Marisol.csv")
    assert look() == [("government-leads", Outcome.REFUSED)]
    assert says in only().reason
    assert (lying(), Intake.objects.count()) == ([], 0)
    assert all(name.startswith("arrival-") for name in lying(below="refused"))
    assert look() == [("government-leads", Outcome.REFUSED)]


def test_a_huge_file_is_refused_before_a_byte_of_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    path = drop(b"")
    os.truncate(path, folder.LARGEST + 1)
    monkeypatch.setattr(folder, "taken", None)
    assert look() == [("government-leads", Outcome.REFUSED)]
    assert "larger than 2 GB" in only().reason


def test_what_is_refused_lies_beside_its_reason_under_no_name_of_a_person() -> None:
    drop(b"PK\x03\x04 no bundle", "okonjo_marisol_A900700001.zip", "eid-daily")
    drop(b"", "empty.csv")
    assert {outcome for _, outcome in look()} == {Outcome.REFUSED}
    one = Arrival.objects.get(kind="eid-daily")
    assert one.intake is not None
    assert (one.intake.status, one.intake.refusal) == (Status.REFUSED, one.reason)
    assert lying("eid-daily", "refused") == [f"arrival-{one.pk}.txt", f"arrival-{one.pk}.zip"]
    note = folder.made("eid-daily") / "refused" / f"arrival-{one.pk}.txt"
    assert "cut or damaged" in note.read_text()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    told = str(list(Arrival.objects.values()) + list(Change.objects.values("fields", "reason")))
    assert "okonjo" not in told.lower()


def test_what_was_refused_may_come_again_corrected(analyst: User) -> None:
    drop(b"")
    look()
    drop(leads({}))
    assert [outcome for _, outcome in look()] == [Outcome.REFUSED, Outcome.RECEIVED]


def numbered(sequence: int, day: str = "2009-11-21", **more: Any) -> bytes:
    return eid({"middle_name": "abcdefghij"[sequence % 10]}, sequence=sequence, as_of=day, **more)


def test_extracts_dropped_in_any_order_are_received_in_theirs() -> None:
    load(numbered(7), kind="eid-daily")
    for sequence in (10, 9, 8):
        drop(numbered(sequence), f"{'zyx'[sequence - 8]}.zip", "eid-daily")
    look()
    assert list(Intake.objects.order_by("id").values_list("sequence", flat=True)) == [7, 8, 9, 10]
    assert lying("eid-daily") == []


def test_an_extract_before_its_turn_waits_and_the_gap_is_named(analyst: User) -> None:
    load(numbered(7), kind="eid-daily", by=analyst)
    drop(numbered(10), "b.zip", "eid-daily")
    watch = Watch()
    assert look(watch) == [("eid-daily", Outcome.WAITING)]
    assert "number 10; numbers 8 to 9 have not come" in queries.waiting().get().reason
    assert lying("eid-daily") == ["b.zip"]
    drop(numbered(8), "c.zip", "eid-daily")
    drop(numbered(9), "d.zip", "eid-daily")
    look(watch)
    assert not queries.waiting().exists()
    assert Intake.objects.count() == 4


def test_an_extract_taken_back_before_its_turn_waits_no_more() -> None:
    load(numbered(7), kind="eid-daily")
    path = drop(numbered(9), "b.zip", "eid-daily")
    look()
    path.unlink()
    look()
    assert (only().outcome, only().reason) == (
        Outcome.REFUSED,
        "It was taken out of the folder before its turn came.",
    )
    assert not queries.waiting().exists()


def test_folders_are_private_and_one_open_to_everyone_is_not_watched(home: Path) -> None:
    look()
    folders = [home / "inbox", *(home / "inbox" / kind for kind in sources.KINDS)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    drop(leads({}))
    folder.made("government-leads").chmod(0o777)
    assert look() == []
    folder.made("government-leads").chmod(0o770)
    assert look() == [("government-leads", Outcome.RECEIVED)]


def test_the_folder_may_lie_elsewhere(settings: Any, tmp_path: Path) -> None:
    settings.FCMS_INBOX = str(tmp_path / "drops")
    drop(leads({}))
    assert (tmp_path / "drops" / "government-leads" / "leads.csv").exists()
    assert look() == [("government-leads", Outcome.RECEIVED)]


def test_two_workers_do_not_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drop(leads({}))
    monkeypatch.setattr("fcms.exchange.intake.locks._ask", lambda *given: False)
    assert look() == []


def test_notes_and_refused_files_are_deleted_after_their_time() -> None:
    drop(b"")
    drop(leads({}), "good.csv")
    look()
    old = timezone.now().timestamp() - folder.KEPT - 1
    for below in ("done", "refused"):
        for name in lying(below=below):
            os.utime(folder.made("government-leads") / below / name, (old, old))
    (folder.made("government-leads") / "refused" / "arrival-0.txt").write_text("New.")
    assert inbox.sweep() == 3
    assert lying(below="refused") == ["arrival-0.txt"]


# --- killed anywhere


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Counts the steps that leave a trace and ends the process before or after the one that is told."""
    at = {"now": 0, "end": -1}

    def step(target: Any, name: str) -> None:
        real = getattr(target, name)

        def stepping(*given: Any, **named: Any) -> Any:
            for after in (False, True):
                if at["now"] == at["end"]:
                    raise Killed
                at["now"] += 1
                if not after:
                    result = real(*given, **named)
            return result

        monkeypatch.setattr(target, name, stepping)

    for target, name in (
        (folder, "_write"),
        (Path, "rename"),
        (Path, "unlink"),
        (sealed, "seal"),
        (inbox, "stage_once"),
        (inbox, "_write"),
        (inbox, "_put_away"),
        (inbox, "_receive"),
    ):
        step(target, name)
    return at


def left_behind() -> Any:
    """Everything that taking in two good files and a bad one leaves, without ids and clocks."""
    away = Q(put_away_at__isnull=False)
    tables = (
        Arrival.objects.annotate(away=away)
        .values_list("kind", "content", "outcome", "away")
        .order_by("content")
    )
    intakes = Intake.objects.order_by("content").values_list("kind", "content", "status", "sequence")
    waiting = ProcrastinateJob.objects.filter(task_name="exchange.stage").count()
    return [
        sorted(tables),
        sorted(intakes),
        waiting,
        lying(),
        lying("eid-daily"),
        len(lying(below="refused")),
    ]


def test_killed_at_any_step_nothing_is_lost_or_doubled(points: dict[str, int]) -> None:
    expected_state, steps, bundle = None, 0, numbered(3)
    for end in (-1, *range(200)):
        if end >= steps and end >= 0:
            break
        with transaction.atomic():
            drop(leads({}))
            drop(b"PK\x03\x04 no bundle", "bad.csv")
            drop(bundle, "e.zip", "eid-daily")
            for name in lying(below="refused"):
                (folder.made("government-leads") / "refused" / name).unlink()
            points.update(now=0, end=end)
            watch = Watch()
            try:
                look(watch)
            except Killed:
                points["end"] = -1
                look()
            if end < 0:
                steps, expected_state = points["now"], left_behind()
                assert steps > 20
            assert left_behind() == expected_state, f"killed at step {end} of {steps}"
            transaction.set_rollback(True)


# --- what should be there


DAILY = Expected("eid-daily", "EID", expected()[0].by)


@pytest.mark.parametrize(
    ("came", "now", "days"),
    [
        ([], "2009-11-25 09:00", []),
        (["21"], "2009-11-22 09:00", []),
        (["21"], "2009-11-23 05:59", []),
        (["21"], "2009-11-23 06:00", ["22"]),
        (["21", "22"], "2009-11-23 06:00", []),
        (["21", "23"], "2009-11-24 12:00", ["22"]),
        (["21"], "2009-11-25 06:00", ["22", "23", "24"]),
    ],
)
def test_a_daily_extract_that_has_not_come_is_missing_from_its_hour(
    came: list[str], now: str, days: list[str]
) -> None:
    found = missing(DAILY, {date(2009, 11, int(day)) for day in came}, datetime.fromisoformat(now))
    assert [f"{day.day}" for day in found] == days


def test_only_the_last_two_weeks_are_asked_for() -> None:
    assert len(missing(DAILY, {date(2009, 1, 1)}, datetime(2009, 11, 25, 9, 0))) == 14  # noqa: DTZ001 - a local time


def test_every_extract_of_the_policy_is_of_a_kind_that_is_known() -> None:
    assert {one.kind for one in expected()} <= set(sources.KINDS)


def test_headquarters_is_told_on_the_first_page_and_others_are_not(
    analyst: User, signed_in: Callable[[User], Client]
) -> None:
    load(numbered(7, "2009-11-20"), kind="eid-daily", by=analyst)
    today = timezone.now().date()
    load(numbered(8, str(today - timedelta(days=4))), kind="eid-daily", by=analyst)
    drop(numbered(10, str(today - timedelta(days=3))), "f.zip", "eid-daily")
    drop(b"", "empty.csv")
    drop(leads({}))
    drop(leads({}).replace(b"source_kind", b"kind"), "columns.csv")
    look()
    for intake in Intake.objects.filter(came_by_itself=True):
        tasks.stage(intake.pk)
    page = signed_in(analyst).get("/").content.decode()
    assert "Arrived by itself at" in page
    assert "1 extract to review" in page
    assert "number 10; number 9 has not come" in page
    assert "refused. The file is empty" in page
    assert "lacks the column source_kind" in page
    assert "has not come. Ask EID." in page
    listed = signed_in(analyst).get("/intakes/arrivals/").content.decode()
    assert listed.count('data-label="Arrived"') == 4
    assert "has not come. Ask EID." in listed
    assert "Arrived by itself" not in signed_in(make_officer("DAL", "officer")).get("/").content.decode()


def test_late_is_told_by_the_clock_of_headquarters(analyst: User) -> None:
    load(numbered(7), kind="eid-daily", by=analyst)
    assert queries.late(datetime(2009, 11, 23, 10, 59, tzinfo=UTC)) == []
    (late,) = queries.late(datetime(2009, 11, 23, 11, 0, tzinfo=UTC))
    assert late.days == [date(2009, 11, 22)]


def test_the_worker_looks_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    drop(leads({}))
    inbox_tasks.WATCH.before.clear()
    inbox_tasks.look(0)
    assert not Arrival.objects.exists()
    inbox_tasks.look(60)
    assert only().outcome == Outcome.RECEIVED
    inbox_tasks.sweep(0)
