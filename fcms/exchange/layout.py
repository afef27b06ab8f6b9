"""How the layout of an extract is written down: files, columns, and what each cell may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from fcms.exchange.intake.bundle import Manifest
    from fcms.exchange.intake.rows import RawRow

Cleaner = Callable[[str], str]
"""Takes a cell that is not empty and returns its canonical text, or raises `Malformed`."""

RowCheck = Callable[[dict[str, str | None]], list["Flaw"]]
"""Takes the canonical cells of one row and returns what does not fit together."""

STAGED = "exchange_stagedrow"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something found in a row: the rule's ID, the column, what to correct, a class of value."""

    rule: str
    column: str
    message: str
    value_class: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file, the check of its cells, whether it must hold a value, whether it is sealed."""

    name: str
    clean: Cleaner
    required: bool = False
    sealed: str = ""
    repeats: bool = False
    """Whether few values come again and again, so that their check is remembered while a file is read."""


@dataclass(frozen=True, slots=True)
class SetCheck:
    """A check over all rows at once, in SQL: selects (row, message, value_class) from `{rows}`.

    `{rows}` stands for the rows of the file with their canonical cells as named columns, `row` and `decision`.
    `compares` names the columns by which rows are compared with each other: a change there concerns other rows too,
    as does one in the columns of `concerns`, which are looked at in the rows so found.
    `beside` names other files whose rows it looks at, so that it is asked anew where one of them changes.
    `before_applying` asks once more when the rows are applied, because what is stored may have changed.
    """

    rule: str
    column: str
    sql: str
    compares: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    before_applying: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileLayout:
    """One CSV of an extract. `picture` is the column that names an image of the bundle, where there is one."""

    name: str
    columns: tuple[Column, ...]
    row_check: RowCheck = field(default=lambda row: [])
    set_checks: tuple[SetCheck, ...] = ()
    picture: str = ""

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each column stands in a staged row, counted from 0."""
        return {column.name: position for position, column in enumerate(self.columns)}

    @cached_property
    def has_sealed(self) -> bool:
        """Whether a cell may be sensitive, so that cells in the wrong place must not be kept."""
        return any(column.sealed for column in self.columns)

    def named(self, where: str = "") -> str:
        """SQL of the rows of this file with canonical cells as named columns."""
        listed = ", ".join(f"canonical[{n + 1}] as {name}" for name, n in self.index.items())
        # The file's name and the columns' come from layouts in this code, never from the extract.
        return (
            f"(select row, decision, {listed} from {STAGED}"
            f" where intake_id = %(intake)s and file = '{self.name}' {where})"
        )


@dataclass(frozen=True, slots=True)
class Links:
    """Which columns of a file record linkage reads; "" where the file has no such column."""

    a_number: str = ""
    family_name: str = ""
    given_name: str = ""
    middle_name: str = ""
    birth_date: str = ""
    sex: str = ""
    fbi: str = ""
    sid: str = ""
    ssn: str = ""
    afterwards: bool = False
    """Whether its rows become records of their own, found or not: they are linked once the extract is applied."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a kind that is no CSV is read: looked at when it is received, then read into rows, the columns as row 0.

    `rows` is told where to note what concerns the file as a whole, as (rule, sentence). Both raise `Refused`.
    """

    look: Callable[[IO[bytes]], Manifest]
    rows: Callable[[IO[bytes], Callable[[str, str], None]], Iterator[RawRow]]


@dataclass(frozen=True)
class Kind:
    """A kind of extract: its code, its name for people, its files, and what applying it does."""

    code: str
    name: str
    source: str
    files: tuple[FileLayout, ...]
    about: str
    links: dict[str, Links] = field(default_factory=dict)
    """The files whose rows are linked to subjects by what they say of a person, and by which columns."""
    reader: Reader | None = None
    """How its file is read where it is no CSV."""

    @property
    def main(self) -> FileLayout:
        """The file that a bare CSV of this kind is."""
        return self.files[0]

    def file(self, name: str) -> FileLayout | None:
        """The layout of a file of the bundle, or None when the kind has no such file."""
        return next((layout for layout in self.files if layout.name == name), None)
