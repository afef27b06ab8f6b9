"""A status check lapses, the start is refused, the officer renews it from the first page and goes, by telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from .conftest import Person, Program
from .fieldwork import TODAY, case_of, cases_from_eid, chooses, opens_the_gates, plans, submits, takes

SignsIn = Callable[..., Person]
NUMBER = "A998877203"


@pytest.mark.promise("PIA-1.5-4")
def test_a_lapsed_check_is_renewed_before_anyone_goes(
    program: Program, signs_in: SignsIn, tmp_path: Path
) -> None:
    cases_from_eid(program, tmp_path, (NUMBER,), "LAPSE ROAD")
    officer = signs_in("dal.officer", width=375)
    case = case_of(officer, NUMBER)
    opens_the_gates(officer, case)
    action = plans(officer, case)
    takes(officer, action)
    when_the_check_turns_out_to_be_of_an_earlier_day(officer, case)
    then_the_start_is_refused_with_its_remedy(officer, action)
    when_the_officer_renews_the_check_from_the_first_page(officer, action)
    then_the_officer_starts_and_records_the_visit(officer, action)
    and_the_ledger_of_the_address_knows_it(officer, case)


def when_the_check_turns_out_to_be_of_an_earlier_day(officer: Person, case: str) -> None:
    page = officer.page
    officer.goes_to(f"/cases/{case}/")
    details = page.locator("#tried a", has_text="Details of Records check").first
    officer.goes_to(f"{details.get_attribute('href')}correct/")
    page.fill("#id_acted_on", (TODAY - timedelta(days=4)).isoformat())
    page.fill("#id_reason", "The screen was printed four days ago.")
    submits(officer)
    officer.sees("The activity was corrected")


def then_the_start_is_refused_with_its_remedy(officer: Person, action: str) -> None:
    officer.goes_to(f"/activities/field/{action}/")
    officer.sees("longer than 72 hours ago")
    officer.sees("A gate is shut. What opens it stands above.")
    officer.goes_to(f"/activities/field/{action}/start/")
    submits(officer)
    officer.sees("longer than 72 hours ago. Check EID again by name.")


def when_the_officer_renews_the_check_from_the_first_page(officer: Person, action: str) -> None:
    officer.goes_to("/")
    officer.sees("Checks lapsing")
    officer.page.get_by_role("link", name=re.compile(f"^Renew the check behind {action}")).click()
    officer.sees_heading("Record a check")
    assert officer.page.locator("#id_check_system").input_value() == "EID"
    chooses(officer, "type", "RECORDS_CHECK")
    chooses(officer, "check_result", "STILL_FUGITIVE")
    submits(officer)
    officer.sees("recorded")


def then_the_officer_starts_and_records_the_visit(officer: Person, action: str) -> None:
    officer.goes_to(f"/activities/field/{action}/")
    officer.clicks("Start")
    officer.sees("Started. Every gate stood open.")
    officer.page_is_accessible()
    officer.clicks("Record the visit", "link")
    officer.page_is_accessible()
    chooses(officer, "visit_outcome", "NOT_ANSWERED")
    submits(officer)
    officer.sees("Visit recorded: with its checks.")


def and_the_ledger_of_the_address_knows_it(officer: Person, case: str) -> None:
    officer.goes_to(f"/cases/{case}/")
    officer.page.locator("a[href*='/addresses/P']").first.click()
    officer.sees("Nobody answered")
    officer.page_is_accessible()
