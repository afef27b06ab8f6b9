"""Reads `policy/offices.toml`: offices with their areas, sub-offices and teams."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from .policytable import Table, read, refuse_twice


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
    counties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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
    prefixes = tuple(
        prefix for text in row.texts("zip_prefixes", default=[]) for prefix in _prefixes(row, text)
    )
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
        for state, names in office.counties.items()
        for county in names
    ]
    refuse_twice(file, "field_office.states", states)
    refuse_twice(file, "field_office.counties", counties)
    for divided in {county[-2:] for county in counties} & set(states):
        raise file.fail(
            "field_office.states", f"{divided} is given whole to one office and divided elsewhere."
        )
