"""A report as a file: CSV, JSON, a spreadsheet, or text for the terminal."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import xlsxwriter

from .tables import Report, Value


def as_csv(report: Report) -> str:
    """The columns of the definition exactly, RFC 4180; an empty cell is unknown."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, report.definition.columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(
        {name: "" if value is None else value for name, value in row.items()} for row in report.rows
    )
    return out.getvalue()


def as_json(report: Report) -> str:
    """One JSON document: definition, version, period, rows."""
    return json.dumps(
        {
            "definition": report.definition.code,
            "version": report.definition.version,
            "from": report.since.isoformat(),
            "to": report.until.isoformat(),
            "rows": [{name: _number(value) for name, value in row.items()} for row in report.rows],
        }
    )


def _number(value: Value) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def as_xlsx(report: Report) -> bytes:
    """A spreadsheet: the table with typed cells, the definition on a second sheet; no formula anywhere."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True})
        tenth = book.add_format({"num_format": "0.0"})
        sheet = book.add_worksheet(report.definition.title)
        sheet.freeze_panes(1, _texts(report))
        sheet.write_row(0, 0, report.definition.columns, bold)
        for line, row in enumerate(report.rows, 1):
            for place, name in enumerate(report.definition.columns):
                _write(sheet, line, place, row[name], tenth)
        sheet.autofit()
        about = book.add_worksheet("Definition")
        for line, pair in enumerate(about_lines(report)):
            about.write_row(line, 0, pair)
        about.autofit()
    return out.getvalue()


def _write(sheet: Any, line: int, place: int, value: Value, tenth: Any) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(line, place, float(value), tenth)
    elif isinstance(value, int):
        sheet.write_number(line, place, value)
    elif value is not None:
        sheet.write_string(line, place, value)


def about_lines(report: Report) -> list[tuple[str, str]]:
    """What the report is, in pairs: title, version, period, what its rows and figures mean."""
    definition = report.definition
    return [
        ("report", definition.title),
        ("version", f"{definition.version}, in force since {definition.in_force_since.isoformat()}"),
        ("from", report.since.isoformat()),
        ("to", report.until.isoformat()),
        ("rows", definition.rows),
        *((figure.name, figure.means) for figure in definition.figures),
    ]


def _texts(report: Report) -> int:
    """How many columns at the left name the row."""
    return len(report.definition.columns) - len(report.definition.figures)


def as_text(report: Report) -> str:
    """A table for the terminal."""
    names = report.definition.columns
    lines = [names, *(["" if row[n] is None else str(row[n]) for n in names] for row in report.rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(names))]
    shown = []
    texts = _texts(report)
    for line in lines:
        cells = [
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        shown.append("  ".join(cells).rstrip())
    head = f"{report.definition.title}, version {report.definition.version}, {report.since} to {report.until}"
    return "\n".join([head, *shown])
