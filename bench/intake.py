"""Government leads, received to applied, as a ratio to COPY and one set-based insert into the same indexed tables."""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from fcms.accounts.models import User
from fcms.database import roles
from fcms.exchange import actions
from fcms.exchange.models import Intake
from fcms.exchange.sources.government_leads.layout import LEADS
from fcms.leads.bulk import RECEIVE
from fcms.operations.synthesis import extract_sample

ROWS = int(os.environ.get("FCMS_BENCH_ROWS", "100000"))
DATES = ("received_on", "first_seen", "last_seen")
TABLES = ("leads_lead", "leads_leadstep")


def run() -> None:
    """Measure and print."""
    by = User.objects.get(username="hq.supervisor")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leads.csv"
        seed = 1_000 + Intake.objects.count()
        extract_sample(
            argparse.Namespace(kind="government-leads", rows=ROWS, seed=seed, out=str(file), planted=False)
        )
        copied, inserted, checked = _floor(file)
        with _processor_time() as used:
            steps = _intake(file, by)
    floor, whole = copied + inserted + checked, sum(steps.values())
    print(
        f"intake of {ROWS:,} government leads ({', '.join(f'{k} {v:.1f} s' for k, v in steps.items())}): {whole:.1f} s"
    )
    print(
        f"  floor: {floor:.1f} s (COPY {copied:.1f}, one insert each into {' and '.join(TABLES)} {inserted:.1f}, their"
        f" foreign keys {checked:.1f}); ratio {whole / floor:.2f}, {whole / (copied + inserted):.2f} to a floor"
        f" without foreign keys; {ROWS / whole:,.0f} rows a second"
    )
    print(f"  processor time: {used['here']:.1f} s here, {used['database']:.1f} s in the database")
    print(f"  most memory: {_peak('self')} MB here, {_peak(str(_backend()))} MB in the database's process")


def _floor(file: Path) -> tuple[float, float, float]:
    """Seconds of COPY into a table of texts, of the inserts with every index, and of the foreign keys they have.

    Done by the owner with the triggers of this program off (no audit, no rule but constraints) and without a check of
    any cell, in a transaction that is rolled back.
    """
    columns = [column.name for column in LEADS.columns]
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"])) as owner:
        for table in TABLES:
            owner.execute(f"alter table {table} disable trigger user".encode())
        owner.execute("set local work_mem = '128MB'; set local jit = off")
        owner.execute(f"create temp table bare ({', '.join(f'{name} text' for name in columns)})".encode())
        started = time.perf_counter()
        with (
            owner.cursor().copy("copy bare from stdin with (format csv, header)") as copy,
            file.open("rb") as rows,
        ):
            while block := rows.read(1 << 18):
                copy.write(block)
        copied = time.perf_counter()
        given = {"intake": "FLOOR", "person": None, "actor": "job:floor"}
        owner.execute(RECEIVE.format(rows=_as_leads(columns)).encode(), given)
        inserted = time.perf_counter()
        owner.execute("set constraints all immediate")
        checked = time.perf_counter()
        owner.rollback()
    with psycopg.connect(**roles.owner(connection.settings_dict["NAME"]), autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"vacuum (analyze) {table}".encode())
    return copied - started, inserted - copied, checked - inserted


def _as_leads(columns: list[str]) -> str:
    named = {"birth_date": "birth_on", "first_seen": "first_seen_on", "last_seen": "last_seen_on"}
    told = [
        f"{name}::date as {named.get(name, name)}"
        if name in DATES
        else f"coalesce({name}, '') as {named.get(name, name)}"
        for name in columns
    ]
    return f"select 'leads.csv' as file, row_number() over () as row, {', '.join(told)} from bare"


def _intake(file: Path, by: User) -> dict[str, float]:
    steps: dict[str, float] = {}
    started = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal started
        now = time.perf_counter()
        steps[name], started = now - started, now

    with file.open("rb") as stream:
        intake = actions.receive(stream, by=by, kind="government-leads", producer="Bench")
    lap("received")
    intake = actions.stage(intake, by=by)
    lap("staged and checked")
    intake = actions.accept_all_clean(intake, by=by)
    intake = actions.apply(intake, by=by)
    lap("applied")
    assert intake.result["received"] == ROWS, intake.result
    return steps


@contextmanager
def _processor_time() -> Iterator[dict[str, float]]:
    """Seconds of processor time used here and by the database's process meanwhile; 0 where it is on another machine."""
    before, used = (time.process_time(), _ticks(_backend())), {"here": 0.0, "database": 0.0}
    yield used
    used["here"] = time.process_time() - before[0]
    used["database"] = (_ticks(_backend()) - before[1]) / os.sysconf("SC_CLK_TCK")


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _ticks(process: int) -> int:
    said = _proc(process, "stat").rpartition(")")[2].split()
    return int(said[11]) + int(said[12]) if said else 0


def _peak(process: str) -> int:
    if process == "self":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines: dict[str, Any] = dict(
        line.split(":", 1) for line in _proc(process, "status").splitlines() if ":" in line
    )
    return int(str(lines.get("VmHWM", "0 kB")).split()[0]) // 1024


def _proc(process: int | str, what: str) -> str:
    path = Path("/proc") / str(process) / what
    return path.read_text() if path.exists() else ""
