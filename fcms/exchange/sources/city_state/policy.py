"""When a City State load is refused and when a missing one is noticed: `policy/directory.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fcms.lib.policytable import read


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares in percent, and a day of the month."""

    fewest: int
    most_unknown: int
    late_from_day: int


@cache
def limits() -> Limits:
    """The limits of a load. A bad file stops the start, naming file, key and reason."""
    file = read("directory.toml")
    entry = file.table("city_state")
    entry.promises()
    found = Limits(
        entry.number("fewest_percent"), entry.number("most_unknown_percent"), entry.number("late_from_day")
    )
    entry.done()
    file.done()
    if not 0 < found.fewest <= 100:
        raise entry.fail("fewest_percent", "must lie between 1 and 100.")
    if not 1 <= found.late_from_day <= 31:
        raise entry.fail("late_from_day", "must be a day of a month.")
    return found
