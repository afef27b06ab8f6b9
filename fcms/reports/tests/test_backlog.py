"""The backlog by month and office, on screen and as files: counts that balance in every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases.balance.rules import FORMS
from fcms.cases.tests.make import end, make_case, offer, shown
from fcms.cases.transfers import actions as transfers
from fcms.lib.actor import Job, acting
from fcms.reports import outputs
from fcms.reports.definitions import DEFINITIONS
from fcms.reports.tables import report
from fcms.subjects.tests.make import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-1")]
SPRING = (date(2026, 1, 15), date(2026, 3, 2))


@pytest.fixture
def spring(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Three months in which two offices gain and lose cases."""

    def turn(month: int, day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(2026, month, day, 17, tzinfo=UTC))

    officer, director = make_officer("DAL"), make_officer("HOU", "director")
    turn(1, 20)
    goes, colds, dies = (make_case() for _ in range(3))
    turn(2, 3)
    cases.go_cold(colds, by=officer, note="Tried.", evidence=shown("WENT_COLD"))
    transfers.accept(goes, by=director, transfer=offer(goes))
    end(dies, by=officer, reason="DIED")
    return turn


def test_each_month_has_every_office_and_a_total_and_each_row_balances(spring: None) -> None:
    found = report("backlog", *SPRING)
    assert [row["month"] for row in found.rows if row["office_code"] == "TOTAL"] == [
        "2026-01",
        "2026-02",
        "2026-03",
    ]
    assert len([row for row in found.rows if row["month"] == "2026-01"]) == 25
    for row in found.rows:
        for came, went in FORMS.values():
            assert sum(int(str(row[name])) for name in came) == sum(int(str(row[name])) for name in went)
    february = {str(row["office_code"]): row for row in found.rows if row["month"] == "2026-02"}
    told = ("opening", "closed_died", "transferred_out", "closing", "open_closing")
    assert [february["DAL"][name] for name in told] == [3, 1, 1, 1, 0]
    assert [february["HOU"][name] for name in told] == [0, 0, 0, 1, 1]
    assert [february["TOTAL"][name] for name in told] == [3, 1, 1, 2, 1]


def test_one_office_has_a_row_a_month(spring: None) -> None:
    rows = report("backlog", *SPRING, "DAL").rows
    assert [(row["month"], row["office_code"]) for row in rows if row["office_code"] != "TOTAL"] == [
        ("2026-01", "DAL"),
        ("2026-02", "DAL"),
        ("2026-03", "DAL"),
    ]


def test_a_month_that_is_over_says_the_same_after_a_late_entry(spring: Callable[[int, int], None]) -> None:
    before = report("backlog", date(2026, 1, 1), date(2026, 2, 28)).rows
    spring(3, 2)
    end(make_case(), by=make_officer("DAL"), reason="DIED", effective_on=date(2026, 1, 30))
    assert report("backlog", date(2026, 1, 1), date(2026, 2, 28)).rows == before


def test_before_the_first_case_there_are_rows_of_noughts(offices_loaded: None) -> None:
    rows = report("backlog", *SPRING).rows
    assert (rows[-1]["month"], rows[-1]["office_code"], rows[-1]["closing"]) == ("2026-03", "TOTAL", 0)


def test_as_csv_the_month_comes_first_and_every_figure_has_its_column(spring: None) -> None:
    found = report("backlog", *SPRING)
    rows = list(csv.reader(io.StringIO(outputs.as_csv(found))))
    assert rows[0][:5] == ["month", "office_code", "office", "opening", "opened"]
    assert rows[0] == list(DEFINITIONS["backlog"].columns)
    assert rows[-1][:3] == ["2026-03", "TOTAL", "Total"]
    assert outputs.as_text(found).splitlines()[1].startswith("month")
    assert outputs.as_xlsx(found)


def test_the_page_shows_both_forms_and_what_they_mean(
    spring: None, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(make_officer("HQ", "hq_analyst"))
    with django_assert_max_num_queries(18):  # type: ignore[attr-defined]
        text = client.get("/reports/backlog/?since=2020-01-01&until=2026-02-28").content.decode()
    for said in (
        "2026-02",
        "Closing",
        "Open cases alone",
        "Recorded late",
        "a cold case leaves the active list",
    ):
        assert said in text
