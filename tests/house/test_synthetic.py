"""Nothing in the repository could name a real person: numbers are impossible, telephones and addresses are not real."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OWN_WORDS = {"fcms/pia/text/pia-2009.txt", "LICENSE"}
"""Texts of others, kept as they are: the assessment names its own officials, as it was published."""

SPECIMENS = {"078-05-1120", "219-09-9999", "123-45-6789", *(f"987-65-432{n}" for n in range(10))}
"""Numbers that the Social Security Administration withdrew or that stand on every sample card: refused by the rules."""

SSN = re.compile(r"(?<![\d-])(\d{3})-(\d{2})-(\d{4})(?![\d-])")
A_NUMBER = re.compile(r"\bA(\d{3})-(\d{3})-(\d{3})\b")
TELEPHONE = re.compile(r"(?<![\d-])\(?\d{3}\)?[ -]\d{3}-\d{4}(?![\d-])")
E_MAIL = re.compile(r"\b[\w.+-]+@([\w-]+\.)+[a-z]{2,}\b")
IMPOSSIBLE_DOMAIN = re.compile(r"@([\w-]+\.)*(example|example\.(com|org|net|gov)|invalid|test|localhost)$")


def possible(text: str) -> Iterator[str]:
    """Yield what in `text` could belong to a real person."""
    for found in (found for found in SSN.finditer(text) if found[0] not in SPECIMENS):
        area, group, serial = found.groups()
        issuable = area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"
        if issuable or (area >= "900" and not "00" <= group <= "49"):
            yield found[0]
    yield from (found[0] for found in A_NUMBER.finditer(text) if found[1] < "900")
    yield from (found[0] for found in TELEPHONE.finditer(text) if not re.search(r"555-01\d\d$", found[0]))
    yield from (found[0] for found in E_MAIL.finditer(text) if not IMPOSSIBLE_DOMAIN.search(found[0]))


def committed() -> list[str]:
    """The files of the repository that hold text."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\0")
    return [name for name in listed if name and name not in OWN_WORDS and "/static/" not in name]


def test_no_file_of_the_repository_holds_a_number_that_could_be_issued():
    names = committed()
    if not names:
        pytest.skip("This copy of the program is not a git repository, so there is no list of its files.")
    texts = {name: (ROOT / name).read_bytes() for name in names if (ROOT / name).is_file()}
    found = {
        name: sorted(set(possible(content.decode("utf-8", "replace"))))
        for name, content in texts.items()
        if b"\0" not in content
    }
    found = {name: suspicious for name, suspicious in found.items() if suspicious}
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "".join(parts)
        for parts in (("123-45", "-6780"), ("A012-345", "-678"), ("202-732", "-3100"), ("a@dhs", ".gov"))
    ],
)
def test_what_could_be_real_is_noticed(text):
    assert list(possible(f"it says {text}, here")) == [text]


@pytest.mark.parametrize(
    "text", ["900-01-0001", "A900-123-456", "202-555-0123", "a.b@example.gov", "2009-08-11"]
)
def test_what_is_impossible_passes(text):
    assert list(possible(f"it says {text}, here")) == []
