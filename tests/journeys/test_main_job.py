"""The typical transaction of the assessment: an extract arrives, a lead finds its team, the team closes it with an
arrest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from fcms.lib.dates import local_day

from .conftest import Person, Program

SignsIn = Callable[..., Person]
OFFICE, ELSEWHERE = "chi", "mia"
TODAY = local_day(timezone.now(), "America/Chicago").isoformat()


@pytest.mark.promise("PIA-0-2", "PIA-0-6", "PIA-0-7", "PIA-0-8", "PIA-0-9", "PIA-1.4-1", "PIA-1.1-8")
def test_an_extract_arrives_a_lead_finds_its_team_and_the_team_closes_it_with_an_arrest(
    program: Program, signs_in: SignsIn, tmp_path: Path
) -> None:
    before = _arrests(program)
    analyst = signs_in("hq.analyst")
    given_an_applied_eid_extract(program, analyst, tmp_path)
    intake = when_the_analyst_reviews_leads_with_planted_faults(program, analyst, tmp_path)

    officer = signs_in(f"{OFFICE}.officer")
    lead = then_a_lead_of_the_extract_lies_with_the_team_of_its_zip_code(officer, intake)
    and_an_officer_elsewhere_needs_a_purpose_and_cannot_write(signs_in(f"{ELSEWHERE}.officer"), lead)
    when_the_officer_accepts_it_and_records_a_check_and_a_visit(officer, lead)
    case = when_the_officer_records_the_arrest(officer, lead)

    then_the_case_is_in_custody_and_the_lead_closed(officer, lead, case)
    assert _arrests(program) == before + 1
    and_the_history_tells_who_did_what(officer, lead, case)


def given_an_applied_eid_extract(program: Program, analyst: Person, folder: Path) -> None:
    bundle = folder / "eid.zip"
    program.fcms("extract-sample", "eid-daily", "--rows", "40", "--seed", "11", "--out", str(bundle))
    upload(analyst, "eid-daily", bundle)
    analyst.clicks("Accept all clean")
    apply(analyst)
    analyst.sees("Cases opened")


def when_the_analyst_reviews_leads_with_planted_faults(
    program: Program, analyst: Person, folder: Path
) -> str:
    file = folder / "leads.csv"
    program.fcms(
        "extract-sample", "government-leads", "--rows", "500", "--seed", "12", "--out", str(file), "--planted"
    )
    truth = json.loads(Path(f"{file}.truth.json").read_text())
    upload(analyst, "government-leads", file)
    number = analyst.page.url.rstrip("/").rsplit("/", 1)[1]
    assert truth["planted"], "the sample plants no fault"

    row = next(one["row"] for one in truth["planted"] if one["rule"] == "R-ZIP")
    analyst.goes_to(f"/intakes/{number}/leads.csv/{row}/")
    analyst.sees("R-ZIP")
    analyst.clicks("Edit", "link")
    analyst.page_is_accessible()
    analyst.page.fill("#id_zip", "60614")
    analyst.page.fill("#id_city", "Chicago")
    analyst.page.fill("#id_state", "IL")
    analyst.clicks("Save and check again")
    analyst.sees("was corrected and checked again")

    bad = next(
        one["row"] for one in truth["planted"] if one["severity"] == "ERROR" and one["row"] not in (0, row)
    )
    analyst.goes_to(f"/intakes/{number}/leads.csv/{bad}/")
    analyst.page.fill("#reason", "The sender could not say what was meant")
    analyst.clicks("Reject")
    analyst.sees("rejected")

    analyst.goes_to(f"/intakes/{number}/")
    analyst.clicks("Accept all clean")
    analyst.sees("Nothing is applied yet")
    analyst.page_is_accessible()
    apply(analyst)
    analyst.sees("Received:")
    return number


def upload(analyst: Person, kind: str, file: Path) -> None:
    analyst.goes_to("/intakes/new/")
    analyst.page.select_option("#id_kind", kind)
    analyst.page.set_input_files("#id_file", file)
    analyst.clicks("Load and check")
    analyst.page.get_by_role("button", name="Accept all clean").wait_for(timeout=60_000)
    analyst.page_is_accessible()


def apply(analyst: Person) -> None:
    analyst.clicks("Apply the accepted rows", "link")
    analyst.page_is_accessible()
    analyst.page.get_by_role("button", name=re.compile("^Apply")).click()
    analyst.page.get_by_role("heading", name="Applied").wait_for(timeout=60_000)
    analyst.page_is_accessible()


def then_a_lead_of_the_extract_lies_with_the_team_of_its_zip_code(officer: Person, intake: str) -> str:
    page = officer.page
    officer.goes_to("/leads/office/?sort=-received")
    links = page.locator("tbody a[href^='/leads/L']")
    numbers = [links.nth(n).inner_text() for n in range(links.count())]
    for number in numbers:
        officer.page.goto(f"{officer.program.address}/leads/{number}/")
        text = page.locator("main").inner_text()
        if f"extract {intake}" in text and "Not linked" not in text and "Open" in text and "Routed" in text:
            zip_code = re.search(r"[A-Z]{2} (\d{5})", text)
            assert zip_code, "the lead shows no ZIP code"
            team = re.search(r"Chicago, (team \d+)", text)
            assert team, "the lead shows no team"
            officer.goes_to(f"/offices/?zip={zip_code[1]}")
            officer.sees(f"{zip_code[1]} goes to")
            assert "Chicago" in page.locator(".usa-alert").inner_text()
            assert team[1] in page.locator(".usa-alert").inner_text()
            return number
    raise AssertionError(f"no linked lead of {intake} among {len(numbers)} leads of the office")


def and_an_officer_elsewhere_needs_a_purpose_and_cannot_write(stranger: Person, lead: str) -> None:
    page = stranger.page
    page.goto(f"{stranger.program.address}/leads/{lead}/")
    stranger.page_is_accessible()
    page.fill("#id_purpose", "Asked by Chicago for help with this lead")
    page.locator("main form button").first.click()
    stranger.sees("You opened this record of another office")
    assert page.get_by_role("button", name="Accept", exact=True).count() == 0 or (
        page.get_by_role("button", name="Accept", exact=True).first.is_disabled()
    )
    token = page.context.cookies()
    answer = page.request.post(
        f"{stranger.program.address}/leads/{lead}/accept/",
        form={"csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value()},
        headers={"Referer": f"{stranger.program.address}/leads/{lead}/"},
    )
    assert token
    assert answer.status == 403


def when_the_officer_accepts_it_and_records_a_check_and_a_visit(officer: Person, lead: str) -> None:
    page = officer.page
    officer.goes_to(f"/leads/{lead}/")
    officer.clicks("Accept")
    officer.sees("Working")
    officer.clicks("Record a check", "link")
    officer.page_is_accessible()
    page.get_by_text("Records check", exact=True).click()
    page.select_option("#id_check_system", "EID")
    page.get_by_text("Still a fugitive", exact=True).click()
    page.locator("main form.fcms-form button").first.click()
    officer.sees("Still a fugitive")
    officer.goes_to(f"/leads/{lead}/")
    officer.clicks("Record a visit", "link")
    officer.page_is_accessible()
    page.get_by_text("Subject found", exact=True).click()
    page.locator("main form.fcms-form button").first.click()
    page.wait_for_url(lambda url: "/activities/new" not in url)
    officer.goes_to(f"/leads/{lead}/")
    page.get_by_text("Subject found").last.wait_for(timeout=20_000)  # the first stands folded among the gates


def when_the_officer_records_the_arrest(officer: Person, lead: str) -> str:
    page = officer.page
    case = (
        page.locator("a[href^='/cases/C']").filter(has_text=re.compile(r"^\s*C\d")).first.inner_text().strip()
    )
    officer.clicks("Record the arrest", "link")
    officer.page_is_accessible()
    officer.clicks("Continue")
    officer.sees("all of this happens at once")
    officer.page_is_accessible()
    officer.clicks("Record the arrest")
    return case


def then_the_case_is_in_custody_and_the_lead_closed(officer: Person, lead: str, case: str) -> None:
    officer.goes_to(f"/cases/{case}/")
    if officer.page.locator("#id_purpose").count():
        # A case of another office was read on the ground of the lead, which is closed now.
        officer.page.fill("#id_purpose", "We arrested the subject on our lead just now")
        officer.clicks("Open the record")
    officer.sees("In custody")
    officer.goes_to(f"/leads/{lead}/")
    officer.sees("Subject arrested")


def and_the_history_tells_who_did_what(officer: Person, lead: str, case: str) -> None:
    officer.goes_to(f"/leads/{lead}/history/")
    officer.sees("lead closed")
    officer.goes_to(f"/cases/{case}/history/")
    officer.sees("taken into custody")


def _arrests(program: Program) -> int:
    printed = program.fcms(
        "report", "enforcement", "--from", TODAY, "--to", TODAY, "--office", OFFICE, "--format", "json"
    )
    total = json.loads(printed)["rows"][-1]
    return int(total["fugitive_arrests_criminal"]) + int(total["fugitive_arrests_non_criminal"])
