"""How values read on a page: dates, spans of days, grouped identifiers. Pure: today is an argument."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils import timezone

from fcms.lib.dates import PartialDate, parse_partial
from fcms.lib.malformed import Malformed

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_A_NUMBER = re.compile(r"[Aa](\d{3})(\d{3})(\d{3})")


def day_of(value: object) -> date | None:
    """The whole day that `value` (date, moment, or text or partial date as `YYYY-MM-DD`) means, if it does."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    known = _partial(value)
    return known.earliest if known is not None and known.whole else None


def _partial(value: object) -> PartialDate | None:
    try:
        return parse_partial(str(value or ""))
    except Malformed:
        return None


def day_words(value: object) -> str:
    """Write `12 Mar 2009`, and `Mar 2009` or `2009` for a partial date; other text as it stands."""
    if (day := day_of(value)) is not None:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    known = _partial(value)
    if known is None:
        return str(value or "")
    return f"{MONTHS[known.month - 1]} {known.year}" if known.month else str(known.year)


def time_words(value: datetime) -> str:
    """Write the office's own time of day as `09:12`."""
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%H:%M}"


def ago_words(day: date, today: date) -> str:
    """Write how far `day` lies from `today`: days up to two months, then months, then years."""
    days = (today - day).days
    if days in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    size, unit = _span(abs(days))
    span = f"{size} {unit}{'' if size == 1 else 's'}"
    return f"{span} ago" if days > 0 else f"in {span}"


def _span(days: int) -> tuple[int, str]:
    if days < 60:
        return days, "day"
    if days < 730:
        return int(days / 30.44), "month"
    return int(days / 365.25), "year"


def grouped(value: object) -> str:
    """Group an A-Number as `A900-123-456`; leave other identifiers as they stand."""
    text = str(value or "")
    match = _A_NUMBER.fullmatch(text)
    return f"A{match[1]}-{match[2]}-{match[3]}" if match else text


def greeting(hour: int) -> str:
    """Greet by the hour of the day (0 to 23)."""
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
