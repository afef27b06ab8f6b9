"""What a cell may hold. Each cleaner takes a cell that is not empty and returns its canonical text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from functools import lru_cache

from django.conf import settings

from fcms.lib import identifiers, policyfiles
from fcms.lib.dates import check_range, latest_day, parse_date, parse_partial
from fcms.lib.malformed import Malformed, value_class

_NAME = re.compile(r"[^\W\d_][^\d_<>{}|\\^~=@$%*+\[\]\"]*")
KNOWN = 50_000
"""Values whose check is remembered: dates, states and ZIP codes come again and again. Names never are."""


def text(longest: int) -> Callable[[str], str]:
    """Free text of at most `longest` characters, blanks folded; control characters are refused."""

    def clean(cell: str) -> str:
        if len(cell) <= longest and cell.isascii() and cell.isprintable() and "  " not in cell:
            return cell  # as almost all are
        folded = " ".join(cell.split())
        if "\ufffd" in folded:
            raise Malformed("A character of this value was lost on its way. Write the value anew.")
        if len(folded) > longest:
            raise Malformed(f"At most {longest} characters fit here; this has {len(folded):,}. Shorten it.")
        if not folded.isprintable():
            raise Malformed("This holds a character that cannot be printed. Remove it.")
        return folded

    return clean


_name_text = text(80)


def name(cell: str) -> str:
    """A part of a person's name: letters first, no digits, no formula."""
    folded = _name_text(cell)
    if not _NAME.fullmatch(folded):
        raise Malformed(
            f"A name starts with a letter and has no digits or signs; this has {value_class(cell)}."
        )
    return folded


def listed(values: Collection[str]) -> Callable[[str], str]:
    """One of a list of codes; capital and small letters are the same."""
    known = {value.upper(): value for value in values}
    shown = ", ".join(values) if len(values) <= 12 else "the code list"

    def clean(cell: str) -> str:
        found = known.get(cell) or known.get(cell.upper())
        if found is None:
            raise Malformed(f"Use one of {shown}; this has {value_class(cell)}.")
        return found

    return clean


_yes_no = listed(("Y", "N"))


def yes_no(cell: str) -> str:
    """`Y` or `N`."""
    return _yes_no(cell)


@lru_cache(maxsize=4)
def _today_anywhere(minute: int) -> date:
    zones = {office.time_zone for office in policyfiles.offices()}
    return latest_day(datetime.fromtimestamp(minute * 60, UTC), zones)


def today_anywhere() -> date:
    """The latest date that any office has now: only what lies after it is the future."""
    return _today_anywhere(int(time.time() // 60))


_NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


def score(cell: str) -> str:
    """A score from 0 to 100, with at most two places behind the point."""
    if not _NUMBER.fullmatch(cell) or float(cell) > 100:
        raise Malformed(f"A score is a number from 0 to 100; this has {value_class(cell)}.")
    return f"{float(cell):.2f}".rstrip("0").rstrip(".")


def rank(cell: str) -> str:
    """A place in an order, counted from 1."""
    if not cell.isascii() or not cell.isdecimal() or not 1 <= int(cell[:6]) <= 9_999 or len(cell) > 4:
        raise Malformed(f"A rank is a whole number from 1 to 9999; this has {value_class(cell)}.")
    return str(int(cell))


LAST_DAY = date(2199, 12, 31)
"""No stay or deadline lies after it."""


@lru_cache(maxsize=KNOWN)
def past_date(cell: str) -> str:
    """A full date that is not in the future anywhere. What has passed once is past for good, so it is remembered."""
    day = parse_date(cell)
    check_range(day, latest=today_anywhere())
    return day.isoformat()


@lru_cache(maxsize=KNOWN)
def any_date(cell: str) -> str:
    """A full date, in the past or ahead."""
    day = parse_date(cell)
    check_range(day, latest=LAST_DAY)
    return day.isoformat()


@lru_cache(maxsize=KNOWN)
def past_partial(cell: str) -> str:
    """A date of which the day or the month may be unknown, not in the future anywhere."""
    partial = parse_partial(cell)
    check_range(partial, latest=today_anywhere())
    return str(partial)


def ssn(cell: str) -> str:
    """Nine digits; outside demonstration only a number that can have been issued."""
    profile = identifiers.Profile.SYNTHETIC if settings.DEMONSTRATION else identifiers.Profile.PRODUCTION
    return identifiers.ssn(cell, profile)


a_number = identifiers.a_number
zip5 = lru_cache(maxsize=KNOWN)(identifiers.zip5)
fbi_number = identifiers.fbi_number
fin = identifiers.fin
sid = identifiers.sid
tecs_number = identifiers.tecs_number
case_category = identifiers.case_category
charge = identifiers.ina_charge
state = lru_cache(maxsize=KNOWN)(identifiers.state)
offense_code = identifiers.offence_code
