"""A run of the rules that was killed goes on where it was, and ends as one that nobody disturbed."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

import pytest

from fcms.exchange.intake.locks import Busy
from fcms.exchange.standing import actions
from fcms.exchange.standing.models import RuleRun, StandingFinding
from fcms.subjects.tests.make import make_subject

from . import process, rules_process

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("PIA-1.5-3")]


def patiently(act: Any) -> Any:
    """Do it as soon as the database has noticed that the other process is gone."""
    for _ in range(100):
        try:
            return act()
        except Busy:
            threading.Event().wait(0.1)
    return act()


@pytest.mark.parametrize(("where", "asked"), [("between", 1), ("within", 1)])
def test_a_run_that_was_killed_ends_as_one_that_was_not(where: str, asked: int) -> None:
    for born in ("1971-01-01", "1890-05-06", "1972-01-01"):
        make_subject(birth_on=born)
    killed = rules_process.start(where, 2)
    os.kill(killed.pid, signal.SIGKILL)
    process.end(killed)
    left = RuleRun.objects.get()
    assert (left.finished_at, len(left.done)) == (None, asked)
    assert StandingFinding.objects.count() == 2
    done = patiently(lambda: actions.run(report=lambda step, done, total: None))
    assert (done.pk, done.opened, done.closed, done.standing) == (left.pk, 3, 0, 3)
    assert sorted(StandingFinding.objects.values_list("rule", flat=True)) == [
        *("R-AGE", "R-DOB-DEFAULT", "R-DOB-DEFAULT"),
    ]
