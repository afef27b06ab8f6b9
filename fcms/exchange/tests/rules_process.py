"""A process of its own that asks the rules on the tests' database and stands still where it is told, to be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .process import ROOT, STOPPED


def start(where: str, at: int) -> subprocess.Popen[str]:
    """Start the process and wait until it stands still `where` ("between" or "within"), at a rule by its place."""
    from django.conf import settings
    from django.db import connection

    given = [where, at, connection.settings_dict["NAME"], settings.FCMS_HOME, settings.FCMS_KEYS]
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
    raise AssertionError(f"The process ended with {running.wait()} before it was to be killed.")


def main(where: str, at: str, database: str, home: str, keys: str) -> None:
    """Ask the rules and stand still: between two rules, or within the transaction of one."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    connection.settings_dict["NAME"] = database
    settings.FCMS_HOME, settings.FCMS_KEYS = Path(home), Path(keys)
    from fcms.exchange.standing import actions

    place = 0

    def stop() -> None:
        print(STOPPED, flush=True)
        time.sleep(120)

    def report(step: str, done: int, total: int) -> None:
        nonlocal place
        place = done if step.startswith("rule") else 0
        if where == "between" and place == int(at):
            stop()

    note = actions._note

    def note_and_stop(*given: Any) -> None:
        note(*given)
        if where == "within" and place == int(at):
            stop()

    actions._note = note_and_stop
    actions.run(report=report)


if __name__ == "__main__":
    main(*sys.argv[1:])
