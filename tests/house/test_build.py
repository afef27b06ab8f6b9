"""The build itself: what is locked, what is generated, what is written down."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
_REQUIREMENT = re.compile(
    r"^([a-z0-9][a-z0-9._-]*)==\S+ \\\n((?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_version_and_its_hashes(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [
        line for line in _REQUIREMENT.sub("", text).splitlines() if line.strip() and not line.startswith("#")
    ]
    assert lines == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_an_index(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for forbidden in ("http://", "https://", "--index-url", "--extra-index-url", "--find-links"):
        assert forbidden not in re.sub(r"^#.*$", "", text, flags=re.MULTILINE)


def test_what_runs_is_locked_alike_for_running_and_for_testing():
    running, testing = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in LOCKS
    )
    assert running.items() <= testing.items()


def test_the_generated_documents_equal_the_code():
    done = subprocess.run(
        [sys.executable, "scripts/reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_decisions_are_recorded_and_numbered_without_gaps():
    assert RECORDS
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_record_is_short_and_names_tests_that_exist(record):
    text = record.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 40
    kept = text.partition("Kept by:")[2]
    named = re.findall(r"`([\w/.-]+\.py)(?:::(\w+))?`", kept)
    assert named, "a decision says which test keeps it true"
    for file, test in named:
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), test
