"""A roster comes in; headquarters sees whom its rows are about, decides what is not sure, and the office is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fcms.exchange.linkage.tests.make import inmate, roster
from fcms.exchange.tests.make import eid

from .conftest import Person, Program

SignsIn = Callable[..., Person]
SURE = {"a_number": "A998877101", "family_name": "Okonwell Sampleno", "birth_date": "1971-03-04"}
PERHAPS = {"a_number": "A998877102", "family_name": "Zubelakov", "birth_date": "1962-01-01"}


@pytest.mark.promise("PIA-1.3-1", "PIA-0-3")
def test_a_roster_is_matched_and_a_person_confirms_whom_it_is_about(
    program: Program, signs_in: SignsIn, tmp_path: Path
) -> None:
    number = given_a_roster_of_three_two_of_them_held(program, tmp_path)
    analyst = signs_in("hq.supervisor")
    then_the_zones_are_counted(analyst, number)
    when_the_one_to_be_reviewed_is_looked_at_side_by_side(analyst, number)
    and_confirmed_by_the_keyboard_then_taken_back_then_found_to_be_another(analyst, number)
    when_all_clean_rows_are_accepted_the_proposed_one_is_confirmed(analyst, number)
    then_the_applied_roster_tells_the_office(analyst)


def given_a_roster_of_three_two_of_them_held(program: Program, folder: Path) -> str:
    people, inmates = folder / "people.zip", folder / "roster.csv"
    people.write_bytes(eid(SURE, PERHAPS, extract_id="ROSTER-JOURNEY", producer="Journey"))
    inmates.write_bytes(
        roster(
            inmate("OKONWELL", "MARISOL", "1971-03-04", sex="F"),
            inmate("Zubelakov", "Marisol", "1962-01-01", sex="F"),
            inmate("Nemonde", "Alguna", "1991-05-06", sex="F"),
        )
    )
    by = ("--by", "hq.supervisor")
    first = json.loads(program.fcms("intake", "load", "eid-daily", str(people), *by, "--json"))["number"]
    program.fcms("intake", "decide", first, "--accept-all-clean", *by)
    program.fcms("intake", "apply", first, *by)
    loaded = json.loads(program.fcms("intake", "load", "facility-roster", str(inmates), *by, "--json"))
    return str(loaded["number"])


def then_the_zones_are_counted(analyst: Person, number: str) -> None:
    analyst.goes_to(f"/intakes/{number}/")
    analyst.sees("Whom the rows are about")
    analyst.clicks("Look at the subjects", "link")
    analyst.sees_heading("Whom the rows are about")
    analyst.sees("Together 3 rows compared")
    analyst.page_is_accessible()


def when_the_one_to_be_reviewed_is_looked_at_side_by_side(analyst: Person, number: str) -> None:
    analyst.goes_to(f"/intakes/{number}/subjects/?zone=REVIEW")
    analyst.page.locator("tbody a[href*='roster.csv/2/subject']").first.click()
    analyst.sees_heading("Whom row 2 is about")
    analyst.sees("day and month are not known or a default, and weigh nothing")
    analyst.sees("Zubelakov, Marisol")
    analyst.page_is_accessible()


def and_confirmed_by_the_keyboard_then_taken_back_then_found_to_be_another(
    analyst: Person, number: str
) -> None:
    page = analyst.page
    page.keyboard.press("a")
    analyst.sees("the subject is confirmed")
    analyst.goes_to(f"/intakes/{number}/roster.csv/2/subject/")
    page.get_by_placeholder("Take back, because …").fill("The facility has another birth date by now")
    analyst.clicks("Take the decision back")
    analyst.sees("the decision is taken back")
    analyst.page_is_accessible()
    page.get_by_placeholder("None of these, because …").fill("Born elsewhere")
    analyst.clicks("None of these")
    analyst.sees("about none of these")


def when_all_clean_rows_are_accepted_the_proposed_one_is_confirmed(analyst: Person, number: str) -> None:
    analyst.goes_to(f"/intakes/{number}/")
    analyst.clicks("Accept all clean")
    analyst.sees("Nothing is applied yet")
    analyst.goes_to(f"/intakes/{number}/subjects/?zone=PROPOSED&decision=CONFIRMED")
    analyst.sees("Okonwell Sampleno, Marisol")


def then_the_applied_roster_tells_the_office(analyst: Person) -> None:
    analyst.page.go_back()
    analyst.clicks("Apply the accepted rows", "link")
    analyst.page.get_by_role("button", name=re.compile("^Apply")).click()
    analyst.page.get_by_role("heading", name="Applied").wait_for(timeout=60_000)
    analyst.page_is_accessible()
