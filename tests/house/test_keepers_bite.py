"""Proofs can fail: each keeper that the database holds is taken away in turn, and a proof of its promise goes red."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from .bite import ROOT, keepers_in_database


@pytest.fixture(scope="session")
def bites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened without each keeper: one run for all, in a process and a database of its own."""
    report = tmp_path_factory.mktemp("bites") / "report.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.house.bite", str(report)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert report.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", sorted(keepers_in_database()))
def test_a_proof_goes_red_without_the_keeper(bites: dict[str, Any], name: str):
    assert bites[name]["red"], "\n".join(
        ["None of these noticed that the keeper was gone:", *bites[name]["tried"]]
    )


def test_every_keeper_of_the_database_was_taken_away(bites: dict[str, Any]):
    assert bites.keys() == keepers_in_database().keys()
