"""The layout of `city-state` (`formats.md` 2): of a detail record, what says where a ZIP code lies."""

from __future__ import annotations

import re
from functools import cache

from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind, Reader
from fcms.lib import policyfiles
from fcms.lib.malformed import Malformed, value_class

from . import read
from .checks import SET_CHECKS


def city_key(cell: str) -> str:
    """The key of a city name: six letters and digits."""
    if not re.fullmatch(r"[A-Z0-9]{6}", cell):
        raise Malformed(f"A city key has six letters and digits; this has {value_class(cell)}.")
    return cell


def zip_code(cell: str) -> str:
    """Five digits, leading zeros kept."""
    if not re.fullmatch(r"[0-9]{5}", cell):
        raise Malformed(f"A ZIP code of the directory has five digits; this has {value_class(cell)}.")
    return cell


def county_number(cell: str) -> str:
    """The three digits of a county within its state."""
    if not re.fullmatch(r"[0-9]{3}", cell):
        raise Malformed(f"A county number has three digits; this has {value_class(cell)}.")
    return cell


@cache
def divided_states() -> frozenset[str]:
    """The states that several offices share, by county."""
    return frozenset(state for office in policyfiles.offices().field_offices for state in office.counties)


def check_together(row: dict[str, str | None]) -> list[Flaw]:
    """What of one record does not fit together: a county that is missing, a name that mail does not use."""
    flaws = []
    by_county = row["state"] in divided_states() and row["zip_class"] is None
    if by_county and (not row["county"] or row["county_number"] in (None, "000")):
        flaws.append(
            Flaw(
                "R-COUNTY",
                "county",
                "The county is missing. This state is divided by county, so leads of this ZIP code wait by hand.",
            )
        )
    if row["mailing"] == "N" and row["city"] and row["city"] == row["last_line"]:
        flaws.append(
            Flaw(
                "R-LAST-LINE",
                "last_line",
                "The preferred last line is a name that is not used for mail. Compare.",
            )
        )
    return flaws


DETAIL = FileLayout(
    "ctystate.txt",
    (
        Column("zip", zip_code, required=True),
        Column("city_key", city_key, required=True),
        Column("zip_class", c.listed(("M", "P", "U"))),
        Column("city", c.text(28), required=True),
        Column("facility", c.listed(("B", "C", "N", "P", "S", "U"))),
        Column("mailing", c.yes_no, required=True),
        Column("last_line_key", city_key),
        Column("last_line", c.text(28), required=True),
        Column("state", c.state, required=True),
        Column("county_number", county_number),
        Column("county", c.text(25)),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

CITY_STATE = Kind(
    "city-state",
    "City State (ZIP directory)",
    "USPS",
    (DETAIL,),
    "The monthly directory of ZIP codes. Applied, it becomes the edition in force: routes are computed anew, stored"
    " addresses are compared with it, and for open leads whose office changes a transfer is proposed.",
    reader=Reader(read.look, read.rows),
)
