"""The written system by which cases are scored, as `policy/priority.toml` says it. Pure: reads the file, nothing else.

`GROUNDS` is closed: what is not in it cannot be given points, and the database function that scores knows no other.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .policytable import Table, read, refuse_twice

if TYPE_CHECKING:
    from .policyfiles import Offence

GROUNDS = ("transnational_gang", "child_sex_offense", "violent_conviction", "other_conviction")
"""Every ground on which a case is given points, in the order of the assessment (PIA-0-4)."""

AT_MOST_YEARS = 5
"""No policy lets a review of a gang affiliation hold longer."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: its name and meaning in plain words, and its points."""

    code: str
    label: str
    about: str
    points: int


@dataclass(frozen=True)
class System:
    """The written system of one version."""

    version: int
    promises: tuple[str, ...]
    foreign_convictions: bool
    grounds: Mapping[str, Ground]
    bands: tuple[int, ...]
    longest_years: int
    remind_days: int
    factors: Mapping[str, str]

    @property
    def as_json(self) -> str:
        """The system as the database function takes it, with the ground that each offense code falls under."""
        from .policyfiles import offences  # it reads this file too, among all others

        return json.dumps(
            {
                "version": self.version,
                "foreign_convictions": self.foreign_convictions,
                "points": {code: ground.points for code, ground in self.grounds.items()},
                "words": {code: ground.label for code, ground in self.grounds.items()},
                "factors": list(self.factors),
                "offenses": {code: ground_of(offence) for code, offence in offences().items()},
            }
        )

    def band_of(self, points: int) -> int:
        """Where the band of so many points begins."""
        return self.bands[bisect_right(self.bands, points) - 1]


def ground_of(offence: Offence) -> str:
    """The one ground on which a conviction for an offense counts; "none" for an immigration offense."""
    if offence.immigration:
        return "none"
    if offence.child_sex:
        return "child_sex_offense"
    return "violent_conviction" if offence.violent else "other_conviction"


@cache
def system(folder: Path | None = None) -> System:
    """The system of `policy/priority.toml`. A bad file stops the start, naming file, key and reason."""
    file = read("priority.toml", folder)
    version, promises = file.number("version"), file.promises()
    if not 1 <= version <= 32_000:
        raise file.fail("version", "must be 1 or more.")
    foreign = file.flag("foreign_convictions")
    grounds = {code: _ground(file, code) for code in GROUNDS}
    bands = _bands(file)
    review = file.table("gang_review")
    years = review.number("longest_years")
    if not 1 <= years <= AT_MOST_YEARS:
        raise review.fail("longest_years", f"must be 1 to {AT_MOST_YEARS}.")
    remind, factors = review.number("remind_days"), _factors(review)
    review.done()
    file.done()
    return System(version, promises, foreign, grounds, bands, years, remind, factors)


def _ground(file: Table, code: str) -> Ground:
    table = file.table(code)
    ground = Ground(code, table.text("label"), table.text("about"), table.number("points"))
    if not 0 <= ground.points <= 1000:
        raise table.fail("points", "must be 0 to 1000.")
    table.done()
    return ground


def _bands(file: Table) -> tuple[int, ...]:
    table = file.table("bands")
    bands = table.numbers("from")
    if bands[0] != 0 or list(bands) != sorted(set(bands)):
        raise table.fail("from", "must begin with 0 and rise.")
    table.done()
    return bands


def _factors(review: Table) -> Mapping[str, str]:
    found: dict[str, str] = {}
    codes = []
    for row in review.tables("factor"):
        codes.append(row.text("code", form="[A-Z_]{2,20}"))
        found[codes[-1]] = row.text("label")
        row.done()
    refuse_twice(review, "factor", codes)
    if len(found) < 2:
        raise review.fail("factor", "must list two factors at least, for a review rests on two.")
    return found
