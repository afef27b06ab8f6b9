"""Is the directory in force late? Pure: days in, a sentence out."""

from __future__ import annotations

from datetime import date


def months_behind(month: date, today: date) -> int:
    """How many months a directory lies behind the month of `today`."""
    return (today.year - month.year) * 12 + today.month - month.month


def late(month: date | None, today: date, from_day: int) -> str:
    """Why headquarters should load a directory, in a sentence; "" while the one in force will do.

    The directory of a month is awaited until `from_day` of it.
    """
    if month is None:
        return (
            "The ZIP directory in force is the one that came with the program. No monthly directory of the Postal"
            " Service was loaded yet."
        )
    behind = months_behind(month, today)
    if behind < 1 or (behind == 1 and today.day < from_day):
        return ""
    return f"The ZIP directory in force is of {month:%B %Y}, and it is {today:%B %Y}. Load the newest one."
