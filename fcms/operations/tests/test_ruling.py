"""`fcms rules run`, and the same by the worker."""

from __future__ import annotations

import json
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from fcms.exchange.standing import tasks
from fcms.exchange.standing.models import RuleRun, StandingFinding
from fcms.exchange.tests.make import apply, leads, load
from fcms.operations import cli, ruling
from fcms.subjects.models import StandardAddress
from fcms.subjects.tests.make import make_subject

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-3")]


@pytest.fixture(autouse=True)
def prepared(offices_loaded: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> None:
    settings.FCMS_HOME = tmp_path
    monkeypatch.setattr(ruling, "prepare", lambda tell: None)  # the tests' database is prepared


def test_the_command_asks_the_rules_and_says_what_it_opened(capsys: pytest.CaptureFixture[str]) -> None:
    subject = make_subject(birth_on="1971-01-01")
    assert cli.main(["rules", "run"]) == 0
    out = capsys.readouterr().out
    assert "1 findings opened, 0 closed, 1 standing" in out
    assert "R-DOB-DEFAULT" in out
    assert StandingFinding.objects.get().record == subject.number
    assert cli.main(["rules", "run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["opened"], told["standing"], told["rules"]["R-DOB-DEFAULT"]["so"]) == (0, 1, 1)


def test_the_worker_does_the_same_by_night() -> None:
    make_subject(birth_on="1971-01-01")
    tasks.ask_rules(0)
    assert RuleRun.objects.get().opened == 1


@pytest.mark.promise("PIA-1.3-3")
def test_applying_an_extract_has_its_new_addresses_standardised_once_asked() -> None:
    for number in (100, 101):
        row = {"line_1": f"{number} sample wy", "source_reference": f"R-{number}"}
        apply(load(leads(row)))
    waiting = ProcrastinateJob.objects.filter(task_name="exchange.standardise", status="todo")
    assert waiting.count() == 1
    tasks.standardise()
    assert sorted(StandardAddress.objects.values_list("street", flat=True)) == [
        "100 SAMPLE WAY",
        "101 SAMPLE WAY",
    ]
