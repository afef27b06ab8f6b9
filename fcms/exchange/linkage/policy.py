"""The figures of record linkage: `policy/linkage.toml`. Read by the program and by the linkage process alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log2

from fcms.lib.policytable import Table, read


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: how often it is seen of the same person (m) and of two (u), and its words."""

    name: str
    m: float
    u: float
    frequency: bool
    words: str

    @property
    def weight(self) -> float:
        """What the level says for (+) or against (-) the same person, in bits."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared, with its levels from the most like to the least."""

    name: str
    words: str
    levels: tuple[Level, ...]

    def level(self, name: str) -> Level:
        """The level of this name."""
        return next(level for level in self.levels if level.name == name)


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of the model: where the zones begin, in bits, and the weight of every comparison."""

    keep_days: int
    propose: float
    review: float
    margin: float
    candidates: int
    expected: float
    comparisons: tuple[Comparison, ...]

    def comparison(self, name: str) -> Comparison:
        """The comparison of this name."""
        return next(comparison for comparison in self.comparisons if comparison.name == name)

    @property
    def digest(self) -> str:
        """A short name of exactly these figures."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


@cache
def figures() -> Figures:
    """The figures. A bad file stops the start, naming file, key and reason."""
    file = read("linkage.toml")
    file.promises()
    keep_days = file.number("keep_days")
    if keep_days < 1:
        raise file.fail("keep_days", "must be a day at least.")
    zones = file.table("zones")
    found = Figures(
        keep_days,
        zones.decimal("propose"),
        zones.decimal("review"),
        zones.decimal("margin"),
        zones.number("candidates"),
        zones.decimal("expected"),
        tuple(_comparisons(file)),
    )
    if not found.review < found.propose:
        raise zones.fail("review", "must be less than propose.")
    zones.done()
    file.done()
    return found


def _comparisons(file: Table) -> Iterator[Comparison]:
    for entry in file.tables("comparison"):
        levels = tuple(_level(one) for one in entry.tables("level"))
        yield Comparison(entry.text("name"), entry.text("words"), levels)
        if not 0.98 <= sum(level.m for level in levels) <= 1.02 and len(levels) > 4:
            raise entry.fail("level", "must have m that add up to 1.")
        entry.done()


def _level(entry: Table) -> Level:
    m, u = entry.decimal("m"), entry.decimal("u")
    if not (0 < m < 1 and 0 < u < 1):
        raise entry.fail("m", "and u must lie between 0 and 1.")
    level = Level(entry.text("name"), m, u, entry.flag("frequency"), entry.text("words"))
    entry.done()
    return level
