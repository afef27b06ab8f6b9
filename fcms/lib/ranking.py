"""How likely it is that a subject is at an address: an additive score whose parts are kept and shown. Pure.

`Facts` is everything that can change a score. Crimes, nationality, gangs and names' origins are not in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .policytable import Table, read


class Part(NamedTuple):
    """A part of a score: its code, its points, and in words why."""

    code: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a score is made of, and nothing else.

    `days` since last seen (None: not known). `name`, `birth_date`, `a_number`: whether what is said agrees with the
    subject, None where nothing is said. `door`: WHOLE, PLAIN, UNIT_MISSING or NO_DOOR. `vendor`: place among the
    scores of the vendor, 0 to 100. `ended`: "", CUSTODY, LEFT or DIED. `visit`: "", NOT_THERE, LIVES_THERE or FOUND.
    `source`: SUBJECT, GOVERNMENT, OFFICER, OTHER or COMMERCIAL.
    """

    days: int | None = None
    sources: int = 1
    name: bool | None = None
    birth_date: bool | None = None
    a_number: bool | None = None
    door: str = "PLAIN"
    vendor: int | None = None
    newer_elsewhere: bool = False
    ended: str = ""
    visit: str = ""
    source: str = "OTHER"


@dataclass(frozen=True)
class Points:
    """The table of points of one version."""

    version: int
    within: tuple[int, ...]
    recency: tuple[int, ...]
    given: dict[str, dict[str, int]]
    labels: dict[str, str]
    about: dict[str, str]
    promises: dict[str, tuple[str, ...]]
    producers: dict[str, str] = field(default_factory=dict)


KEYS = {
    "sources": ("two", "three"),
    "identity": ("name", "birth_date", "a_number", "differs"),
    "completeness": ("whole", "unit_missing", "no_door"),
    "vendor": ("most",),
    "contradiction": ("newer_elsewhere", "custody", "left", "died"),
    "visits": ("not_there", "lives_there", "found"),
    "source": ("subject", "government", "officer", "other", "commercial"),
}
"""The parts that have named points, in the order of the page; `recency` stands before them."""


@cache
def points(folder: Path | None = None) -> Points:
    """The points of `policy/ranking.toml`. A bad file stops the start, naming file, key and reason."""
    file = read("ranking.toml", folder)
    version = file.number("version")
    labels, about, promises = {}, {}, {}
    given: dict[str, dict[str, int]] = {}

    def words(code: str) -> Table:
        table = file.table(code)
        labels[code], about[code] = table.text("label"), table.text("about")
        promises[code] = table.promises()
        return table

    recency = words("recency")
    within, steps = recency.numbers("within_days"), recency.numbers("points")
    if len(within) != len(steps) or list(within) != sorted(set(within)):
        raise recency.fail("within_days", "must rise, with as many points beside it.")
    recency.done()
    for code, keys in KEYS.items():
        table = words(code)
        given[code] = {key: table.number(key) for key in keys}
        table.done()
    producers = _producers(file)
    file.done()
    return Points(version, within, steps, given, labels, about, promises, producers)


def _producers(file: Table) -> dict[str, str]:
    table = file.table("producers")
    table.promises()
    found = {row.text("name"): row.text("producer") for row in table.tables("resellers", optional=True)}
    table.done()
    return found


def score(facts: Facts, table: Points) -> list[Part]:
    """The parts of a score that have points, in the order of the page; their sum is the score."""
    parts = [
        _recency(facts, table),
        _sources(facts, table.given["sources"]),
        *_identity(facts, table.given["identity"]),
        _completeness(facts, table.given["completeness"]),
        _vendor(facts, table.given["vendor"]),
        *_contradictions(facts, table.given["contradiction"]),
        _visits(facts, table.given["visits"]),
        _source(facts, table.given["source"]),
    ]
    return [part for part in parts if part is not None and part.points]


def total(parts: Sequence[Part]) -> int:
    """The score: the sum of its parts."""
    return sum(part.points for part in parts)


def _recency(facts: Facts, table: Points) -> Part | None:
    if facts.days is None:
        return None
    place = bisect_left(table.within, max(facts.days, 0))
    if place == len(table.within):
        return None
    return Part("recency", table.recency[place], f"Seen or received within {table.within[place]} days")


def _sources(facts: Facts, given: dict[str, int]) -> Part | None:
    if facts.sources >= 3:
        return Part("sources", given["three"], "Three or more independent sources say so")
    return Part("sources", given["two"], "Two independent sources say so") if facts.sources == 2 else None


_IDENTITY = (("name", "The name"), ("birth_date", "The birth date"), ("a_number", "The A-Number"))


def _identity(facts: Facts, given: dict[str, int]) -> list[Part]:
    parts = []
    for key, words in _IDENTITY:
        agrees = getattr(facts, key)
        if agrees is not None:
            earned, verb = (given[key], "agrees") if agrees else (given["differs"], "differs")
            parts.append(Part("identity", earned, f"{words} {verb}"))
    return parts


_DOORS = {
    "WHOLE": ("whole", "The unit is given"),
    "UNIT_MISSING": ("unit_missing", "The unit is missing where there are several"),
    "NO_DOOR": ("no_door", "A post office box, or no street address"),
}


def _completeness(facts: Facts, given: dict[str, int]) -> Part | None:
    if facts.door not in _DOORS:
        return None
    key, words = _DOORS[facts.door]
    return Part("completeness", given[key], words)


def _vendor(facts: Facts, given: dict[str, int]) -> Part | None:
    if facts.vendor is None:
        return None
    tenth = min(max(facts.vendor, 0), 100) // 10
    return Part("vendor", given["most"] * tenth // 10, f"In the {tenth * 10} of 100 of this vendor's scores")


_ENDED = {
    "CUSTODY": ("custody", "In custody by what is known"),
    "LEFT": ("left", "Left the country by what is known"),
    "DIED": ("died", "Died by what is known"),
}


def _contradictions(facts: Facts, given: dict[str, int]) -> list[Part]:
    parts = []
    if facts.newer_elsewhere:
        parts.append(Part("contradiction", given["newer_elsewhere"], "Seen elsewhere later"))
    if facts.ended in _ENDED:
        key, words = _ENDED[facts.ended]
        parts.append(Part("contradiction", given[key], words))
    return parts


_VISITS = {
    "NOT_THERE": ("not_there", "The last visit found that the subject is not to be found there"),
    "LIVES_THERE": ("lives_there", "The last visit found that the subject lives there"),
    "FOUND": ("found", "The subject was found there before"),
}


def _visits(facts: Facts, given: dict[str, int]) -> Part | None:
    if facts.visit not in _VISITS:
        return None
    key, words = _VISITS[facts.visit]
    return Part("visits", given[key], words)


_SOURCES = {
    "SUBJECT": "The subject gave it",
    "GOVERNMENT": "A government system says it",
    "OFFICER": "An officer found it",
    "OTHER": "Somebody else says it",
    "COMMERCIAL": "A vendor says it",
}


def _source(facts: Facts, given: dict[str, int]) -> Part | None:
    words = _SOURCES.get(facts.source)
    return Part("source", given[facts.source.lower()], words) if words else None
