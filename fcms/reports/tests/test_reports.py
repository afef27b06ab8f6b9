"""The two reports: numbers against a set counted by hand, as files exactly in their formats, and nobody in them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fcms.audit.events import Event
from fcms.audit.models import Access
from fcms.database.counting import counted
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.pia.classification import models_of_fcms, personal_fields
from fcms.reports import outputs
from fcms.reports.definitions import DEFINITIONS
from fcms.reports.forms import fiscal_year
from fcms.reports.tables import Report, percent, report
from fcms.subjects.tests.make import make_officer

from .conftest import MARCH

pytestmark = pytest.mark.django_db
LEADS = ["office_code", "office", "leads_received", "leads_closed", "received_and_closed", "percent_closed"]
ENFORCEMENT = [
    "office_code",
    "office",
    "fugitive_arrests_criminal",
    "fugitive_arrests_non_criminal",
    "non_fugitive_arrests_criminal",
    "non_fugitive_arrests_non_criminal",
    "fugitive_removals",
    "non_fugitive_removals",
]
ADDRESS = "/reports/{}/?since=2010-03-01&until=2010-03-31"


def numbers(found: Report) -> dict[str, list[Any]]:
    """The figures of each row that has any, by office."""
    rows = {str(row["office_code"]): list(row.values())[2:] for row in found.rows}
    return {code: row for code, row in rows.items() if any(row) or code in ("UNROUTED", "TOTAL")}


# --- the numbers


@pytest.mark.promise("PIA-1.1-7")
def test_the_leads_report_counts_what_was_counted_by_hand(leads_of_march: None):
    assert numbers(report("leads", *MARCH)) == {
        "DAL": [3, 2, 1, Decimal("33.3")],
        "LOS": [2, 2, 2, Decimal("100.0")],
        "UNROUTED": [1, 0, 0, Decimal("0.0")],
        "TOTAL": [6, 4, 3, Decimal("50.0")],
    }


@pytest.mark.promise("PIA-1.1-8", "PIA-2.1-4")
def test_the_enforcement_report_counts_what_was_counted_by_hand(deeds_of_march: None):
    assert numbers(report("enforcement", *MARCH)) == {"DAL": [1, 1, 1, 2, 1, 1], "TOTAL": [1, 1, 1, 2, 1, 1]}
    april = (date(2010, 4, 1), date(2010, 4, 30))
    assert numbers(report("enforcement", *april)) == {"MIA": [0, 1, 0, 0, 0, 0], "TOTAL": [0, 1, 0, 0, 0, 0]}


def test_both_days_of_a_period_count(leads_of_march: None):
    assert numbers(report("leads", date(2010, 3, 31), date(2010, 3, 31)))["DAL"] == [1, 1, 0, Decimal("0.0")]
    assert "DAL" not in numbers(report("leads", date(2010, 3, 16), date(2010, 3, 30)))


def test_every_field_office_has_a_row_and_the_total_comes_last(offices_loaded: None):
    found = report("leads", *MARCH)
    codes = [str(row["office_code"]) for row in found.rows]
    assert set(codes) == {"TOTAL", *Office.objects.filter(kind="FIELD").values_list("code", flat=True)}
    assert codes[-1] == "TOTAL"
    names = [str(row["office"]) for row in found.offices]
    assert names == sorted(names)
    assert found.total["percent_closed"] is None
    assert found.total["leads_received"] == 0


def test_one_office_alone_has_its_row_and_the_total_and_no_unrouted(leads_of_march: None):
    assert numbers(report("leads", *MARCH, "DAL")) == {
        "DAL": [3, 2, 1, Decimal("33.3")],
        "TOTAL": [3, 2, 1, Decimal("33.3")],
    }


def test_a_sub_office_stands_for_its_field_office_or_is_refused(offices_loaded: None):
    codes = [row["office_code"] for row in report("leads", *MARCH, "DAL-OKC").rows]
    assert codes == ["DAL", "TOTAL"]


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),
        (3, 16, "18.8"),
        (0, 5, "0.0"),
        (5, 5, "100.0"),
        (1, 2000, "0.1"),
    ],
)
def test_a_percentage_has_one_decimal_halves_up(part: int, whole: int, shown: str):
    assert str(percent(part, whole)) == shown


def test_of_nothing_there_is_no_percentage():
    assert percent(0, 0) is None


def test_a_period_that_ends_before_it_begins_and_an_unknown_office_are_refused(offices_loaded: None):
    with pytest.raises(Refused, match="ends before it begins"):
        report("leads", MARCH[1], MARCH[0])
    for office in ("XYZ", "dal'--"):
        with pytest.raises(Refused, match="There is no office"):
            report("leads", *MARCH, office)


def test_the_fiscal_year_begins_in_october():
    assert fiscal_year(date(2026, 9, 30)) == (date(2025, 10, 1), date(2026, 9, 30))
    assert fiscal_year(date(2026, 10, 1)) == (date(2026, 10, 1), date(2026, 10, 1))


# --- the files


@pytest.mark.promise("PIA-1.1-7")
def test_the_leads_report_as_csv_has_exactly_the_columns_of_the_format(leads_of_march: None):
    text = outputs.as_csv(report("leads", *MARCH))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == LEADS
    by_code = {row[0]: row for row in rows}
    assert by_code["DAL"] == ["DAL", "Dallas", "3", "2", "1", "33.3"]
    assert by_code["UNROUTED"][2:] == ["1", "0", "0", "0.0"]
    assert by_code["MIA"][2:] == ["0", "0", "0", ""]
    assert rows[-1] == ["TOTAL", "Total", "6", "4", "3", "50.0"]
    assert text.count("\r\n") == len(rows) == text.count("\n")


@pytest.mark.promise("PIA-1.1-8")
def test_the_enforcement_report_as_csv_has_exactly_the_columns_of_the_format(deeds_of_march: None):
    rows = list(csv.reader(io.StringIO(outputs.as_csv(report("enforcement", *MARCH)), newline="")))
    assert rows[0] == ENFORCEMENT
    assert {row[0]: row[2:] for row in rows}["DAL"] == ["1", "1", "1", "2", "1", "1"]


def test_as_json_it_is_one_document_with_version_period_and_typed_rows(leads_of_march: None):
    document = json.loads(outputs.as_json(report("leads", *MARCH)))
    assert document.keys() == {"definition", "version", "from", "to", "rows"}
    assert (document["definition"], document["version"]) == ("leads", "1")
    assert (document["from"], document["to"]) == ("2010-03-01", "2010-03-31")
    assert list(document["rows"][0]) == LEADS
    by_code = {row["office_code"]: row for row in document["rows"]}
    assert by_code["DAL"]["percent_closed"] == 33.3
    assert by_code["MIA"]["percent_closed"] is None
    assert document["rows"][-1]["office_code"] == "TOTAL"
    assert document["rows"][-2]["office_code"] == "UNROUTED"


def sheets(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}


def test_as_a_spreadsheet_numbers_are_numbers_and_nothing_is_a_formula(leads_of_march: None):
    found = sheets(outputs.as_xlsx(report("leads", *MARCH)))
    assert not [name for name, text in found.items() if re.search(r"<f[ >]|<hyperlink", text)]
    table = found["xl/worksheets/sheet1.xml"]
    cells = re.findall(r'<c r="([A-Z])(\d+)"([^>]*)>(?:<v>([^<]*)</v>)?', table)
    dallas = next(line for _, line, _, value in cells if value == "33.3")
    row = {column: (kind, value) for column, line, kind, value in cells if line == dallas}
    assert [row[column][1] for column in "CDEF"] == ["3", "2", "1", "33.3"]
    assert not [column for column in "CDEF" if "t=" in row[column][0]]
    assert all('t="s"' in row[column][0] for column in "AB")
    assert "in force since 2026-01-01" in found["xl/sharedStrings.xml"]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    definition = DEFINITIONS["leads"]
    row: dict[str, Any] = dict.fromkeys(definition.columns, 0) | {
        "office_code": "=1+1",
        "office": "http://x.example/",
    }
    found = sheets(outputs.as_xlsx(Report(definition, *MARCH, rows=[row])))
    assert not re.search(r"<f[ >]|<hyperlink", found["xl/worksheets/sheet1.xml"])


def test_as_a_text_it_stands_in_columns(leads_of_march: None):
    lines = outputs.as_text(report("leads", *MARCH)).splitlines()
    assert lines[0] == "Leads, version 1, 2010-03-01 to 2010-03-31"
    assert lines[1].split() == LEADS
    assert lines[-1].split() == ["TOTAL", "Total", "6", "4", "3", "50.0"]


# --- nobody is in them


def tables_of_persons() -> Iterator[str]:
    yield from (model._meta.db_table for model in models_of_fcms() if personal_fields(model))


@pytest.mark.promise("PIA-1.1-9", "PIA-2.1-4")
@pytest.mark.parametrize("table", sorted(tables_of_persons()))
def test_the_role_that_counts_cannot_read_a_table_with_anything_of_a_person(table: str):
    for sql in (f"select count(*) from public.{table}", f"select * from public.{table} limit 1"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            counted(sql, {})


@pytest.mark.promise("PIA-1.1-9")
@pytest.mark.parametrize("code", DEFINITIONS)
def test_a_report_asks_no_table_with_anything_of_a_person(leads_of_march: None, code: str):
    with CaptureQueriesContext(connection) as asked:
        report(code, *MARCH)
    said = " ".join(query["sql"] for query in asked.captured_queries)
    assert "counts." in said
    assert [table for table in tables_of_persons() if re.search(rf"\b{table}\b", said)] == []


@pytest.mark.promise("PIA-1.1-9", "PIA-2.1-4")
def test_no_file_of_a_report_names_anybody(leads_of_march: None, deeds_of_march: None):
    for code in DEFINITIONS:
        found = report(code, *MARCH)
        texts = [outputs.as_csv(found), outputs.as_json(found), outputs.as_text(found)]
        for text in [*texts, *sheets(outputs.as_xlsx(found)).values()]:
            for someone in ("Okonjo", "Marisol", "A900", "Sample Officer", "SAMPLE WAY"):
                assert someone not in text


# --- on screen


@pytest.fixture
def analyst(offices_loaded: None, db: None) -> Client:
    client = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(make_officer("HQ", "hq_analyst"))
    return client


def shown(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_page_shows_table_chart_and_what_each_figure_means(analyst: Client, leads_of_march: None):
    text = shown(analyst, ADDRESS.format("leads"))
    assert "33.3" in text
    assert "Not routed" in text
    for figure in DEFINITIONS["leads"].figures:
        assert figure.means in text
    assert "version 1" in text
    assert "fcms-chart" in text
    look = Access.objects.latest("id")
    assert (look.kind, look.view, look.record) == ("VIEW", "reports:show", "reports.leads")


def test_a_gate_without_overrides_has_no_column_on_screen_and_one_in_the_file():
    definition = DEFINITIONS["overrides"]
    row: dict[str, Any] = dict.fromkeys(definition.columns, 0) | {"office": "Dallas", "g_place": 2}
    found = Report(definition, *MARCH, rows=[row])
    ((_, headings, _),) = found.parts
    assert headings[-2:] == ["Withdrawn", "The kind of place"]
    assert len(found.left_out) > 3
    assert "g_stay_known" in outputs.as_csv(found)


def test_a_quiet_period_has_a_table_and_no_chart(analyst: Client):
    text = shown(analyst, "/reports/enforcement/?since=1999-01-01&until=1999-01-02")
    assert "Total" in text
    assert "fcms-chart" not in text


def test_without_a_period_the_fiscal_year_is_shown(analyst: Client):
    assert "Total" in shown(analyst, "/reports/leads/")
    assert "Enforcement activity" in shown(analyst, "/reports/")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2010-03-31&until=2010-03-01", "The period ends before it begins."),
        ("since=March", "Enter a valid date."),
        ("office=XYZ", "Select a valid choice."),
    ],
)
def test_a_wrong_period_is_pointed_out_and_counts_nothing(analyst: Client, query: str, sentence: str):
    text = shown(analyst, f"/reports/leads/?{query}", 422)
    assert sentence in text
    assert "fcms-total" not in text
    shown(analyst, f"/reports/leads/csv/?{query}", 404)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_download_is_recorded_as_an_export_and_named_by_report_and_period(analyst: Client, form: str):
    response = analyst.get(ADDRESS.format(f"leads/{form}"))
    assert response.status_code == 200
    assert (
        response["Content-Disposition"] == f'attachment; filename="fcms-leads-2010-03-01-2010-03-31.{form}"'
    )
    look = Access.objects.latest("id")
    assert (look.kind, look.record) == ("EXPORT", "reports.leads")


@pytest.mark.parametrize("address", ["/reports/nothing/", "/reports/nothing/csv/", "/reports/leads/exe/"])
def test_there_is_no_other_report(analyst: Client, address: str):
    shown(analyst, address, 404)
