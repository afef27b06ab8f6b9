"""`fcms intake`: the review without the browser, as formats.md writes it down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fcms.accounts.models import User
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.exchange.tests.make import eid, leads, make_analyst
from fcms.leads.actions import accept
from fcms.leads.models import Lead
from fcms.lib import numbers
from fcms.operations import cli, intakes
from fcms.subjects.tests.make import make_officer

pytestmark = pytest.mark.django_db


class Fcms:
    """The command, with what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], by: User) -> None:
        self.capsys, self.by = capsys, by

    def __call__(self, *arguments: str, signed: bool = True) -> tuple[int, str, str]:
        given = ["intake", *arguments, *(["--by", self.by.username] if signed else [])]
        code = cli.main(given)
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def json(self, *arguments: str, signed: bool = True) -> dict[str, Any]:
        """The one document that the command printed, and nothing beside it."""
        code, out, _ = self(*arguments, "--json", signed=signed)
        assert code == 0
        document = json.loads(out)
        assert isinstance(document, dict)
        return document


@pytest.fixture
def fcms(
    offices_loaded: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: Any,
) -> Fcms:
    settings.FCMS_HOME = tmp_path / "home"
    monkeypatch.setattr(intakes, "prepare", lambda tell: None)  # the tests' database is prepared
    return Fcms(capsys, make_analyst())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_bytes(leads({}, {"zip": "7520"}, {}, {"birth_date": "1971"}))
    return path


def test_a_file_is_loaded_with_its_findings_in_one_document(fcms: Fcms, file: Path) -> None:
    said = fcms.json(
        "load", "government-leads", str(file), "--producer", "State DOC", "--as-of", "2009-11-21"
    )
    assert numbers.is_number(said["number"])
    assert (said["rows"], said["clean"]) == (4, 3)
    assert set(said["findings"][0]) >= {"rule", "severity", "file", "row", "column", "message"}
    wrong = [one for one in said["findings"] if one["severity"] == "ERROR"]
    assert [(one["rule"], one["file"], one["row"], one["column"]) for one in wrong] == [
        ("R-ZIP", "leads.csv", 2, "zip")
    ]
    intake = Intake.objects.get()
    assert (intake.producer, str(intake.as_of), intake.status) == ("State DOC", "2009-11-21", Status.REVIEW)
    assert not Lead.objects.exists()


def test_rows_are_decided_and_applied_and_each_step_can_be_shown(fcms: Fcms, file: Path) -> None:
    number = fcms.json("load", "government-leads", str(file))["number"]
    assert fcms.json("decide", number, "--accept", "1", "leads.csv:3")["accepted"] == 2
    said = fcms.json("decide", number, "--reject", "2", "--reason", "Not a ZIP code.")
    assert (said["accepted"], said["rejected"], said["waiting"]) == (2, 1, 1)
    assert fcms.json("decide", number, "--accept-all-clean")["accepted"] == 3
    said = fcms.json("apply", number)
    assert (said["status"], said["result"]["received"], Lead.objects.count()) == ("APPLIED", 3, 3)
    shown = fcms.json("show", number, signed=False)
    assert (shown["status"], shown["rows"]) == ("APPLIED", 4)


def test_without_json_it_is_said_in_words(fcms: Fcms, file: Path) -> None:
    code, out, _ = fcms("load", "government-leads", str(file))
    assert code == 0
    assert "4 rows, 3 clean" in out
    assert "R-ZIP" in out
    number = Intake.objects.get().number
    fcms("decide", number, "--accept-all-clean")
    code, out, _ = fcms("apply", number)
    assert "Applied: 4 rows" in out
    assert "received: 3" in out
    assert "Accepted 3" in fcms("show", number, signed=False)[1]


def test_a_file_that_was_loaded_before_is_refused_and_says_already(fcms: Fcms, file: Path) -> None:
    fcms("load", "government-leads", str(file))
    code, out, err = fcms("load", "government-leads", str(file), "--json")
    assert (code, out) == (1, "")
    assert "already" in err
    number = Intake.objects.get().number
    fcms("decide", number, "--accept-all-clean")
    fcms("apply", number)
    code, _, err = fcms("apply", number)
    assert code == 1
    assert "already" in err
    assert fcms("load", "government-leads", str(file))[0] == 1
    assert Lead.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"", "government-leads", "The file is empty"),
        (b"a,b\n1,2\n", "government-leads", "lacks the column"),
        (eid({}, kind="other"), "eid-daily", "The manifest says the kind is other"),
        (leads({}), "eid-daily", "comes as a bundle"),
        (leads({}), "rumours", "no kind of extract by that name"),
    ],
)
def test_what_is_no_extract_is_refused_on_standard_error(
    fcms: Fcms, file: Path, content: bytes, kind: str, says: str
) -> None:
    file.write_bytes(content)
    code, out, err = fcms("load", kind, str(file), "--json")
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("load", "government-leads", "no-such-file.csv"), "no such file"),
        (("load", "government-leads", "{file}", "--as-of", "soon"), "--as-of: A date must be"),
        (("show", "I26-000000-0"), "There is no intake"),
        (("decide", "{number}", "--accept", "2"), "A row with an error cannot be accepted"),
        (("decide", "{number}", "--accept", "99"), "no row by one of these numbers"),
        (("decide", "{number}", "--accept", "one"), "Name rows by their numbers"),
        (("decide", "{number}", "--accept", "other.csv:1"), "no row by one of these numbers"),
        (("decide", "{number}", "--reject", "1"), "Say why the row is rejected"),
        (("apply", "{number}"), "No row is accepted yet"),
    ],
)
def test_what_cannot_be_done_ends_with_1_and_the_reason(
    fcms: Fcms, file: Path, arguments: tuple[str, ...], says: str
) -> None:
    number = fcms.json("load", "government-leads", str(file))["number"]
    given = [one.format(file=file, number=number) for one in arguments]
    code, out, err = fcms(*given, signed=arguments[0] != "show")
    assert (code, out) == (1, "")
    assert says in err


@pytest.mark.parametrize(
    "wrong", [("load",), ("load", "government-leads"), ("decide", "I26-000000-0"), ("frobnicate",), ()]
)
def test_wrong_usage_ends_with_2(fcms: Fcms, wrong: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as end:
        fcms(*wrong)
    assert end.value.code == 2


def test_who_may_not_load_is_refused(fcms: Fcms, file: Path) -> None:
    from fcms.subjects.tests.make import make_officer

    fcms.by = make_officer("DAL")
    code, _, err = fcms("load", "government-leads", str(file))
    assert code == 1
    assert "Ask headquarters" in err


def test_a_file_whose_reading_was_cut_short_goes_on_under_its_number(
    fcms: Fcms, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fcms.exchange import actions

    def stopped(*given: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, "stage", stopped)
        code, _, err = fcms("load", "government-leads", str(file))
    assert code == 130
    assert "run the command again" in err
    number = Intake.objects.get().number
    assert fcms.json("load", "government-leads", str(file))["number"] == number


@pytest.mark.promise("PIA-1.4-1")
def test_rows_are_decided_by_the_rule_they_break_and_the_counts_are_shown_before_and_after(
    fcms: Fcms, file: Path
) -> None:
    number = fcms.json("load", "government-leads", str(file))["number"]
    said = fcms.json("decide", number, "--reject-rule", "R-ZIP", "--reason", "Not a ZIP code.")
    assert said["before"] == {"accepted": 0, "rejected": 0, "waiting": 4}
    assert (said["accepted"], said["rejected"], said["waiting"]) == (0, 1, 3)
    said = fcms.json("decide", number, "--accept-rule", "R-UNLINKED")
    assert (said["accepted"], said["waiting"]) == (2, 1)
    code, out, err = fcms("decide", number, "--accept-rule", "R-ZIP")
    assert (code, "No row breaks R-ZIP alone" in err) == (1, True)
    with pytest.raises(SystemExit, match="2"):
        fcms("decide", number, "--accept-rule", "R-UNLINKED", "--reject-rule", "R-ZIP")
    code, out, _ = fcms("decide", number, "--accept-all-clean")
    assert "Before: accepted 2, rejected 1, waiting 1." in out
    assert "Accepted 3, rejected 1, waiting 0." in out


@pytest.mark.promise("PIA-1.4-1")
def test_an_applied_extract_is_undone_once_and_says_what_was_taken_back(fcms: Fcms, file: Path) -> None:
    number = fcms.json("load", "government-leads", str(file))["number"]
    code, _, err = fcms("undo", number, "--reason", "The wrong month.")
    assert (code, "was not applied, so there is nothing to undo" in err) == (1, True)
    fcms("decide", number, "--accept-all-clean")
    fcms("apply", number)
    with pytest.raises(SystemExit, match="2"):
        fcms("undo", number)  # without a reason it is wrong usage
    said = fcms.json("undo", number, "--reason", "The wrong month.")
    assert (said["status"], said["undo_reason"]) == ("UNDONE", "The wrong month.")
    assert said["undo_result"] == {"leads taken back": 3}
    code, _, err = fcms("undo", number, "--reason", "Again.")
    assert (code, "undone already" in err) == (1, True)
    assert "because: The wrong month." in fcms("show", number, signed=False)[1]
    assert fcms("load", "government-leads", str(file))[0] == 0


def test_what_stands_on_an_extract_is_said_line_by_line(fcms: Fcms, file: Path) -> None:
    number = fcms.json("load", "government-leads", str(file))["number"]
    fcms("decide", number, "--accept-all-clean")
    fcms("apply", number)
    officer = make_officer("DAL")
    first, second = Lead.objects.order_by("row")[:2]
    accept(first, by=officer)
    accept(second, by=officer)
    code, out, err = fcms("undo", number, "--reason", "The wrong month.")
    assert (code, out) == (1, "")
    assert f"  Lead {first.number} was accepted.\n  Lead {second.number} was accepted." in err
    assert "Something later stands on this extract, so it cannot be undone." in err
