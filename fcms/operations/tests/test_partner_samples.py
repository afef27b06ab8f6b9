"""Samples of rosters, benefits, departures and vendor answers: each planted fault is found, nothing clean is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fcms.exchange import actions
from fcms.exchange.batches.models import BatchToken
from fcms.exchange.linkage.models import Match
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.exchange.tests.matched import no_candidates
from fcms.leads.models import Lead
from fcms.subjects.models import ANumber

from .test_extract_sample import apart, people, sample, staged

pytestmark = pytest.mark.django_db
__all__ = ["apart", "no_candidates", "people"]

KINDS = {
    "facility-roster": "R-A-NUMBER R-CELLS R-CODE R-COLUMN R-DATE R-DOB-DEFAULT R-DOB-PARTIAL R-DOB-TWO R-ENCODING"
    " R-FACILITY R-FORM R-FORMULA R-LINE R-NAME-TWO R-NO-CASE R-NOBODY R-NUL R-ORDER R-RELEASED R-REPEATED",
    "benefits": "R-A-NUMBER R-CELLS R-CODE R-COLUMN R-DATE R-DOB-DEFAULT R-DOB-PARTIAL R-DOB-TWO R-ENCODING"
    " R-EVIDENCE R-FORM R-FORMULA R-LINE R-NAME-TWO R-NO-CASE R-NOBODY R-NUL R-ORDER R-REPEATED R-ROAD",
    "departures": "R-A-NUMBER R-CELLS R-CODE R-COLUMN R-DATE R-DOB-DEFAULT R-DOB-PARTIAL R-DOB-TWO R-ENCODING"
    " R-EVIDENCE R-FORM R-FORMULA R-LEFT-BEFORE R-LINE R-NAME-TWO R-NO-CASE R-NOBODY R-NUL R-ORDER R-REPEATED R-ROAD",
    "vendor-results": "R-ADDRESS-FORM R-ANSWER-LATE R-CELLS R-CODE R-COLUMN R-DATE R-ENCODING R-FORM R-FORMULA"
    " R-LINE R-NO-CASE R-NUL R-ORDER R-PO-BOX R-RANK R-REPEATED R-SCORE R-TOKEN-UNKNOWN R-TOKEN-VENDOR"
    " R-UNIT-MISSING R-ZIP R-ZIP-CITY R-ZIP-MISSING R-ZIP-STATE R-ZIP-UNKNOWN",
}
"""Every kind with the rules that its planted sample must break."""


def truth_of(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path.parent / f"{path.name}.truth.json").read_text())
    return found


@pytest.mark.usefixtures("no_candidates")
@pytest.mark.parametrize("kind", KINDS)
def test_a_sample_without_faults_has_no_findings(kind, tmp_path, analyst, people):
    intake = staged(kind, sample(kind, tmp_path / "one.csv"), analyst)
    said = Finding.objects.filter(intake=intake).order_by("id").values("row", "rule", "column", "message")
    assert list(said) == []
    assert StagedRow.objects.filter(intake=intake).count() == 400


@pytest.mark.promise("PIA-1.5-3")
@pytest.mark.usefixtures("no_candidates")
@pytest.mark.parametrize("kind", KINDS)
def test_every_planted_fault_is_found_by_its_rule_and_no_other_row_is_wrong(kind, tmp_path, analyst, people):
    path = sample(kind, tmp_path / "one.zip", rows=600, planted=True)
    truth = truth_of(path)
    intake = staged(kind, path, analyst)
    found = Finding.objects.filter(intake=intake).order_by("id")
    planted = {(one["file"], one["row"], one["rule"], one["column"]) for one in truth["planted"]}
    assert planted - set(found.values_list("file", "row", "rule", "column")) == set()
    assert {one["rule"] for one in truth["planted"]} == set(KINDS[kind].split())
    spoilt = {(file, row) for file, row, _, _ in planted}
    wrong = found.filter(severity="ERROR").values_list("file", "row", "rule", "message")
    assert [finding for finding in wrong if finding[:2] not in spoilt] == []
    rows = StagedRow.objects.filter(intake=intake).count()
    assert truth["clean_rows"] == rows - len({one for one in spoilt if one[1]})


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_writes_the_same_file_and_another_seed_another(kind, tmp_path, people):
    one = sample(kind, tmp_path / "one.csv", rows=60, planted=True).read_bytes()
    assert sample(kind, tmp_path / "one.csv", rows=60, planted=True).read_bytes() == one
    assert sample(kind, tmp_path / "two.csv", rows=60, planted=True, seed=2).read_bytes() != one


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_sample_may_be_tiny_and_of_nobody_here(rows, tmp_path, home):
    for kind in KINDS:
        path = sample(kind, tmp_path / f"{kind}.zip", rows=rows, planted=True)
        assert truth_of(path)["rows"] == rows
        assert "about" not in truth_of(path)


@pytest.mark.parametrize("kind", ["facility-roster", "benefits", "departures"])
def test_what_is_proposed_for_a_planted_sample_is_whom_the_row_is_truly_about(
    kind, tmp_path, analyst, people
):
    path = sample(kind, tmp_path / "one.csv", rows=150, planted=True)
    truth = {(one["file"], one["row"]): one["a_number"] for one in truth_of(path)["about"]}
    intake = staged(kind, path, analyst)
    numbers = dict(ANumber.objects.values_list("subject_id", "number"))
    proposed = Match.objects.filter(intake=intake, zone="PROPOSED").order_by("id")
    said = {(one.file, one.row): numbers[one.subject_id] for one in proposed}
    assert len(said) >= 10
    assert {place: number for place, number in said.items() if truth.get(place) != number} == {}


@pytest.mark.promise("PIA-1.7-2")
def test_answers_of_a_sample_become_leads_and_the_next_sample_answers_another_batch(
    tmp_path, analyst, people
):
    def load(path: Path) -> Intake:
        intake = staged("vendor-results", path, analyst)
        assert not Finding.objects.filter(intake=intake).exists()
        return actions.apply(actions.accept_all_clean(intake, by=analyst), by=analyst)

    first = load(sample("vendor-results", tmp_path / "one.csv", rows=40))
    assert first.result["linked"] == first.result["received"] == 40
    load(sample("vendor-results", tmp_path / "two.csv", rows=40))
    assert Lead.objects.filter(source_kind="COMMERCIAL_AGGREGATOR", vendor_answer__isnull=False).count() == 80
    assert set(BatchToken.objects.values_list("batch", flat=True)) == {"SAMPLE-1-1", "SAMPLE-1-2"}
