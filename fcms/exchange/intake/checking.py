"""The checks of one row: each cell by its column, then the row as a whole. Pure: text in, findings out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from fcms.exchange.layout import Column, FileLayout, Flaw
from fcms.exchange.lifecycle import RowState, Severity
from fcms.exchange.rulebook import severity_of
from fcms.lib.malformed import Malformed, value_class

_RULE_OF_CLEANER = {
    "a_number": "R-A-NUMBER",
    "ssn": "R-SSN",
    "zip5": "R-ZIP",
    "past_date": "R-DATE",
    "any_date": "R-DATE",
    "past_partial": "R-DATE",
    "listed": "R-CODE",
    "yes_no": "R-CODE",
    "state": "R-CODE",
    "case_category": "R-CODE",
    "score": "R-SCORE",
    "of_legacy": "R-LEGACY-CODE",
}
_REPEATING = set("past_date any_date past_partial listed yes_no state case_category zip5".split())
"""Cleaners of cells that say one of few things."""
_FORMULA = ("=", "+", "-", "@")
_LIKE_AN_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_LEFT_OUT = "(number left out)"
_UNREADABLE = {"R-LINE", "R-QUOTE", "R-CELLS"}
"""Faults of a row whose cells stand nowhere, or in the wrong place: they are not checked one by one."""

Seal = Callable[[Column, str], str]
Memory = list[dict[str, str] | None]
"""What cells that came before were understood as, column by column: only cells in which nothing was found."""
MOST_REMEMBERED = 50_000
"""Cells of one column."""


@dataclass(slots=True)
class Checked:
    """A row after its checks: cells as received (sealed where sensitive), canonical cells, state, flaws."""

    cells: list[str]
    canonical: list[str | None]
    state: str
    flaws: list[Flaw] = field(default_factory=list)

    def add(self, flaws: list[Flaw]) -> None:
        """Add what was found elsewhere."""
        self.flaws += flaws
        self.state = state_of(self.flaws)


def rule_of(column: Column) -> str:
    """The rule that a malformed cell of `column` breaks."""
    return _RULE_OF_CLEANER.get(_root(column), "R-FORM")


def _root(column: Column) -> str:
    """The name of the cleaner, or of what made it."""
    return str(getattr(column.clean, "__qualname__", "")).split(".")[0]


def state_of(flaws: list[Flaw]) -> str:
    """The state of a row with these flaws: its worst."""
    if not flaws:
        return RowState.CLEAN.value
    if any(flaw.rule == "R-REPEATED" for flaw in flaws):
        return RowState.REPEATED.value
    if any(severity_of(flaw.rule) == Severity.ERROR for flaw in flaws):
        return RowState.ERROR.value
    return RowState.WARNING.value


def memory_for(layout: FileLayout) -> Memory:
    """An empty memory for the rows of one file: of dates, codes and what else repeats, never of a person's name."""
    return [
        {} if not column.sealed and (column.repeats or _root(column) in _REPEATING) else None
        for column in layout.columns
    ]


def check_row(
    layout: FileLayout, cells: list[str], seal: Seal, faults: list[Flaw], known: Memory | None = None
) -> Checked:
    """Check the cells of one row, given in the order of the layout, and seal what is sensitive.

    `faults` say what is wrong with the row as a line. Where that puts cells into the wrong place and some may be
    sensitive, none is kept. `known` is what the rows before have taught, and is taught by this one.
    """
    if faults and faults[0].rule in _UNREADABLE:
        kept = [""] * len(cells) if layout.has_sealed else [without_numbers(cell) for cell in cells]
        return Checked(kept, [None] * len(cells), state_of(faults), faults)
    flaws = list(faults)
    said: dict[str, str | None] = {}
    for column, cell, memory in zip(layout.columns, cells, known or memory_for(layout), strict=True):
        if memory is not None and cell in memory:
            said[column.name] = memory[cell]
        elif cell and (stripped := cell.strip()):
            before = len(flaws)
            said[column.name] = value = _clean(column, stripped, flaws)
            if memory is not None and value is not None and len(flaws) == before:
                _remember(memory, cell, value)
        else:
            said[column.name] = None
            if column.required:
                flaws.append(
                    Flaw("R-REQUIRED", column.name, "This must hold a value. Fill it in.", "nothing")
                )
    if not faults:
        flaws += layout.row_check(said)
    if layout.has_sealed:
        return _sealed(layout, cells, said, seal, flaws)
    canonical = list(said.values())
    return Checked(_without_all_numbers(cells) if flaws else cells, canonical, state_of(flaws), flaws)


def _remember(memory: dict[str, str], cell: str, value: str) -> None:
    if len(memory) < MOST_REMEMBERED and len(cell) <= 200:
        memory[cell] = value


def _clean(column: Column, cell: str, flaws: list[Flaw]) -> str | None:
    try:
        value = column.clean(cell)
    except Malformed as problem:
        flaws.append(Flaw(rule_of(column), column.name, problem.sentence[:300], value_class(cell)[:60]))
        return None
    if "-" in cell and not column.sealed and _LIKE_AN_SSN.search(cell):
        flaws.append(
            Flaw(
                "R-SSN",
                column.name,
                "This holds what looks like a Social Security number, which does not belong here. It was left out.",
                value_class(cell)[:60],
            )
        )
        return None
    if cell[0] in _FORMULA and not cell[1:2].isdigit():
        flaws.append(
            Flaw(
                "R-FORMULA", column.name, "This starts like a formula. It is kept as text and never computed."
            )
        )
    return value


def _sealed(
    layout: FileLayout, cells: list[str], said: dict[str, str | None], seal: Seal, flaws: list[Flaw]
) -> Checked:
    kept: list[str] = []
    canonical: list[str | None] = []
    for column, cell in zip(layout.columns, cells, strict=True):
        value = said[column.name]
        if not column.sealed:
            kept.append(without_numbers(cell))
            canonical.append(value)
        elif value is not None and value == cell:
            both = seal(column, value)
            kept.append(both)
            canonical.append(both)
        else:
            kept.append(seal(column, cell) if cell else "")
            canonical.append(seal(column, value) if value else None)
    return Checked(kept, canonical, state_of(flaws), flaws)


def without_numbers(cell: str) -> str:
    """A cell without what looks like a Social Security number."""
    return _LIKE_AN_SSN.sub(_LEFT_OUT, cell) if "-" in cell else cell


def _without_all_numbers(cells: list[str]) -> list[str]:
    return [without_numbers(cell) for cell in cells]
