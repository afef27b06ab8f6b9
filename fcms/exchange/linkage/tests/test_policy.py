"""The figures of the model are policy: read strictly, each comparison with levels that the code knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from fcms.exchange.linkage import model, policy
from fcms.lib import policytable
from fcms.lib.policytable import PolicyError


def test_every_level_of_the_policy_is_one_that_the_model_can_tell():
    for comparison in policy.figures().comparisons:
        known = set(model.HOLDS[comparison.name]) - {model.NOTHING}
        named = [level.name for level in comparison.levels]
        assert known == set(named[:-1]), comparison.name
        for level in comparison.levels:
            assert not level.frequency or comparison.name in model.BORNE_BY[level.name]


def test_what_speaks_for_a_person_weighs_more_than_what_speaks_against():
    for comparison in policy.figures().comparisons:
        weights = [level.weight for level in comparison.levels]
        assert weights[0] > 0, comparison.name
        assert min(weights[-2:]) < 0, comparison.name


def test_a_social_security_number_weighs_far_less_than_a_strong_number():
    figures = policy.figures()
    strong = figures.comparison("identifier").level("fbi").weight
    assert figures.comparison("ssn").level("same").weight < strong / 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("keep_days = 30", "keep_days = 0", "keep_days: must be a day at least"),
        ("propose = 6.0", "propose = -9.0", "review: must be less than propose"),
        ("m = 0.62", "m = 1.62", "must lie between 0 and 1"),
        ("m = 0.62", "m = 0.22", "must have m that add up to 1"),
    ],
)
def test_a_bad_figure_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, said: str
):
    text = (policytable.POLICY / "linkage.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "linkage.toml").write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(policytable, "POLICY", tmp_path)
    with pytest.raises(PolicyError, match=said):
        policy.figures.__wrapped__()
