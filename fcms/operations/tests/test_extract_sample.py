from __future__ import annotations

import csv
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.leads.models import Lead
from fcms.lib.verdict import Refused
from fcms.operations.synthesis import load_population
from fcms.operations.synthetic import samples
from fcms.operations.synthetic.places import known_places
from fcms.subjects.models import ANumber

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """Keys and sealed files of a home of its own."""
    settings.FCMS_HOME = tmp_path


@pytest.fixture
def people(home: None) -> None:
    """A small population to speak of."""
    load_population(subjects=250, leads=100, seed=2)


def sample(kind: str, out: Path, *, rows: int = 400, seed: int = 1, planted: bool = False) -> Path:
    """Write a sample as the command does."""
    given = samples.order(
        kind, rows=rows, seed=seed, out=str(out), planted=planted, today=timezone.localdate()
    )
    samples.write(given, known_places(), lambda count: None)
    return out


def staged(kind: str, path: Path, by: User) -> Intake:
    """Load a sample as the command does."""
    with path.open("rb") as stream:
        return actions.stage(actions.receive(stream, by=by, kind=kind), by=by)


KINDS = [("government-leads", "leads.csv"), ("government-leads", "leads.zip"), ("eid-daily", "eid.zip")]


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_a_sample_without_faults_has_no_findings(kind, name, tmp_path, analyst, people):
    intake = staged(kind, sample(kind, tmp_path / name), analyst)
    assert (
        list(Finding.objects.filter(intake=intake).order_by("id").values("file", "row", "rule", "message"))
        == []
    )
    assert StagedRow.objects.filter(intake=intake).count() >= 400
    assert not (tmp_path / f"{name}.truth.json").exists()


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_every_planted_fault_is_found_by_its_rule_and_no_other_row_is_wrong(
    kind, name, tmp_path, analyst, people
):
    path = sample(kind, tmp_path / name, rows=500, planted=True)
    truth = json.loads((tmp_path / f"{name}.truth.json").read_text())
    intake = staged(kind, path, analyst)
    found = Finding.objects.filter(intake=intake).order_by("id")
    said = set(found.values_list("file", "row", "rule", "column"))
    planted = {(one["file"], one["row"], one["rule"], one["column"]) for one in truth["planted"]}
    assert planted - said == set()
    spoilt = {(file, row) for file, row, _, _ in planted}
    wrong = found.filter(severity="ERROR").values_list("file", "row", "rule", "message")
    assert [finding for finding in wrong if finding[:2] not in spoilt] == []
    rows = StagedRow.objects.filter(intake=intake).count()
    assert truth["clean_rows"] == rows - len({one for one in spoilt if one[1]})
    assert (truth["kind"], truth["seed"]) == (kind, 1)


RULES = {
    "government-leads": "R-A-NUMBER R-CELLS R-CODE R-COLUMN R-DATE R-DOB-DEFAULT R-DOB-PARTIAL R-DOB-TWO R-ENCODING"
    " R-FORM R-FORMULA R-LINE R-NAME-TWO R-NO-CASE R-NUL R-ORDER R-PO-BOX R-REPEATED R-REQUIRED R-UNLINKED R-ZIP"
    " R-ZIP-CITY R-ZIP-MISSING R-ZIP-STATE R-ZIP-UNKNOWN R-AGE R-A-NUMBER-PERSONS R-A-NUMBER-PAIR R-MASS-ADDRESS"
    " R-UNIT-MISSING R-ADDRESS-FORM",
    "eid-daily": "R-A-NUMBER R-CATEGORY-BASIS R-CATEGORY-OPENS R-CELLS R-CODE R-COLUMN R-DATE R-DOB-DEFAULT R-DOB-TWO"
    " R-ENCODING R-FORM R-FORMULA R-LINE R-NAME-TWO R-NO-SUBJECT R-NUL R-OFFICE R-ORDER R-PHOTOGRAPH R-PO-BOX"
    " R-REPEATED R-REQUIRED R-SEX-TWO R-SSN R-STATUS-LATER R-ZIP R-ZIP-CITY R-ZIP-STATE R-ZIP-UNKNOWN R-AGE"
    " R-A-NUMBER-PERSONS R-A-NUMBER-PAIR R-MASS-ADDRESS R-UNIT-MISSING R-ADDRESS-FORM R-SSN-SHARED R-REMOVED-EARLY"
    " R-ENTRY-AFTER-ORDER",
}


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_that_applies_to_a_kind_has_a_fault(kind, tmp_path, people):
    sample(kind, tmp_path / "one.zip", rows=600, planted=True)
    truth = json.loads((tmp_path / "one.zip.truth.json").read_text())
    assert {one["rule"] for one in truth["planted"]} == set(RULES[kind].split())


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_the_same_seed_writes_the_same_file(kind, name, tmp_path, home):
    one = sample(kind, tmp_path / name, rows=60, planted=True).read_bytes()
    assert sample(kind, tmp_path / name, rows=60, planted=True).read_bytes() == one
    assert sample(kind, tmp_path / name, rows=60, planted=True, seed=2).read_bytes() != one


def test_leads_name_subjects_whose_case_has_not_ended(tmp_path, people):
    with sample("government-leads", tmp_path / "leads.csv", rows=100).open(newline="") as stream:
        named = {row["a_number"] for row in csv.DictReader(stream)}
    held = ANumber.objects.filter(subject__cases__status__in=("OPEN", "COLD", "IN_CUSTODY"))
    assert named <= set(held.values_list("number", flat=True))


def test_where_nobody_is_stored_leads_wait_unlinked_and_nothing_else_is_found(tmp_path, analyst):
    intake = staged("government-leads", sample("government-leads", tmp_path / "leads.csv", rows=80), analyst)
    rules = Finding.objects.filter(intake=intake).order_by().values_list("rule", flat=True).distinct()
    assert set(rules) == {"R-UNLINKED"}


def test_a_sample_that_was_applied_can_be_written_again_with_other_references(tmp_path, analyst, people):
    first = sample("government-leads", tmp_path / "leads.csv", rows=20)
    intake = staged("government-leads", first, analyst)
    supervisor = User.objects.get(username="hq.supervisor")
    actions.accept_all_clean(intake, by=analyst)
    actions.apply(intake, by=supervisor)
    assert Lead.objects.filter(source_reference__startswith="GL1-1-").count() == 20
    second = staged("government-leads", sample("government-leads", tmp_path / "leads.csv", rows=20), analyst)
    assert not Finding.objects.filter(intake=second).exists()


def test_extracts_of_eid_follow_each_other(tmp_path, analyst):
    for seed in (1, 2):
        staged("eid-daily", sample("eid-daily", tmp_path / f"{seed}.zip", rows=10, seed=seed), analyst)
    assert list(Intake.objects.order_by("id").values_list("sequence", flat=True)) == [412, 413]


def test_photographs_are_drawn_and_lie_in_the_bundle(tmp_path, home):
    with zipfile.ZipFile(sample("eid-daily", tmp_path / "eid.zip", rows=80)) as bundle:
        pictures = [name for name in bundle.namelist() if name.endswith(".jpg")]
        assert pictures
        assert all(len(bundle.read(name)) < 10_000 for name in pictures)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_sample_may_be_tiny(rows, tmp_path, home):
    for kind, name in KINDS:
        sample(kind, tmp_path / name, rows=rows, planted=True)
        assert json.loads((tmp_path / f"{name}.truth.json").read_text())["rows"] == rows


@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [
        ("rumors", "x.csv", "eid-daily, government-leads"),
        ("eid-daily", "x.csv", "ends in .zip"),
        ("government-leads", "x.txt", "ends in .csv"),
        ("government-leads", "nowhere/x.csv", "no such folder"),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(kind, name, sentence, tmp_path):
    with pytest.raises(Refused, match=sentence):
        samples.order(kind, rows=1, seed=1, out=str(tmp_path / name), planted=False, today=TODAY)


def test_a_sample_that_is_interrupted_leaves_no_half_a_file(tmp_path, home):
    def stop(count: int) -> None:
        raise KeyboardInterrupt

    given = samples.order(
        "government-leads", rows=5, seed=1, out=str(tmp_path / "x.csv"), planted=False, today=TODAY
    )
    with pytest.raises(KeyboardInterrupt):
        samples.write(given, known_places(), stop)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
