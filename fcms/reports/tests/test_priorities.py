"""The report of priorities counts the backlog by office, band and version, and names nobody."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fcms.audit.events import Event
from fcms.cases.priority import tallies
from fcms.cases.priority.actions import score_everything
from fcms.cases.tests.make import make_case, moved_to
from fcms.lib import priority
from fcms.lib.actor import Job, acting
from fcms.reports.priorities.tables import as_csv, priorities
from fcms.reports.priorities.views import VersionsForm
from fcms.subjects.actions import add_conviction
from fcms.subjects.tests.make import extract_origin, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-4")]


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second version, in which other convictions count nothing."""
    first = priority.system()
    grounds = {**first.grounds}
    grounds["other_conviction"] = dataclasses.replace(grounds["other_conviction"], points=0)
    second = dataclasses.replace(first, version=2, grounds=grounds)
    monkeypatch.setattr("fcms.cases.priority.actions.system", lambda: second)


@pytest.fixture
def scored() -> None:
    for office, code, status in (
        ("DAL", "13A", "OPEN"),
        ("DAL", "23C", "COLD"),
        ("DAL", "", "CLOSED"),
        ("CHI", "23C", "OPEN"),
    ):
        case = make_case(office=office)
        said = {
            "offense_code": code,
            "summary": "As convicted.",
            "convicted_on": "2004",
            "jurisdiction": "US",
        }
        add_conviction(case.subject, by=Job("tests"), origin=extract_origin(), **said)
        moved_to(case, status)
    make_case(office="CHI")


def numbers(found: Any) -> dict[str, list[int]]:
    rows = (*found.rows, found.total)
    return {row.code: [n for _, n in row.cells] for row in rows if any(n for _, n in row.cells)}


def test_cases_are_counted_by_office_and_band(scored: None):
    found = priorities([1])
    assert [column.heading for column in found.columns] == [
        "0",
        "1 to 39",
        "40 to 79",
        "80 and more",
        "Cases",
    ]
    assert numbers(found) == {"DAL": [0, 1, 1, 0, 2], "CHI": [1, 1, 0, 0, 2], "TOTAL": [1, 2, 1, 0, 4]}


def test_two_versions_stand_side_by_side_and_the_first_stays_what_it_was(scored: None, another_version: None):
    assert score_everything() == 5
    assert tallies.versions() == [1, 2]
    found = numbers(priorities([1, 2]))
    assert found["TOTAL"] == [1, 3, 2, 0, 1, 1, 0, 0, 4, 4]
    assert found["CHI"] == [1, 2, 1, 0, 0, 0, 0, 0, 2, 2]


def test_on_screen_and_as_a_file_it_names_nobody(scored: None):
    browser = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        browser.force_login(make_officer("HQ", "hq_analyst"))
    page = browser.get(reverse("reports:priorities"))
    assert page.status_code == 200
    assert "Okonjo" not in page.content.decode()
    assert browser.get(reverse("reports:priorities"), {"version": "99"}).status_code == 422
    file = browser.get(reverse("reports:priorities-file"), {"version": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="fcms-priorities-v1.csv"'
    assert file.content.decode() == as_csv(priorities([1]))
    assert "TOTAL,Total,1,2,1,0,4" in file.content.decode()


@pytest.mark.parametrize("table", ["cases_casepriority", "cases_prioritychange"])
def test_keeper_the_role_that_counts_reads_no_score_of_a_case(table: str):
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('fcms_counts', %s, 'SELECT')", [table])
        assert cursor.fetchone() == (False,)


def test_the_version_chosen_is_not_offered_beside_itself():
    form = VersionsForm({"version": "2", "beside": "2"}, [1, 2])
    assert [value for value, _ in form.fields["beside"].choices] == ["", 1]  # type: ignore[attr-defined]
    assert form.is_valid()
    assert form.chosen == [2]
