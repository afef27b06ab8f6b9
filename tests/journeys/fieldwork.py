"""What journeys of field work share: cases at Dallas of which every gate is opened as officers open them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from django.utils import timezone

from fcms.exchange.tests.make import eid
from fcms.lib.dates import local_day

from .conftest import Person, Program

TODAY = local_day(timezone.now(), "America/Chicago")


def cases_from_eid(program: Program, folder: Path, numbers: tuple[str, ...], street: str) -> None:
    """Bring in a subject with a recent address for each A-Number, which opens a case at Dallas."""
    file = folder / "people.zip"
    people = [
        {"a_number": number, "family_name": f"Lantanez {name}", "docket_office": "DAL"}
        for number, name in zip(numbers, ("Sampleno", "Examplar", "Testwell"), strict=False)
    ]
    homes = [
        {
            "a_number": number,
            "line_1": f"{100 + place} {street}",
            "line_2": "",
            "city": "DALLAS",
            "state": "TX",
            "zip": "75201",
            "as_of": TODAY.isoformat(),
        }
        for place, number in enumerate(numbers)
    ]
    said = {"as_of": TODAY.isoformat(), "extract_id": f"FIELD-{street}", "producer": "Journey"}
    file.write_bytes(eid(*people, addresses=homes, **said))
    by = ("--by", "hq.supervisor")
    loaded = json.loads(program.fcms("intake", "load", "eid-daily", str(file), *by, "--json"))["number"]
    program.fcms("intake", "decide", loaded, "--accept-all-clean", *by)
    program.fcms("intake", "apply", loaded, *by)


def case_of(officer: Person, a_number: str) -> str:
    """The number of the case behind an A-Number, found as officers find it."""
    page = officer.page
    page.goto(f"{officer.program.address}/")
    page.fill("#fcms-q", a_number)
    page.press("#fcms-q", "Enter")
    link = page.locator("a[href^='/cases/C']").first
    link.wait_for(timeout=20_000)
    return link.get_attribute("href").split("/")[2]  # type: ignore[union-attr]


def submits(person: Person) -> None:
    """Send the form of the page."""
    person.page.locator("main form.fcms-form button").first.click()
    person.page.wait_for_load_state()


def chooses(person: Person, name: str, value: str) -> None:
    """Choose one of several by its value."""
    key = person.page.locator(f"input[name={name}][value={value}]").get_attribute("id")
    person.page.locator(f"label[for={key}]").click()


def checks_eid(officer: Person, case: str) -> None:
    """Record that EID says still a fugitive."""
    officer.goes_to(f"/activities/new/?case={case}&what=check&system=EID")
    chooses(officer, "type", "RECORDS_CHECK")
    chooses(officer, "check_result", "STILL_FUGITIVE")
    submits(officer)
    officer.sees("recorded")


def opens_the_gates(officer: Person, case: str) -> None:
    """Check EID by name, and look into the A-file and at what is pending."""
    checks_eid(officer, case)
    for what in ("A_FILE", "APPEAL"):
        officer.goes_to(f"/cases/{case}/review/?what={what}")
        chooses(officer, "what", what)
        chooses(officer, "finding", "NO_BAR")
        officer.page.fill("#id_reference", "A-file, volume 1")
        submits(officer)
        officer.sees("Kept:")


def plans(officer: Person, case: str, operation: str = "") -> str:
    """Plan a visit for today at the address of a case; return the number of the field action."""
    officer.goes_to(f"/cases/{case}/")
    officer.clicks("Plan a field action", "link")
    officer.page_is_accessible()
    officer.page.select_option("#id_place_kind", "RESIDENCE")
    officer.page.fill("#id_operation_name", operation)
    submits(officer)
    officer.sees("is planned")
    found = re.search(r"/field/(F[^/]+)/", officer.page.url)
    assert found, officer.page.url
    return found[1]


def takes(officer: Person, action: str) -> None:
    """Take a planned action oneself."""
    officer.goes_to(f"/activities/field/{action}/")
    officer.clicks("Assign to me")
    officer.sees("Assigned to")
