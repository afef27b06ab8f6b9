"""An update from EID is reviewed, old beside new, and taken back when it turns out to be the wrong one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fcms.exchange.tests.make import PERSON, bundle, table

from .conftest import Person, Program

SignsIn = Callable[..., Person]
NUMBERS = [f"A99887700{n}" for n in range(1, 5)]
FAMILY = "Sampleton"


@pytest.mark.promise("PIA-1.4-1", "PIA-1.2-1", "PIA-0-6")
def test_an_update_is_reviewed_field_by_field_and_undone_with_everything_it_brought(
    program: Program, signs_in: SignsIn, tmp_path: Path
) -> None:
    first = given_an_applied_extract_of_four_people(program, tmp_path)
    reports = _reports(program)
    analyst = signs_in("hq.analyst")
    update = when_the_analyst_loads_the_update_of_the_day_after(analyst, tmp_path)
    then_the_list_and_the_row_show_what_would_change(analyst, update)
    when_one_row_is_rejected_and_the_rows_of_a_rule_are_accepted(analyst, update)
    subject = when_it_is_applied_the_new_value_is_in_force(analyst, update)

    then_the_extract_below_it_cannot_be_undone_and_it_says_why(analyst, first, update)
    when_the_update_is_undone_with_a_reason(analyst, update)
    then_the_old_value_is_back(analyst, subject)
    assert _reports(program) == reports
    and_the_extract_below_it_can_be_undone_too(analyst, first)


def given_an_applied_extract_of_four_people(program: Program, folder: Path) -> str:
    file = folder / "first.zip"
    file.write_bytes(_extract("2026-01-05", *({} for _ in NUMBERS)))
    by = ("--by", "hq.supervisor")
    loaded = json.loads(program.fcms("intake", "load", "eid-daily", str(file), *by, "--json"))
    number = str(loaded["number"])
    program.fcms("intake", "decide", number, "--accept-all-clean", *by)
    program.fcms("intake", "apply", number, *by)
    return number


def _extract(as_of: str, *changes: dict[str, Any]) -> bytes:
    people = [
        {
            **PERSON,
            "family_name": FAMILY,
            "given_name": f"Given{chr(65 + n)}",
            "a_number": NUMBERS[n],
            **change,
        }
        for n, change in enumerate(changes)
    ]
    rows = table(people, [*PERSON, "suffix"])
    return bundle(
        {"subjects.csv": rows}, as_of=as_of, extract_id=f"EID-{as_of}", created_at=f"{as_of}T02:00:00Z"
    )


def _reports(program: Program) -> list[Any]:
    period = ("--from", "2025-01-01", "--to", "2030-12-31", "--format", "json")
    return [json.loads(program.fcms("report", name, *period))["rows"] for name in ("leads", "enforcement")]


def when_the_analyst_loads_the_update_of_the_day_after(analyst: Person, folder: Path) -> str:
    file = folder / "update.zip"
    file.write_bytes(
        _extract(
            "2026-01-06",
            {"birth_date": "1971-04-03"},
            {"birth_date": "1972-04-03"},
            {"suffix": "Jr"},
            {"sex": "M"},
        )
    )
    analyst.goes_to("/intakes/new/")
    analyst.page.select_option("#id_kind", "eid-daily")
    analyst.page.set_input_files("#id_file", file)
    analyst.clicks("Load and check")
    analyst.page.get_by_role("button", name="Accept all clean").wait_for(timeout=60_000)
    analyst.page_is_accessible()
    return analyst.page.url.rstrip("/").rsplit("/", 1)[1]


def then_the_list_and_the_row_show_what_would_change(analyst: Person, update: str) -> None:
    analyst.sees("Changes birth date.")
    analyst.sees("Changes suffix.")
    analyst.page.select_option("#id_effect", "CHANGES")
    analyst.clicks("Filter")
    analyst.sees("Changes sex.")
    analyst.goes_to(f"/intakes/{update}/subjects.csv/1/")
    analyst.sees("4 Mar 1971")
    analyst.sees("3 Apr 1971")
    analyst.sees("Put in force; the old value stays in the history.")


def when_one_row_is_rejected_and_the_rows_of_a_rule_are_accepted(analyst: Person, update: str) -> None:
    analyst.goes_to(f"/intakes/{update}/subjects.csv/4/")
    analyst.page.fill("#reason", "The court file says otherwise")
    analyst.clicks("Reject")
    analyst.sees("rejected")
    analyst.goes_to(f"/intakes/{update}/")
    analyst.page.locator(f"a[href='/intakes/{update}/by-rule/R-DOB-TWO/']").click()
    analyst.sees("2 rows break only this rule")
    analyst.page_is_accessible()
    analyst.clicks("Accept these rows")
    analyst.sees("2 rows that break only R-DOB-TWO are accepted now.")
    decided = analyst.page.locator("main p", has_text="Decided:").inner_text()
    assert "2 accepted, 1 rejected, 1 waiting" in decided, decided


def when_it_is_applied_the_new_value_is_in_force(analyst: Person, update: str) -> str:
    analyst.clicks("Apply the accepted rows", "link")
    analyst.sees("1 rejected and 1 undecided rows are left out")
    analyst.page.get_by_role("button", name=re.compile("^Apply")).click()
    analyst.page.get_by_role("heading", name="Applied").wait_for(timeout=60_000)
    analyst.goes_to(f"/intakes/{update}/subjects.csv/1/")
    became = re.search(r"This row became (S[\w-]+)", analyst.page.locator("main").inner_text())
    assert became, "the row does not say whom it brought up to date"
    analyst.goes_to(f"/subjects/{became[1]}/")
    analyst.sees("3 Apr 1971")
    return became[1]


def then_the_extract_below_it_cannot_be_undone_and_it_says_why(
    analyst: Person, first: str, update: str
) -> None:
    analyst.goes_to(f"/intakes/{first}/")
    analyst.clicks("Undo this extract", "link")
    analyst.sees("It cannot be undone now: something later stands on it.")
    analyst.sees(f"Intake {update} spoke of it")
    analyst.page_is_accessible()
    assert analyst.page.get_by_role("button", name="Undo the extract").count() == 0


def when_the_update_is_undone_with_a_reason(analyst: Person, update: str) -> None:
    analyst.goes_to(f"/intakes/{update}/")
    analyst.clicks("Undo this extract", "link")
    analyst.sees("Nothing later stands on it")
    analyst.page_is_accessible()
    analyst.page.fill("#id_reason", "EID sent the file of another day")
    analyst.clicks("Undo the extract")
    analyst.page.get_by_role("heading", name="Undone").wait_for(timeout=60_000)
    analyst.sees("EID sent the file of another day")
    analyst.page_is_accessible()


def then_the_old_value_is_back(analyst: Person, subject: str) -> None:
    analyst.goes_to(f"/subjects/{subject}/")
    analyst.sees("4 Mar 1971")
    assert "3 Apr 1971" not in analyst.page.locator("main").inner_text()


def and_the_extract_below_it_can_be_undone_too(analyst: Person, first: str) -> None:
    analyst.goes_to(f"/intakes/{first}/undo/")
    analyst.page.fill("#id_reason", "The whole series was a test of the sender")
    analyst.clicks("Undo the extract")
    analyst.page.get_by_role("heading", name="Undone").wait_for(timeout=60_000)
    analyst.sees("Cases taken back: 4.")
