"""The lists of `policy/*.toml`, which an auditor reads, as plain values; a bad file stops the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, TypeVar

from django.core.checks import CheckMessage, Error

from .claims import indicia, most_days
from .gatepolicy import gates, locations
from .policyoffices import OfficeRow, Offices, TeamRow, offices
from .policytable import PolicyError, Table, read, refuse_twice
from .priority import system as priority
from .ranking import points

__all__ = [
    "CaseCategory",
    "Charge",
    "Code",
    "CodeList",
    "Offence",
    "OfficeRow",
    "Offices",
    "PolicyError",
    "Right",
    "Role",
    "TeamRow",
    "case_categories",
    "charges",
    "check",
    "choices",
    "codes",
    "offence",
    "offences",
    "offices",
    "rights",
    "roles",
]


class Coded(Protocol):
    """Anything with a code of its own in its list."""

    @property
    def code(self) -> str: ...


Row = TypeVar("Row", bound=Coded)


def _by_code(file: Table, key: str, make: Callable[[Table], Row]) -> Mapping[str, Row]:
    rows = []
    for table in file.tables(key):
        rows.append(make(table))
        table.done()
    refuse_twice(file, key, [row.code for row in rows])
    return {row.code: row for row in rows}


# --- roles.toml


@dataclass(frozen=True, slots=True)
class Right:
    """A named right beside the levels."""

    code: str
    name: str
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role: how far it reaches, its level on each menu, its named rights, the promises that it serves."""

    code: str
    name: str
    does: str
    reach: str
    levels: Mapping[str, str]
    rights: frozenset[str]
    promises: tuple[str, ...]


MENUS = ("leads", "activities", "users", "reports")
LEVELS = ("none", "read", "update", "full")
REACHES = ("office", "national", "none")


@cache
def _roles_file() -> tuple[Mapping[str, Right], Mapping[str, Role]]:
    file = read("roles.toml")
    shared = file.promises()

    def right(row: Table) -> Right:
        return Right(row.text("code", form="[a-z][a-z0-9_]*"), row.text("name"), row.promises(shared))

    def role(row: Table) -> Role:
        listed = row.texts("rights")
        for name in listed:
            if name not in named:
                raise row.fail("rights", f"{name} is not a right of this file.")
        return Role(
            code=row.text("code", form="[a-z_]+"),
            name=row.text("name"),
            does=row.text("does"),
            reach=row.text("reach", among=REACHES),
            levels={menu: row.text(menu, among=LEVELS) for menu in MENUS},
            rights=frozenset(listed),
            promises=row.promises(shared),
        )

    named = _by_code(file, "right", right)
    roles = _by_code(file, "role", role)
    file.done()
    return named, roles


def rights() -> Mapping[str, Right]:
    """The named rights of `policy/roles.toml`, by code."""
    return _roles_file()[0]


def roles() -> Mapping[str, Role]:
    """The roles of `policy/roles.toml`, by code."""
    return _roles_file()[1]


# --- codes.toml


@dataclass(frozen=True, slots=True)
class Code:
    """A value of a code list: what is stored, what the screen says, and marks that rules ask for."""

    code: str
    label: str
    note: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed list of values, where it comes from and the promise that it serves."""

    name: str
    title: str
    source: str
    promises: tuple[str, ...]
    values: Mapping[str, Code] = field(default_factory=dict)


def _code(row: Table, marks: Sequence[str]) -> Code:
    found = row.texts("marks", default=[])
    for mark in found:
        if mark not in marks:
            raise row.fail("marks", f"{mark} is not among the marks of this list.")
    return Code(
        row.text("code", form="[A-Z0-9_]+"),
        row.text("label"),
        row.text("note", default=""),
        frozenset(found),
    )


@cache
def codes() -> Mapping[str, CodeList]:
    """Every list of `policy/codes.toml`, by name."""
    file = read("codes.toml")
    lists = {}
    for name in file.keys():  # noqa: SIM118 - not a dict
        table = file.table(name)
        marks = table.texts("marks", default=[])
        lists[name] = CodeList(
            name,
            table.text("title"),
            table.text("source"),
            table.promises(),
            _by_code(table, "values", lambda row, marks=marks: _code(row, marks)),  # type: ignore[misc]
        )
        table.done()
    return lists


def choices(name: str) -> list[tuple[str, str]]:
    """The list `name` of `policy/codes.toml` as a form wants it: (code, label), in the order written."""
    return [(code.code, code.label) for code in codes()[name].values.values()]


# --- case_categories.toml

STANDINGS = (
    "fugitive",
    "failed_to_report",
    "pending",
    "protected",
    "hold",
    "final_order",
    "closed",
    "other",
)
OPENS = ("FINAL_ORDER", "FAILED_TO_REPORT")


@dataclass(frozen=True, slots=True)
class CaseCategory:
    """A removal case category: what it means, how the person stands, and which basis of a case it gives."""

    code: str
    meaning: str
    group: str
    standing: str
    opens: str


@cache
def case_categories() -> Mapping[str, CaseCategory]:
    """The categories of `policy/case_categories.toml`, by code; `opens` is empty where no case opens from it."""
    file = read("case_categories.toml")
    file.promises()

    def category(row: Table) -> CaseCategory:
        return CaseCategory(
            code=row.text("code", form="[0-9]{1,2}[A-Z]?|H"),
            meaning=row.text("meaning"),
            group=row.text("group"),
            standing=row.text("standing", among=STANDINGS),
            opens=row.text("opens", among=OPENS, default=""),
        )

    categories = _by_code(file, "category", category)
    file.done()
    return categories


# --- offences.toml


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence code, or a group of them by its first two digits."""

    code: str
    name: str
    system: str
    violent: bool
    immigration: bool
    child_sex: bool


@cache
def offences() -> Mapping[str, Offence]:
    """Groups (two digits) and codes of `policy/offences.toml`, by code."""
    file = read("offences.toml")
    file.promises()
    found: dict[str, Offence] = {}
    for key, system, form in (
        ("ncic_group", "NCIC", "[0-9]{2}"),
        ("ncic_code", "NCIC", "[0-9]{4}"),
        ("nibrs_code", "NIBRS", "[0-9]{2}[0-9A-Z]"),
    ):

        def row(table: Table, system: str = system, form: str = form) -> Offence:
            return Offence(
                table.text("code", form=form),
                table.text("name"),
                system,
                table.flag("violent"),
                table.flag("immigration"),
                table.flag("child_sex"),
            )

        found |= _by_code(file, key, row)
    file.done()
    return found


def offence(code: str) -> Offence | None:
    """The offence of a code: its own row or, for four signs, its group; None for a code that is not known."""
    known = offences()
    return known.get(code) or (known.get(code[:2]) if len(code) == 4 else None)


# --- charges.toml


@dataclass(frozen=True, slots=True)
class Charge:
    """A common removal charge, in the notation of EID (`237a2Aiii`), and the orders that it belongs to."""

    code: str
    text: str
    orders: tuple[str, ...]


@cache
def charges() -> Mapping[str, Charge]:
    """The common charges of `policy/charges.toml`, by code. Others are valid too if their form is."""
    file = read("charges.toml")
    file.promises()

    def charge(row: Table) -> Charge:
        return Charge(
            row.text("code", form="[0-9]{3}[a-z][0-9A-Za-z]*"), row.text("text"), row.texts("orders")
        )

    found = _by_code(file, "charge", charge)
    file.done()
    return found


# --- all of them

READERS: tuple[Callable[[], object], ...] = (
    *(roles, offices, codes, case_categories, offences, charges),
    *(gates, locations),
    priority,
    *(indicia, most_days),
    points,
)
MORE: list[Callable[[], object]] = []
"""What the apps read beside them: each adds the readers of its own files when it is ready."""


def check(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Read every list at the start; a file that cannot be used is an error with file, key and reason."""
    found: dict[str, CheckMessage] = {}
    for reader in (*READERS, *MORE):
        try:
            reader()
        except PolicyError as problem:  # once, also where another list is read with it
            hint = "Correct the file in policy/ and start again."
            found[str(problem)] = Error(str(problem), hint=hint, id="fcms.E101")
    return list(found.values())
