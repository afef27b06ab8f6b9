"""What a detail record would change: its ZIP code as the edition in force has it, beside what the record says."""

from __future__ import annotations

from fcms.exchange.changes import Change, Changes, Effect
from fcms.exchange.models import Intake, StagedRow
from fcms.offices.models import ZipCode
from fcms.offices.queries import current_edition
from fcms.offices.rules import county_key, county_name, place_key

from .layout import DETAIL


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """The changes that `rows` would make, by file and row; a record says of its ZIP code a name, a state, a county."""
    said = {(row.file, row.row): _said(row) for row in rows}
    zips = {one["zip"] for one in said.values()}
    held: dict[str, list[ZipCode]] = {}
    for known in ZipCode.objects.filter(edition=current_edition(), zip__in=zips).order_by("zip", "id"):
        held.setdefault(known.zip, []).append(known)
    return {place: _of_one(one, held.get(one["zip"], [])) for place, one in said.items()}


def _said(row: StagedRow) -> dict[str, str]:
    return {name: row.canonical[position] or "" for name, position in DETAIL.index.items()}


def _of_one(said: dict[str, str], held: list[ZipCode]) -> list[Change]:
    if not held:
        return [Change("", "", said["zip"], "The ZIP code is added to the directory.", Effect.NEW)]
    found = []
    if place_key(held[0].city) != place_key(said["last_line"]):
        found.append(Change("city", held[0].city, said["last_line"], "The name that is shown changes."))
    states = sorted({one.state for one in held})
    if said["state"] not in states:
        found.append(Change("state", " ".join(states), said["state"], "The ZIP code moves to another state."))
    counties = sorted({one.county for one in held if one.county})
    if county_key(county_name(said["county"])) not in {county_key(name[:25]) for name in counties}:
        found.append(
            Change(
                "county", ", ".join(counties), said["county"], "The county changes, and perhaps the office."
            )
        )
    return found
