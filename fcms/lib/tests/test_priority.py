"""The written system of priorities: its grounds are closed, and a bad file stops the start."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from fcms.lib import policyfiles
from fcms.lib.policytable import POLICY, PolicyError
from fcms.lib.priority import GROUNDS, ground_of, system

pytestmark = pytest.mark.promise("PIA-0-4")
FILE = (POLICY / "priority.toml").read_text("utf-8")


def read(folder: Path, old: str, new: str) -> None:
    assert old in FILE
    (folder / "priority.toml").write_text(FILE.replace(old, new, 1), "utf-8")
    system(folder)


def test_the_grounds_are_those_of_the_assessment_and_no_other():
    assert tuple(system().grounds) == GROUNDS
    assert set(json.loads(system().as_json)["points"]) == set(GROUNDS)
    points = [ground.points for ground in system().grounds.values()]
    assert len(set(points[:3])) == 1
    assert points[3] < points[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "[bands]",
            '[nationality]\nlabel = "X"\nabout = "X"\npoints = 1\n\n[bands]',
            "nationality: is not a key",
        ),
        ("[other_conviction]", "[any_arrest]", "other_conviction: is missing"),
        ("points = 40", "points = -40", r"transnational_gang\.points: must be 0 to 1000"),
        ("points = 40", "points = 40\nsex = 'M'", r"transnational_gang\.sex: is not a key"),
        ("version = 1", "version = 0", "version: must be 1 or more"),
        ("from = [0, 1, 40, 80]", "from = [1, 40]", r"bands\.from: must begin with 0"),
        ("from = [0, 1, 40, 80]", "from = [0, 40, 1]", r"bands\.from: must begin with 0 and rise"),
        ("longest_years = 5", "longest_years = 6", r"gang_review\.longest_years: must be 1 to 5"),
        ('code = "TESTIMONY"', 'code = "CONVICTION"', "CONVICTION stands there twice"),
    ],
)
def test_a_file_that_says_anything_else_is_refused(tmp_path: Path, old: str, new: str, sentence: str):
    with pytest.raises(PolicyError, match=sentence):
        read(tmp_path, old, new)


def test_a_review_rests_on_two_factors_so_one_alone_is_no_list(tmp_path: Path):
    head, _, tail = FILE.partition("[[gang_review.factor]]")
    (tmp_path / "priority.toml").write_text(head + "[[gang_review.factor]]" + tail.split("[[")[0], "utf-8")
    with pytest.raises(PolicyError, match="must list two factors at least"):
        system(tmp_path)


def test_the_file_is_read_at_the_start():
    assert system in policyfiles.READERS
    assert policyfiles.check() == []


def test_the_committed_file_is_what_is_read(tmp_path: Path):
    shutil.copy(POLICY / "priority.toml", tmp_path)
    assert system(tmp_path) == system()


def test_only_codes_that_say_it_by_themselves_mean_a_child():
    offences = policyfiles.offences()
    marked = {code for code, offence in offences.items() if offence.child_sex}
    assert marked == {"1116", "3601", "3602", "3603", "3604", "36B"}
    assert all(offences[code].violent and not offences[code].immigration for code in marked)
    for code, expected in (
        ("36A", "other_conviction"),
        ("11D", "violent_conviction"),
        ("370", "other_conviction"),
    ):
        assert ground_of(offences[code]) == expected
    assert ground_of(offences["49C"]) == "none"
