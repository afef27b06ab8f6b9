"""`fcms report` as operators use it: what it prints, where it writes, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fcms.lib.dates import parse_date
from fcms.offices.tests.make import make_offices
from fcms.operations import reporting
from fcms.operations.cli import main
from fcms.reports import outputs
from fcms.reports.tables import report

pytestmark = pytest.mark.django_db
PERIOD = ["--from", "2010-03-01", "--to", "2010-03-31"]


@pytest.fixture(autouse=True)
def a_home_that_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    make_offices()
    monkeypatch.setattr(reporting, "prepare", lambda tell: None)


def test_as_csv_it_prints_the_report_and_nothing_else(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "leads", *PERIOD, "--format", "csv"]) == 0
    printed = capsys.readouterr()
    expected = report("leads", parse_date("2010-03-01"), parse_date("2010-03-31"))
    assert printed.out.splitlines() == outputs.as_csv(expected).splitlines()
    assert printed.err == ""


def test_as_json_it_prints_one_document(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "enforcement", *PERIOD, "--format", "json", "--office", "DAL"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["office_code"] for row in document["rows"]] == ["DAL", "TOTAL"]


def test_a_table_is_what_a_person_reads(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "leads", *PERIOD]) == 0
    assert capsys.readouterr().out.startswith("Leads, version 1, 2010-03-01 to 2010-03-31\n")


def test_a_spreadsheet_is_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = tmp_path / "leads.xlsx"
    assert main(["report", "leads", *PERIOD, "--format", "xlsx", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"PK")
    assert capsys.readouterr().out == ""


def test_a_file_of_csv_keeps_its_line_ends(tmp_path: Path):
    out = tmp_path / "leads.csv"
    assert main(["report", "leads", *PERIOD, "--format", "csv", "--out", str(out)]) == 0
    content = out.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 20


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--from", "2010-03-31", "--to", "2010-03-01"], "The period ends before it begins."),
        (["--from", "2010-03", "--to", "2010-03-31"], "--from and --to take full dates."),
        (["--from", "yesterday", "--to", "2010-03-31"], "--from and --to take full dates."),
        ([*PERIOD, "--office", "XYZ"], "There is no office XYZ."),
    ],
)
def test_what_cannot_be_counted_ends_with_1_and_a_sentence(
    capsys: pytest.CaptureFixture[str], given: list[str], sentence: str
):
    assert main(["report", "leads", *given]) == 1
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    "given",
    [["report", "nobody", *PERIOD], ["report", "leads"], ["report", "leads", *PERIOD, "--format", "pdf"]],
)
def test_wrong_usage_ends_with_2(given: list[str]):
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
