"""Sample dumps of the version before: what is planted is found, and what is clean is taken over whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.exchange.takeover import queries
from fcms.exchange.takeover.models import TakenOver
from fcms.operations.synthesis import load_population
from fcms.operations.synthetic import samples
from fcms.operations.synthetic.places import known_places

RULES = (
    "R-A-NUMBER R-ADDRESS-FORM R-CATEGORY-BASIS R-CELLS R-CODE R-COLUMN R-DATE R-DOB-TWO R-ENCODING R-FORM R-FORMULA"
    " R-LEGACY-CATEGORY R-LEGACY-CODE R-LEGACY-CUSTODY R-LEGACY-LIVE R-LEGACY-OFFICER R-LEGACY-OPENED R-LEGACY-PLACE"
    " R-LEGACY-REF R-LEGACY-STATUS R-LEGACY-STEP R-LEGACY-TWICE R-LEGACY-USER R-LINE R-NAME-TWO R-NO-SUBJECT R-NUL"
    " R-OFFICE R-ORDER R-PO-BOX R-REPEATED R-REQUIRED R-SEX-TWO R-SSN R-UNIT-MISSING R-UNLINKED R-ZIP R-ZIP-CITY"
    " R-ZIP-MISSING R-ZIP-STATE R-ZIP-UNKNOWN"
)


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """Keys and sealed files of a home of its own."""
    settings.FCMS_HOME = tmp_path


@pytest.fixture
def people(home: None) -> None:
    """A small population to speak of."""
    load_population(subjects=250, leads=100, seed=2)


def sample(out: Path, *, rows: int, seed: int = 1, planted: bool = False) -> Path:
    """Write a sample as the command does."""
    today = timezone.localdate()
    order = samples.order("legacy-fcms", rows=rows, seed=seed, out=str(out), planted=planted, today=today)
    samples.write(order, known_places(), lambda count: None)
    return out


def staged(path: Path, by: User) -> Intake:
    """Load a sample as the command does."""
    with path.open("rb") as stream:
        return actions.stage(actions.receive(stream, by=by, kind="legacy-fcms"), by=by)


def taken_over(path: Path, by: User) -> Intake:
    """Load, accept what is clean, take over."""
    intake = actions.accept_all_clean(staged(path, by), by=by)
    return actions.apply(intake, by=by)


@pytest.mark.promise("PIA-0-15")
def test_a_dump_without_faults_has_no_findings_and_is_taken_over_whole(tmp_path, analyst, people):
    intake = staged(sample(tmp_path / "dump.zip", rows=300), analyst)
    said = Finding.objects.filter(intake=intake).order_by("id").values_list("file", "row", "rule", "message")
    assert list(said[:10]) == []
    actions.accept_all_clean(intake, by=analyst)
    intake = actions.apply(intake, by=analyst)
    found = queries.accounts(intake)
    assert len(found) == 11
    assert [one.file for one in found if not one.adds_up] == []
    refused = TakenOver.objects.filter(intake=intake, outcome="REFUSED")
    assert set(refused.values_list("file", "reason")) <= {
        ("case_steps.csv", "Its case was here already and keeps its own steps.")
    }
    merged = {one.file: one.merged for one in found}
    assert merged["cases.csv"] > 0  # of those who have a live case here
    assert merged["users.csv"] > 0


@pytest.mark.promise("PIA-0-15")
def test_every_planted_fault_is_found_by_its_rule_and_every_record_is_accounted_for(
    tmp_path, analyst, people
):
    path = sample(tmp_path / "dump.zip", rows=600, planted=True)
    truth = json.loads((tmp_path / "dump.zip.truth.json").read_text())
    intake = staged(path, analyst)
    found = Finding.objects.filter(intake=intake).order_by("id")
    said = set(found.values_list("file", "row", "rule", "column"))
    planted = {(one["file"], one["row"], one["rule"], one["column"]) for one in truth["planted"]}
    assert planted - said == set()
    assert {rule for _, _, rule, _ in planted} == set(RULES.split())
    spoilt = {(file, row) for file, row, _, _ in planted}
    wrong = found.filter(severity="ERROR").values_list("file", "row", "rule", "message")
    assert [finding for finding in wrong if finding[:2] not in spoilt] == []
    rows = StagedRow.objects.filter(intake=intake).count()
    assert truth["clean_rows"] == rows - len({one for one in spoilt if one[1]})
    actions.accept_all_clean(intake, by=analyst)
    intake = actions.apply(intake, by=analyst)
    accounts = queries.accounts(intake)
    assert [one.file for one in accounts if not one.adds_up] == []
    assert queries.total(accounts).in_dump == rows
    errors = StagedRow.objects.filter(intake=intake, state__in=("ERROR", "REPEATED"))
    refused = set(TakenOver.objects.filter(intake=intake, outcome="REFUSED").values_list("file", "row"))
    assert set(errors.values_list("file", "row")) <= refused


def test_the_same_seed_writes_the_same_dump(tmp_path, home):
    one = sample(tmp_path / "dump.zip", rows=40, planted=True).read_bytes()
    assert sample(tmp_path / "dump.zip", rows=40, planted=True).read_bytes() == one
    assert sample(tmp_path / "dump.zip", rows=40, planted=True, seed=2).read_bytes() != one


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_dump_may_be_tiny(rows, tmp_path, home):
    sample(tmp_path / "dump.zip", rows=rows, planted=True)
    assert json.loads((tmp_path / "dump.zip.truth.json").read_text())["rows"] == rows
