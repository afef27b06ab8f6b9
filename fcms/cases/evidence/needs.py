"""What `policy/evidence.toml` says that each step needs; a bad file stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fcms.cases.lifecycle import ClosureReason, Step
from fcms.lib.policytable import Table, read, refuse_twice

KINDS = ("choice", "text", "date")
BESIDE = (Step.RELEASED, Step.REMOVED, Step.WENT_COLD, Step.REOPENED)
"""The steps that need evidence beside the closing, whose need is that of its reason."""

CODES = (*ClosureReason.values, *(step.value for step in BESIDE))
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be given: its kind, the sentence for when it is missing, and what of news answers it.

    `absent` is said of accepted news that left it open, "" for the plain one.
    """

    name: str
    label: str
    kind: str
    missing: str
    choices: Mapping[str, str]
    news: str
    absent: str = ""

    @property
    def optional(self) -> bool:
        """Whether the step may be taken without it."""
        return not self.missing


@cache
def needs(folder: Path | None = None) -> Mapping[str, tuple[Field, ...]]:
    """The fields that each reason or step needs, by its code."""
    file = read("evidence.toml", folder)
    file.promises()
    found = {}
    for row in file.tables("need"):
        code = row.text("code", among=CODES)
        fields = [_field(table) for table in row.tables("field")]
        refuse_twice(row, "field", [field.name for field in fields])
        row.done()
        found[code] = tuple(fields)
    for code in CODES:
        if code not in found:
            raise file.fail("need", f"does not say what {code} needs.")
    file.done()
    return found


def _field(row: Table) -> Field:
    kind = row.text("kind", among=KINDS)
    optional = row.flag("optional")
    choices = {}
    if kind == "choice":
        table = row.table("choices")
        choices = {key: table.text(key) for key in table.keys()}  # noqa: SIM118 - those not read yet
        table.done()
    field = Field(
        name=row.text("name", form="[a-z_]+"),
        label=row.text("label"),
        kind=kind,
        missing="" if optional else row.text("missing"),
        choices=choices,
        news=row.text("news", default=""),
        absent=row.text("absent", default=""),
    )
    row.done()
    return field


def need_of(code: str) -> tuple[Field, ...]:
    """The fields that a reason or a step needs; none for what needs no evidence."""
    return needs().get(code, ())
