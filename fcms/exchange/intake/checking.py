"""The checks of one row: each cell by its column, then the row as a whole. Pure: text in, findings out."""

from __future__ import annotations

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
}
_FORMULA = ("=", "+", "-", "@")

Seal = Callable[[Column, str], str]


@dataclass(slots=True)
class Checked:
    """A row after its checks: cells as received (sealed where sensitive), canonical cells, state, flaws."""

    cells: list[str]
    clean: list[str | None]
    state: str
    flaws: list[Flaw] = field(default_factory=list)


def rule_of(column: Column) -> str:
    """The rule that a malformed cell of `column` breaks."""
    name = getattr(column.clean, "__qualname__", "").split(".")[0]
    return _RULE_OF_CLEANER.get(name, "R-FORM")


def state_of(flaws: list[Flaw]) -> str:
    """The state of a row with these flaws: its worst."""
    if any(flaw.rule == "R-REPEATED" for flaw in flaws):
        return RowState.REPEATED
    severities = {severity_of(flaw.rule) for flaw in flaws}
    if Severity.ERROR in severities:
        return RowState.ERROR
    return RowState.WARNING if severities else RowState.CLEAN


def check_row(layout: FileLayout, cells: list[str], seal: Seal, faults: list[Flaw]) -> Checked:
    """Check the cells of one row, given in the order of the layout, and seal what is sensitive."""
    flaws = list(faults)
    canonical: dict[str, str | None] = {}
    for column, cell in zip(layout.columns, cells, strict=True):
        canonical[column.name] = _clean(column, cell.strip(), flaws)
    if not faults:
        flaws.extend(layout.row_check(canonical))
    clean: list[str | None] = []
    kept: list[str] = []
    for column, cell in zip(layout.columns, cells, strict=True):
        value = canonical[column.name]
        clean.append(seal(column, value) if column.sealed and value else value)
        kept.append(seal(column, cell) if column.sealed and cell else cell.replace("\0", ""))
    return Checked(kept, clean, state_of(flaws), flaws)


def _clean(column: Column, cell: str, flaws: list[Flaw]) -> str | None:
    if not cell:
        if column.required:
            flaws.append(Flaw("R-REQUIRED", column.name, "This must hold a value. Fill it in.", "nothing"))
        return None
    try:
        value = column.clean(cell)
    except Malformed as problem:
        flaws.append(Flaw(rule_of(column), column.name, problem.sentence[:300], value_class(cell)[:60]))
        return None
    if cell.startswith(_FORMULA) and not cell[1:2].isdigit():
        flaws.append(
            Flaw(
                "R-FORMULA", column.name, "This starts like a formula. It is kept as text and never computed."
            )
        )
    return value
