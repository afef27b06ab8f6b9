"""Which writings are one door, and whether the door of a building needs its unit, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from fcms.subjects.addresses import plain_line
from fcms.subjects.standard import standardise

_WRITTEN = """
select key, street, unit, zip from subjects_standardaddress where key = any(%(keys)s)
"""
# What the worker has not come to yet is worked out here, from the lines as they were received.
_LINES = """
select distinct on (key) key, line_1, line_2, city, state, zip from (
  select key, line_1, line_2, city, state, zip from subjects_address where key = any(%(keys)s)
  union all select address_key, line_1, line_2, city, state, zip from leads_lead
    where address_key = any(%(keys)s) and address_key <> ''
  union all select a.address_key, r.line_1, r.line_2, r.city, r.state, r.zip from activities_activity a
    join activities_arrest r on r.activity_id = a.id where a.address_key = any(%(keys)s) and a.address_key <> ''
) said where line_1 <> '' order by key, city = '', state = '', line_1, line_2, city, state
"""
_BESIDE = """
select distinct asked.street, asked.zip, k.unit, k.key
from unnest(%(streets)s::text[], %(zips)s::text[]) as asked (street, zip)
join subjects_standardaddress k on k.street = asked.street and k.zip = asked.zip and k.street <> ''
"""
Parts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Door:
    """An address as people mean it: all the keys it is written under, its unit, and whether it needs one."""

    keys: frozenset[str]
    line: str
    has_unit: bool
    needs_unit: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """An address as it was received."""

    line_1: str
    line_2: str
    city: str
    state: str
    zip: str

    @property
    def written(self) -> str:
        """The whole address in one line, in its standard writing where it has one."""
        street = standardise(self.line_1, self.line_2).line or plain_line(f"{self.line_1} {self.line_2}")
        town = " ".join(part for part in (self.city.upper(), self.state, self.zip) if part)
        return ", ".join(part for part in (street, town) if part)[:260]


def lines_of(keys: Collection[str]) -> dict[str, Lines]:
    """The addresses behind keys, as a subject, a lead or an arrest has them; what nothing stored has is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"keys": list(keys)})
        return {key: Lines(*rest) for key, *rest in cursor.fetchall()}


def doors(keys: Iterable[str]) -> dict[str, Door]:
    """The door behind each key; what cannot be taken apart or has no ZIP code is like no other."""
    asked = sorted({key for key in keys if key})
    if not asked:
        return {}
    parts = _parts(asked)
    buildings = sorted({(street, zip) for street, _unit, zip in parts.values() if street and zip})
    beside = _beside(buildings)
    return {key: _door(key, parts.get(key, ("", "", "")), beside) for key in asked}


def _door(key: str, parts: Parts, beside: dict[tuple[str, str], list[tuple[str, str]]]) -> Door:
    street, unit, zip = parts
    others = beside.get((street, zip), [])
    return Door(
        keys=frozenset({key, *(other for other_unit, other in others if other_unit == unit)}),
        line=f"{street} {unit}".strip(),
        has_unit=bool(unit),
        needs_unit=bool(unit) or any(other_unit for other_unit, _ in others),
    )


def _parts(keys: Collection[str]) -> dict[str, Parts]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"keys": list(keys)})
        found: dict[str, Parts] = {key: (street, unit, zip) for key, street, unit, zip in cursor.fetchall()}
    if missing := [key for key in keys if key not in found]:
        for key, lines in lines_of(missing).items():
            one = standardise(lines.line_1, lines.line_2)
            found[key] = (one.street, one.unit or ("" if one.street else lines.line_2), lines.zip)
    return found


def _beside(buildings: list[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """The units of each building, by street and ZIP code, each with a key it is written under."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    if buildings:
        with connection.cursor() as cursor:
            streets, zips = [street for street, _ in buildings], [zip for _, zip in buildings]
            cursor.execute(_BESIDE, {"streets": streets, "zips": zips})
            for street, zip, unit, key in cursor.fetchall():
                found.setdefault((street, zip), []).append((unit, key))
    return found
