"""The distribution of priorities as a table: one row an office and a total, one version or two side by side."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from fcms.cases.priority import tallies
from fcms.lib.priority import system
from fcms.offices.queries import office_names

MEANS = (
    ("Rows", "Cases of today's backlog (open and cold), each at the office that holds it today."),
    (
        "Band",
        "The points that a case had last under the version, in the bands of policy/priority.toml: a sum of the grounds"
        " that held.",
    ),
    (
        "Version",
        "The version of policy/priority.toml by which the points were made. A case that was opened after a version was"
        " replaced has no score under it, so the cases of two versions may differ.",
    ),
    (
        "Small numbers",
        "Nothing is held back: the report is internal, and holds counts by office and no list of cases.",
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A band of one version: its name in files and its heading."""

    name: str
    heading: str


@dataclass(frozen=True, slots=True)
class Row:
    """An office and its numbers, each with its column."""

    code: str
    office: str
    cells: list[tuple[Column, int]]


@dataclass(frozen=True)
class Priorities:
    """The distribution by office under the versions asked for."""

    versions: list[int]
    columns: list[Column]
    rows: list[Row]

    @property
    def total(self) -> Row:
        """All offices together."""
        sums = [sum(row.cells[place][1] for row in self.rows) for place in range(len(self.columns))]
        return Row("TOTAL", "Total", list(zip(self.columns, sums, strict=True)))


def priorities(versions: list[int]) -> Priorities:
    """Count the backlog under each of the versions; two of them stand side by side, band by band."""
    bands = system().bands
    counts = {version: tallies.distribution(version) for version in versions}
    places = [_words(place) for place in range(len(bands))]
    columns = [_column(words, version, versions) for words in (*places, "Cases") for version in versions]
    rows = []
    for key, (code, name, field) in office_names().items():
        if not field and not any(key in found for found in counts.values()):
            continue
        numbers = [counts[version].get(key, {}).get(band, 0) for band in bands for version in versions]
        numbers += [sum(counts[version].get(key, {}).values()) for version in versions]
        rows.append(Row(code, name, list(zip(columns, numbers, strict=True))))
    return Priorities(versions, columns, rows)


def _column(words: str, version: int, versions: list[int]) -> Column:
    """A column; its heading names the version where there are two."""
    name = f"v{version}_{words.lower().replace(' ', '_')}"
    return Column(name, words if len(versions) == 1 else f"{words}, version {version}")


def _words(place: int) -> str:
    """The band at a place, as `1 to 39`; the first alone where it holds one number, the last open above."""
    bands = system().bands
    if place + 1 == len(bands):
        return f"{bands[place]} and more"
    last = bands[place + 1] - 1
    return str(last) if last == bands[place] else f"{bands[place]} to {last}"


def as_csv(found: Priorities) -> str:
    """The table as RFC 4180 CSV: office code, office, a column for each band of each version, cases."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["office_code", "office", *(column.name for column in found.columns)])
    for row in (*found.rows, found.total):
        writer.writerow([row.code, row.office, *(number for _, number in row.cells)])
    return out.getvalue()
