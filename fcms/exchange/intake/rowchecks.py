"""Checks within one row that several kinds of extract share. Pure: canonical cells in, flaws out."""

from __future__ import annotations

from fcms.exchange.layout import Flaw
from fcms.exchange.rulebook import limit_of

from .cleaners import today_anywhere


def birthday_flaws(birth: str | None) -> list[Flaw]:
    """What is odd about a canonical birth date: a default one, or an age that nobody reaches."""
    if not birth:
        return []
    flaws = []
    if birth.endswith("-01-01"):
        flaws.append(
            Flaw("R-DOB-DEFAULT", "birth_date", "1 January may stand for an unknown birthday. Weigh it so.")
        )
    if today_anywhere().year - int(birth[:4]) > limit_of("R-AGE"):
        flaws.append(
            Flaw(
                "R-AGE",
                "birth_date",
                f"This makes the person older than {limit_of('R-AGE')} years. Check it.",
            )
        )
    return flaws
