"""Visits by source and by office as tables: how many showed that the address was right, how many that it was not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fcms.activities.ledger import tallies
from fcms.activities.ledger.tallies import Visits
from fcms.offices.queries import office_names
from fcms.reports.tables import percent

VERSION = "1"
FIGURES = (
    ("visits", "Visits", "Visits of the period, both days included, whatever they found."),
    ("hits", "Right", "The subject was found there, or was not in but lives there."),
    (
        "false_addresses",
        "Wrong",
        "Moved away, empty, no such unit, or people who have nothing to do with it.",
    ),
    ("strangers", "Strangers' homes", "Of the wrong: people who have nothing to do with it."),
    ("percent_right", "Per cent right", "100 × right ÷ (right + wrong), to one decimal; empty without any."),
    ("percent_wrong", "Per cent wrong", "100 × wrong ÷ (right + wrong), to one decimal; empty without any."),
)
ROWS = (
    "A visit counts at the office of the team and at the source of the lead that it was made on; a vendor by its name."
    " Visits that nobody answered are in the first figure alone."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A source or an office, and its figures in the order of `FIGURES`."""

    name: str
    figures: tuple[int | Decimal | None, ...]
    total: bool = False

    @property
    def cells(self) -> list[tuple[str, int | Decimal | None]]:
        """Each figure with its heading."""
        return [(heading, value) for (_, heading, _), value in zip(FIGURES, self.figures, strict=True)]


@dataclass(frozen=True)
class Addresses:
    """The report over a period, for one office or all."""

    since: date
    until: date
    sources: list[Row]
    offices: list[Row]


def addresses(since: date, until: date, only: int | None = None) -> Addresses:
    """Count the visits of a period by source and by office; `only` is the key of one office."""
    found = [one for one in tallies.visits(since, until) if only in (None, one.office)]
    names = {key: name for key, (_code, name, _field) in office_names().items()}
    return Addresses(
        since,
        until,
        _rows(found, lambda one: one.source),
        _rows(found, lambda one: names.get(one.office, "")),
    )


def _rows(found: list[Visits], named: Callable[[Visits], str]) -> list[Row]:
    groups: dict[str, list[Visits]] = {}
    for one in found:
        groups.setdefault(named(one), []).append(one)
    rows = [_row(name, group) for name, group in sorted(groups.items())]
    return [*rows, _row("Total", found, total=True)]


def _row(name: str, group: Iterable[Visits], *, total: bool = False) -> Row:
    visits = list(group)
    right = sum(one.hits for one in visits)
    wrong = sum(one.false_addresses for one in visits)
    figures = (
        sum(one.visits for one in visits),
        right,
        wrong,
        sum(one.strangers for one in visits),
        percent(right, right + wrong),
        percent(wrong, right + wrong),
    )
    return Row(name, figures, total)


def as_csv(found: Addresses) -> str:
    """Both tables as RFC 4180 CSV: what the row is, its name, the figures; an empty cell is unknown."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["by", "name", *(name for name, _heading, _means in FIGURES)])
    for by, rows in (("source", found.sources), ("office", found.offices)):
        for row in rows:
            writer.writerow([by, row.name, *("" if value is None else value for value in row.figures)])
    return out.getvalue()
