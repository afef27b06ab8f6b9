"""Which extracts should have come by now: `policy/extracts.toml`, and the rule that says so. Pure: values in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from fcms.lib.policytable import read

SHOWN = 14
"""Days looked back: what has not come by then is another matter than a late extract."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """An extract that comes every day, and the time at headquarters by which yesterday's is there."""

    kind: str
    producer: str
    by: time


@cache
def expected() -> tuple[Expected, ...]:
    """The extracts of the policy. A bad file is an error with file, key and reason."""
    file = read("extracts.toml")
    found = []
    for entry in file.tables("extract"):
        by = time.fromisoformat(entry.text("by", form="([01][0-9]|2[0-3]):[0-5][0-9]"))
        found.append(Expected(entry.text("kind"), entry.text("producer"), by))
        entry.promises()
        entry.done()
    file.done()
    return tuple(found)


def missing(one: Expected, came: Collection[date], now: datetime) -> list[date]:
    """The days whose extract should be there at `now` (told in headquarters' zone) and is not, the oldest first.

    `came` are the days of the extracts that came; before the first of them none was expected.
    """
    if not came:
        return []
    last = now.date() - DAY if now.time() >= one.by else now.date() - 2 * DAY
    first = max(min(came) + DAY, last - (SHOWN - 1) * DAY)
    days = (first + number * DAY for number in range((last - first).days + 1))
    return [day for day in days if day not in came]
