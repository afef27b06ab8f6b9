"""The lists of `policy/*.toml`, which an auditor reads, as plain values; a bad file stops the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from django.core.checks import CheckMessage, Error

from .policytable import PolicyError, Table, read, refuse_twice

__all__ = [
    "Charge",
    "Code",
    "CodeList",
    "CaseCategory",
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
        return Right(row.text("code", form="[a-z_]+"), row.text("name"), row.promises(shared))

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


# --- offices


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team, the sub-office it sits in (or none), and the first digits of the ZIP codes that it takes."""

    number: int
    name: str
    based_at: str
    zip_prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """An office with its area, sub-offices and teams; headquarters and sub-offices have none of them."""

    code: str
    name: str
    city: str
    state: str
    time_zone: str
    states: tuple[str, ...] = ()
    counties: Mapping[str, tuple[str, ...]] | None = None
    sub_offices: tuple[OfficeRow, ...] = ()
    teams: tuple[TeamRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Offices:
    """Headquarters and the field offices, with the first day of their areas."""

    valid_from: date
    headquarters: OfficeRow
    field_offices: tuple[OfficeRow, ...]
    promises: tuple[str, ...]

    def __iter__(self) -> Iterator[OfficeRow]:
        """Every office: headquarters, then each field office followed by its sub-offices."""
        yield self.headquarters
        for office in self.field_offices:
            yield office
            yield from office.sub_offices


@cache
def offices() -> Offices:
    """The offices of `policy/offices.toml`, each state and county under one office only."""
    file = read("offices.toml")
    promises = file.promises()
    valid_from = file.day("valid_from")
    headquarters = _place(file.table("headquarters"))
    field_offices = tuple(_field_office(row) for row in file.tables("field_office"))
    file.done()
    everything = Offices(valid_from, headquarters, field_offices, promises)
    refuse_twice(file, "code", [office.code for office in everything])
    _refuse_overlaps(file, field_offices)
    return everything


def _place(row: Table) -> OfficeRow:
    office = _office_facts(row)
    row.done()
    return office


def _office_facts(row: Table) -> OfficeRow:
    city = row.text("city")
    zone = row.text("time_zone")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, LookupError):
        raise row.fail("time_zone", "is not a time zone of the IANA list, such as America/Chicago.") from None
    return OfficeRow(
        code=row.text("code", form=r"[A-Z]{2,3}(-[A-Z]{3})?"),
        name=row.text("name", default=city),
        city=city,
        state=row.text("state", form=r"[A-Z]{2}"),
        time_zone=zone,
    )


def _field_office(row: Table) -> OfficeRow:
    facts = _office_facts(row)
    counties = row.table("counties", default={})
    by_state = {state: counties.texts(state) for state in counties.keys()}  # noqa: SIM118 - not a dict
    sub_offices = tuple(_place(sub) for sub in row.tables("sub_offices", optional=True))
    cities = {sub.code: sub.name for sub in sub_offices}
    office = OfficeRow(
        facts.code,
        facts.name,
        facts.city,
        facts.state,
        facts.time_zone,
        states=row.texts("states", default=[]),
        counties=by_state,
        sub_offices=sub_offices,
        teams=tuple(_team(team, facts.name, cities) for team in row.tables("teams")),
    )
    row.done()
    for sub in sub_offices:
        if not sub.code.startswith(f"{office.code}-"):
            raise row.fail("sub_offices", f"{sub.code} must begin with {office.code}-.")
    refuse_twice(row, "teams", [str(team.number) for team in office.teams])
    refuse_twice(row, "teams", [prefix for team in office.teams for prefix in team.zip_prefixes])
    return office


def _team(row: Table, office: str, cities: Mapping[str, str]) -> TeamRow:
    number = row.number("number")
    based_at = row.text("based_at", default="", among=tuple(cities))
    prefixes = tuple(prefix for text in row.texts("zip_prefixes", default=[]) for prefix in _prefixes(row, text))
    row.done()
    name = f"{office} team {number}" + (f", {cities[based_at]}" if based_at else "")
    return TeamRow(number, name, based_at, prefixes)


def _prefixes(row: Table, text: str) -> list[str]:
    match = re.fullmatch(r"([0-9]{3,5})(?:-([0-9]{3,5}))?", text)
    if not match or (match[2] and (len(match[1]) != len(match[2]) or match[1] >= match[2])):
        raise row.fail("zip_prefixes", 'must hold three to five digits, or a range such as "750-753".')
    return [f"{n:0{len(match[1])}}" for n in range(int(match[1]), int(match[2] or match[1]) + 1)]


def _refuse_overlaps(file: Table, field_offices: Sequence[OfficeRow]) -> None:
    states = [state for office in field_offices for state in office.states]
    counties = [
        f"{county}, {state}"
        for office in field_offices
        for state, names in (office.counties or {}).items()
        for county in names
    ]
    refuse_twice(file, "field_office.states", states)
    refuse_twice(file, "field_office.counties", counties)
    for divided in {county[-2:] for county in counties} & set(states):
        raise file.fail("field_office.states", f"{divided} is given whole to one office and divided elsewhere.")


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

READERS: tuple[Callable[[], object], ...] = (roles, offices, codes, case_categories, offences, charges)


def check(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Read every list at the start; a file that cannot be used is an error with file, key and reason."""
    found: list[CheckMessage] = []
    for reader in READERS:
        try:
            reader()
        except PolicyError as problem:
            found.append(Error(str(problem), hint="Correct the file in policy/ and start again.", id="fcms.E101"))
    return found
