"""100,000 government leads, received to applied, as a ratio to a bare COPY of the same file."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from django.db import connection

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.exchange.models import Intake
from fcms.exchange.sources.government_leads.layout import LEADS
from fcms.operations.synthesis import extract_sample

ROWS = 100_000


def run() -> None:
    """Measure and print."""
    by = User.objects.get(username="hq.supervisor")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "leads.csv"
        seed = 1_000 + Intake.objects.count()
        extract_sample(
            argparse.Namespace(kind="government-leads", rows=ROWS, seed=seed, out=str(file), planted=False)
        )
        floor = min(_bare_copy(file) for _ in range(3))
        steps = _intake(file, by)
    whole = sum(steps.values())
    print(
        f"intake of {ROWS:,} government leads ({', '.join(f'{k} {v:.1f} s' for k, v in steps.items())}): {whole:.1f} s"
    )
    print(
        f"  bare COPY of the same file: {floor:.2f} s; ratio {whole / floor:.0f}; {ROWS / whole:,.0f} rows a second"
    )
    print(
        f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def _bare_copy(file: Path) -> float:
    names = [column.name for column in LEADS.columns]
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(f"create temp table bare ({', '.join(f'{name} text' for name in names)})")
        with cursor.copy("copy bare from stdin with (format csv, header)") as copy, file.open("rb") as stream:
            while block := stream.read(1 << 18):
                copy.write(block)
        took = time.perf_counter() - started
        cursor.execute("drop table bare")
    return took


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
