"""Two bars an office: the lengths of an accessible chart whose numbers stand in the table beside it."""

from __future__ import annotations

from dataclasses import dataclass

from .tables import Report, Value

WIDE = 100
"""The longest bar, in units of the drawing, which is as wide as the page leaves it."""
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
    """One bar: its share in the legend, its length, its number."""

    share: str
    length: int
    number: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a report, by the name of the office as in the table, and what they stand for."""

    offices: list[tuple[Value, list[Bar]]]
    legend: tuple[str, str]


def bars(report: Report) -> Chart:
    """Draw the offices that have anything to show."""
    (one, first_words), (two, second_words) = SHARES[report.definition.code]
    shown = [(row["office"], _number(row[one]), _number(row[two])) for row in report.offices]
    shown = [line for line in shown if line[1] or line[2]]
    most = max((max(first, second) for _, first, second in shown), default=1)
    drawn = [
        (
            office,
            [
                Bar("first", round(WIDE * first / most), first),
                Bar("second", round(WIDE * second / most), second),
            ],
        )
        for office, first, second in shown
    ]
    return Chart(drawn, (first_words, second_words))


def _number(value: Value) -> int:
    return int(value or 0)
