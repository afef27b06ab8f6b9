"""A bar an office: the lengths of an accessible chart whose numbers stand in the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

from .tables import UNROUTED, Report

WIDE = 300
"""The longest bar, in units of the drawing."""
SHARES = {
    "leads": (("leads_received", "Received"), ("received_and_closed", "of these closed")),
    "enforcement": (
        ("fugitive_arrests_criminal", "Fugitives arrested, criminal"),
        ("fugitive_arrests_non_criminal", "Fugitives arrested, non-criminal"),
    ),
    "overrides": (("overrides", "Overrides"), ("withdrawn", "of these withdrawn")),
    "backlog": (("closing", "Open and cold at the end"), ("open_closing", "of these open")),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One office's line: where it stands, and the lengths of its two bars."""

    label: str
    y: int
    first: int
    second: int
    numbers: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a report and what they stand for."""

    bars: list[Bar]
    legend: tuple[str, str]
    height: int


def bars(report: Report) -> Chart:
    """Draw the offices that have anything to show."""
    (one, first_words), (two, second_words) = SHARES[report.definition.code]
    rows = [row for row in report.offices if row[one] or row[two]]
    most = max((max(int(str(row[one])), int(str(row[two]))) for row in rows), default=1)
    drawn = [
        Bar(
            label="none" if row["office_code"] == UNROUTED else str(row["office_code"]),
            y=20 * place,
            first=round(WIDE * int(str(row[one])) / most),
            second=round(WIDE * int(str(row[two])) / most),
            numbers=f"{row[one]} · {row[two]}",
        )
        for place, row in enumerate(rows)
    ]
    return Chart(drawn, (first_words, second_words), 20 * len(drawn))
