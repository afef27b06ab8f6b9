"""The linkage process: a process of its own, without Django, without files, that ends with its parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fcms.exchange.linkage import feed
from fcms.exchange.linkage.process import LENGTH

ROOT = Path(feed.ROOT)
NAMES = "1,0,Okonjola,Emeka,,1979-09-20,M\n2,0,Brunn,Ilya,,1950-02-03,M\n"
NUMBERS = "1,A,A900000001\n1,SSN,aa\n"


def started(folder: Path) -> subprocess.Popen[bytes]:
    """The process as the feed starts it, but with all that it leaves on a disk below `folder`."""
    return subprocess.Popen(
        [sys.executable, "-m", feed.PROCESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            **{name: str(folder) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")},
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def frame(content: str) -> bytes:
    return LENGTH.pack(len(content.encode())) + content.encode()


def given(rows: str) -> bytes:
    """The whole input: both subjects, and these rows."""
    tables = (("names", NAMES), ("numbers", NUMBERS), ("rows", rows))
    return b"".join(frame(name) + frame(content) + frame("") for name, content in tables) + frame("")


def told(process: subprocess.Popen[bytes]) -> list[dict[str, object]]:
    """What the process says until it ends, after its input is there and stays open."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(json.loads(line))
        if {"end", "failed"} & said[-1].keys():
            break
    return said


@pytest.mark.promise("PIA-1.3-1")
def test_a_social_security_number_alone_is_nobodys_identity(tmp_path: Path):
    process = started(tmp_path)
    assert process.stdin is not None
    process.stdin.write(
        given(
            "0,Stonham,Clive,,1990-01-27,M,,,,aa\n"  # the number of another
            "1,Okonjola,Emeka,,1979-09-20,M,,,,aa\n"
        )
    )
    process.stdin.flush()
    found = [one for one in told(process) if "zone" in one]
    feed_ends(process)
    assert [(one["row"], one["subject"], one["zone"]) for one in found] == [(1, 1, "PROPOSED")]


def feed_ends(process: subprocess.Popen[bytes]) -> int:
    """Close our side of the pipes and wait."""
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()
    return process.wait(timeout=30)


def test_it_leaves_nothing_on_the_disk(tmp_path: Path):
    process = started(tmp_path)
    assert process.stdin is not None
    process.stdin.write(given("0,Okonjola,Emeka,,1979-09-20,M,,,,\n"))
    process.stdin.flush()
    assert told(process)[-1] == {"end": 1}
    feed_ends(process)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("fed", [b"", frame("names") + frame(NAMES)])
def test_it_ends_when_its_parent_does(tmp_path: Path, fed: bytes):
    process = started(tmp_path)
    assert process.stdin is not None
    process.stdin.write(fed)
    process.stdin.flush()
    time.sleep(0.2)
    assert feed_ends(process) == 3


def test_a_failure_says_its_kind_and_nothing_of_a_person(tmp_path: Path):
    process = started(tmp_path)
    assert process.stdin is not None
    process.stdin.write(given("not a number,Okonjola,Emeka,,1979-09-20,M,,,,\n"))
    process.stdin.flush()
    (said,) = told(process)
    feed_ends(process)
    assert said.keys() == {"failed"}
    assert "Okonjola" not in str(said)


def test_it_knows_neither_the_database_nor_the_keys():
    read = (ROOT / "fcms/exchange/linkage/process.py").read_text(encoding="utf-8")
    for name in ("process", "engine", "blocking", "model", "prepare", "zoning", "policy"):
        read = (ROOT / f"fcms/exchange/linkage/{name}.py").read_text(encoding="utf-8")
        assert "import django" not in read
        assert "from django" not in read
        assert "vault" not in read
