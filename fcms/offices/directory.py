"""Reads the national ZIP directory that ships with the program (the package `zipcodes`, no network)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import zipcodes

from .rules import Kind, county_name

_KINDS = {
    "STANDARD": Kind.STANDARD,
    "PO BOX": Kind.PO_BOX,
    "UNIQUE": Kind.UNIQUE,
    "MILITARY": Kind.MILITARY,
}


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One row: ZIP code, its city and the other names in use for it, state, county (or None) and its code, kind."""

    zip: str
    city: str
    other_cities: list[str]
    state: str
    county: str | None
    kind: Kind
    county_code: str = ""


def source() -> str:
    """The name and version of the directory, as an edition records it."""
    return f"zipcodes {zipcodes.__version__}"


def rows() -> Iterator[DirectoryRow]:
    """Every row, in the order of the ZIP codes."""
    # filter_by without filters reads everything and, unlike list_all, does not keep it in memory afterwards.
    for row in sorted(zipcodes.filter_by(), key=lambda row: row["zip_code"]):
        yield DirectoryRow(
            zip=row["zip_code"],
            city=row["city"],
            other_cities=[*row["acceptable_cities"], *row["unacceptable_cities"]],
            state=row["state"],
            county=county_name(row["county"]) or None,
            kind=_KINDS[row["zip_code_type"]],
        )
