"""Dates as officers have them: some known only to the year or the month, all in an office's own time."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .malformed import Malformed, value_class

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
FIRST_DAY = date(1880, 1, 1)
"""No date of a living person or a case lies before it."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the month and the day, may be unknown."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def whole(self) -> bool:
        """Whether the day is known."""
        return self.day is not None

    @property
    def earliest(self) -> date:
        """The first day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def default_birthday(self) -> bool:
        """Whether it is 1 January, which is often written where the true birthday is unknown."""
        return self.month == 1 and self.day == 1

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both may mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def surely_before(self, other: PartialDate) -> bool:
        """Whether every day that it may mean lies before every day that `other` may mean."""
        return self.latest < other.earliest


def parse_partial(text: str) -> PartialDate:
    """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raise `Malformed` with a sentence for anything else."""
    text = text.strip()
    match = _FORM.fullmatch(text)
    if match is None:
        raise Malformed(
            f"A date must be a year, year-month or full date, such as 1971, 1971-03 or 1971-03-04;"
            f" this one has {value_class(text)}.",
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    partial = PartialDate(year or 0, month, day)
    try:
        partial.earliest  # noqa: B018 - asks the calendar
    except ValueError:
        raise Malformed(f"There is no such day in the calendar. {_remedy(year, month)}") from None
    return partial


def _remedy(year: int | None, month: int | None) -> str:
    if not year:
        return "Give the year with four digits."
    if month is not None and not 1 <= month <= 12:
        return "The month, in the middle, must be 01 to 12."
    return "Check the day against its month, or leave it out if it is not known."


def parse_date(text: str) -> date:
    """Read a full date `YYYY-MM-DD`; raise `Malformed` with a sentence for anything else."""
    partial = parse_partial(text)
    if not partial.whole:
        raise Malformed("Here the full date is needed, year-month-day, such as 2009-08-11.")
    return partial.earliest


def check_range(
    day: PartialDate | date, *, latest: date, earliest: date = FIRST_DAY, what: str = "The date"
) -> None:
    """Raise `Malformed` if `day` surely lies before `earliest` or after `latest`, naming it as `what`."""
    first, last = (day.earliest, day.latest) if isinstance(day, PartialDate) else (day, day)
    if first > latest:
        raise Malformed(f"{what} lies in the future. Correct the year, month or day.")
    if last < earliest:
        raise Malformed(f"{what} lies before {earliest.year}. Correct the year.")


def local_day(moment: datetime, zone: str) -> date:
    """The date that `moment` (aware) has in the IANA time zone `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def latest_day(moment: datetime, zones: Iterable[str]) -> date:
    """The latest date that `moment` has in any of `zones`: only what lies after it is the future everywhere."""
    return max(local_day(moment, zone) for zone in zones)


def age(birth: date, on: date) -> int:
    """Whole years from `birth` to `on`; someone born on 29 February turns older on 1 March of other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def ages(birth: PartialDate, on: date) -> tuple[int, int]:
    """The lowest and the highest age, in whole years, that a birth date partly known allows on a day."""
    return age(birth.latest, on), age(birth.earliest, on)
