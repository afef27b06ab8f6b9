"""A process of its own on the tests' database, so that it can be killed: reads or applies an extract and stops where
it is told, saying so on standard output."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
STOPPED = "stopped here"


def start(verb: str, number: str, where: str, *, at: int = 0) -> subprocess.Popen[str]:
    """Start the process and wait until it stands still at `where`."""
    from django.conf import settings
    from django.db import connection

    given = [
        verb,
        number,
        where,
        str(at),
        connection.settings_dict["NAME"],
        settings.FCMS_HOME,
        settings.FCMS_KEYS,
    ]
    running = subprocess.Popen(
        [sys.executable, "-m", __name__, *map(str, given)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )
    assert running.stdout is not None
    for line in running.stdout:
        if line.strip() == STOPPED:
            return running
    raise AssertionError(f"The process ended with {running.wait()} before it came to {where}.")


def end(running: subprocess.Popen[str]) -> None:
    """Collect a process that was killed."""
    running.kill()
    running.wait()
    if running.stdout is not None:
        running.stdout.close()


def main(verb: str, number: str, where: str, at: str, database: str, home: str, keys: str) -> None:
    """Do `verb` to the intake `number` and stand still at `where` once `at` rows are done."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.FCMS_HOME, settings.FCMS_KEYS = Path(home), Path(keys)
    from fcms.accounts.models import User
    from fcms.exchange import actions, queries, sources
    from fcms.exchange.intake import staging

    staging.CHUNK, staging.LINES = 20, 7

    def stop() -> None:
        print(STOPPED, flush=True)
        time.sleep(120)

    def report(step: str, done: int, total: int) -> None:
        if where == "between chunks" and step.startswith("reading") and done >= int(at):
            stop()
        if where == step:
            stop()
        if where == "checking" and step.startswith("checking") and done >= int(at):
            stop()
        if step == where and done >= int(at):
            stop()

    save, applier = staging.save_findings, sources.applier

    def save_and_stop(*given: Any) -> None:
        save(*given)
        stop()

    def apply_and_stop(kind: str) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            result = applier(kind)(*given)
            stop()
            return result

        return run

    def undo_and_stop(kind: str, name: str) -> Any:
        found = part(kind, name)
        if found is None or name != "undo":
            return found

        def run(*given: Any) -> Any:
            result = found.undo(*given)
            stop()
            return result

        return SimpleNamespace(stands_on=found.stands_on, undo=run)

    part = sources.part
    if where == "before the end of the undo":
        sources.part = undo_and_stop
    if where == "within a chunk":
        staging.save_findings = save_and_stop
    if where == "before the end":
        sources.applier = apply_and_stop  # type: ignore[assignment]
    intake = queries.intake_named(number)
    assert intake is not None
    by = User.objects.get(pk=intake.received_by_id)
    why = {"reason": "The wrong month."} if verb == "undo" else {}
    getattr(actions, verb)(intake, by=by, report=report, **why)


if __name__ == "__main__":
    main(*sys.argv[1:])
