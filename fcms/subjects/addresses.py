"""When two addresses are the same one: compared by a key that PostgreSQL computes alike (`sql/address_key.sql`)."""

from __future__ import annotations

import hashlib
import re

ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüý"
PLAIN = "AAAAAACEEEEIIIINOOOOOUUUUYAAAAAACEEEEIIIINOOOOOUUUUY"
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_FOLD = str.maketrans(ACCENTED + _SMALL, PLAIN + _SMALL.upper())
_SIGNS = re.compile(r"[^A-Z0-9]+")
ZIP = re.compile(r"(?<![0-9])([0-9]{5})(?:-[0-9]{4})?\s*$")
_UNIT = re.compile(r"\b(?:APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|LOT|TRLR|FL|FLOOR|NO)\b.*|#.*", re.IGNORECASE)


def folded(text: str) -> str:
    """A text in capitals without accents."""
    return text.translate(_FOLD)


def plain_line(text: str) -> str:
    """An address line in plain capitals: `100 Sample Way, Apt. 3` becomes `100 SAMPLE WAY APT 3`."""
    return _SIGNS.sub(" ", folded(text)).strip(" ")


def address_key(line_1: str, line_2: str, zip: str) -> str:
    """The key by which two writings of one address are equal: 32 hexadecimal digits.

    `zip` counts with its first five digits. The function `fcms_address_key` of the database gives the same.
    """
    whole = "|".join((plain_line(line_1), plain_line(line_2), plain_line(zip)[:5]))
    return hashlib.md5(whole.encode("ascii"), usedforsecurity=False).hexdigest()


def searched(words: str) -> tuple[str, str]:
    """Take what was typed as an address apart: its street line without a unit, and its ZIP code or ""."""
    zipped = ZIP.search(words)
    street = words[: zipped.start()] if zipped else words
    return plain_line(_UNIT.sub("", street)), zipped.group(1) if zipped else ""
