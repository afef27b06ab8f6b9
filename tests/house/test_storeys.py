"""The walls of the house: each contract holds, and each is seen to break when its wall is breached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the linter over the package `fcms` in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(
        [str(LINTER), "--no-cache", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """The storeys of the house with nothing in them, and the real contracts."""
    for init in sorted((ROOT / "fcms").glob("*/__init__.py")):
        copy = tmp_path / init.relative_to(ROOT)
        copy.parent.mkdir(parents=True)
        copy.touch()
    (tmp_path / "fcms" / "__init__.py").touch()
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def broken(house: Path, contract: str, *imports: tuple[str, str]) -> list[tuple[str, str]]:
    """Plant each import (who, whom) and return those that break the contract."""
    for number, (who, whom) in enumerate(imports):
        importing = f"{who}{number}"
        if whom.startswith("fcms."):
            room(house, whom)
        room(house, importing).write_text(f"import {whom}\n")
    done = lint(house, "--contract", contract)
    assert "Could not" not in done.stdout + done.stderr, done.stdout + done.stderr
    found = [
        (who, whom)
        for number, (who, whom) in enumerate(imports)
        if f"{who}{number} -> {whom if whom.startswith('fcms.') else whom.partition('.')[0]} " in done.stdout
    ]
    assert bool(found) == (done.returncode == 1), done.stdout + done.stderr
    return found


def room(house: Path, name: str) -> Path:
    """Make the module `name` and the packages around it."""
    file = house.joinpath(*name.split(".")).with_suffix(".py")
    file.parent.mkdir(parents=True, exist_ok=True)
    for folder in file.relative_to(house).parents[:-1]:
        (house / folder / "__init__.py").touch()
    file.touch()
    return file


def test_the_house_stands():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_empty_house_breaks_no_contract(empty_house):
    assert lint(empty_house).returncode == 0


def test_importing_upwards_or_sideways_breaks_the_storeys(empty_house):
    wrong = [
        ("fcms.lib.plain", "fcms.database.models"),
        ("fcms.subjects.models", "fcms.cases.models"),
        ("fcms.leads.actions", "fcms.encounters.actions"),
        ("fcms.privacy.views", "fcms.reports.views"),
        ("fcms.pia.queries", "fcms.audit.models"),
        ("fcms.web.views", "fcms.operations.cli"),
    ]
    assert broken(empty_house, "storeys", *wrong) == wrong


def test_importing_downwards_is_how_the_house_is_built(empty_house):
    right = [("fcms.web.views", "fcms.leads.queries"), ("fcms.activities.actions", "fcms.encounters.actions")]
    assert broken(empty_house, "storeys", *right) == []


def test_a_stray_module_breaks_the_storeys(empty_house):
    (empty_house / "fcms" / "odds.py").touch()
    assert lint(empty_house, "--contract", "storeys").returncode == 1


def test_a_test_may_climb(empty_house):
    assert broken(empty_house, "storeys", ("fcms.subjects.tests.test_all", "fcms.leads.actions")) == []


@pytest.mark.promise("PIA-1.1-9", "PIA-2.1-4")
def test_reports_can_import_tallies_and_no_other_room_of_an_app_that_knows_persons(empty_house):
    knows = ("subjects", "cases", "leads", "encounters", "activities")
    wrong = [
        ("fcms.reports.queries", f"fcms.{app}.{inner}")
        for app in knows
        for inner in ("models", "queries", "actions")
    ]
    right = [("fcms.reports.views", f"fcms.{app}.tallies") for app in knows]
    assert broken(empty_house, "reports-only-count", *wrong, *right) == wrong


@pytest.mark.promise("PIA-5.1-2")
def test_what_leaves_cannot_import_non_fugitive_arrests(empty_house):
    inward = ("fcms.exchange.intake.apply", "fcms.encounters.actions")
    outward = ("fcms.exchange.batches.prepare", "fcms.encounters.models")
    assert broken(empty_house, "non-fugitive-arrests-never-leave", inward, outward) == [outward]


@pytest.mark.promise("PIA-5.1-2")
def test_the_accounting_of_disclosures_cannot_reach_non_fugitive_arrests(empty_house):
    direct = ("fcms.disclosures.actions", "fcms.encounters.models")
    assert broken(empty_house, "disclosures-cannot-see-encounters", direct) == [direct]


@pytest.mark.promise("PIA-1.1-4")
def test_non_fugitive_arrests_cannot_be_linked_to_a_person(empty_house):
    links = [("fcms.encounters.models", f"fcms.{app}.models") for app in ("subjects", "cases", "leads")]
    assert broken(empty_house, "non-fugitive-arrests-stay-unlinked", *links) == links


def test_an_app_that_knows_persons_has_no_way_out(empty_house):
    ways_out = ("csv", "smtplib", "socket", "urllib.request", "http.client", "ftplib", "subprocess")
    wrong = [
        (f"fcms.{app}.actions", way_out)
        for app in ("subjects", "cases", "leads", "encounters", "activities")
        for way_out in ways_out
    ]
    assert broken(empty_house, "no-way-out", *wrong) == wrong


@pytest.mark.promise("PIA-4.1-1")
def test_what_sends_mail_can_import_no_app_that_knows_persons(empty_house):
    knows = ("subjects", "cases", "leads", "encounters", "activities", "exchange")
    wrong = [("fcms.notices.mail", f"fcms.{app}.queries") for app in knows]
    right = [("fcms.notices.queries", "fcms.accounts.models"), ("fcms.notices.queries", "fcms.lib.notices")]
    assert broken(empty_house, "the-digest-knows-no-record", *wrong, *right) == wrong


def test_a_submodule_that_is_a_way_out_is_refused_by_the_linter(tmp_path):
    """The contracts see whole external packages only; mail, a part of Django, is refused by name."""
    planted = tmp_path / "planted.py"
    planted.write_text("import django.core.mail\nfrom urllib.request import urlopen\n")
    done = subprocess.run(
        [
            str(LINTER.parent / "ruff"),
            "check",
            "--no-cache",
            "--config",
            str(ROOT / "pyproject.toml"),
            str(planted),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("TID251") == 2, done.stdout
