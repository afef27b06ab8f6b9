"""The human numbers of records, such as `L26-004512-5`: prefix, year, serial, and a Luhn check digit.

The database makes them (`fcms_number`, PIA-1.5-2); this is its twin for reading what a person typed.
"""

from __future__ import annotations

import re

_PARTS = re.compile(r"([A-Z]{1,4})\s*-?\s*(\d{2})\s*-?\s*(\d{6,})\s*-?\s*(\d)")


def check_digit(digits: str) -> str:
    """Return the Luhn check digit of `digits`."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value // 10 + value % 10
    return str(-total % 10)


def number(prefix: str, year: int, serial: int) -> str:
    """Return the number of the record that is the `serial`-th of its series, made in `year` (four digits)."""
    yy, digits = f"{year % 100:02}", f"{serial:06}"
    return f"{prefix}{yy}-{digits}-{check_digit(yy + digits)}"


def tidy(text: str) -> str:
    """Return `text` in the form that is stored, forgiving lower case, blanks and missing dashes.

    What is no number is returned trimmed and in upper case; `is_number` tells the two apart.
    """
    text = text.strip().upper()
    parts = _PARTS.fullmatch(text)
    return "{}{}-{}-{}".format(*parts.groups()) if parts else text


def is_number(text: str) -> bool:
    """Say whether `text` is a number whose check digit is right, which one mistyped digit never is."""
    parts = _PARTS.fullmatch(text.strip().upper())
    if parts is None:
        return False
    _, yy, serial, check = parts.groups()
    return check_digit(yy + serial) == check
