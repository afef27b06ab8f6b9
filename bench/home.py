"""A home with a synthetic population to measure in, made once."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable

from django.db import connection

from fcms.operations.demo import collect_static
from fcms.operations.prepare import prepare
from fcms.operations.synthesis import load_population
from fcms.subjects.models import Subject

SUBJECTS = int(os.environ.get("FCMS_BENCH_SUBJECTS", "100000"))


def ready() -> None:
    """Prepare the home and load the population if it is not there."""
    prepare(print)
    collect_static()
    if Subject.objects.count() < SUBJECTS:
        started = time.perf_counter()
        load_population(subjects=SUBJECTS, leads=2 * SUBJECTS, seed=1)
        took = time.perf_counter() - started
        print(f"synthetic population: {SUBJECTS:,} subjects, {2 * SUBJECTS:,} leads in {took:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        version = cursor.fetchone()[0]
    print(
        f"{platform.python_implementation()} {platform.python_version()}, PostgreSQL {version}, {os.cpu_count()} cores"
    )


def median(work: Callable[[], object], runs: int, warm_up: int = 3) -> float:
    """The median of several runs in seconds, after some that do not count."""
    for _ in range(warm_up):
        work()
    took = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return statistics.median(took)
