"""The standard writing of an address after Publication 28: taken apart by usaddress, put together by a table.

Pure: text in, parts out. The text as received is never changed by it. What cannot be taken apart for sure (kilometers
in Puerto Rico, a lot in a park without a street) is said to be unparsed rather than guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from .addresses import folded
from .publication28 import DIRECTIONS, ROADS, SUFFIXES, UNITS, UNITS_ALONE

VERSION = 1
"""The version of these rules; what an older one wrote is written anew by the nightly run."""

PO_BOX, RURAL, MILITARY, GENERAL, UNPARSED = "PO_BOX", "RURAL", "MILITARY", "GENERAL", "UNPARSED"
UNIT_MISSING, ZIP_STATE = "UNIT_MISSING", "ZIP_STATE"
FLAGS = {
    PO_BOX: "PO box",
    RURAL: "Rural route",
    MILITARY: "Military mail",
    GENERAL: "General delivery",
    UNPARSED: "Cannot be taken apart",
    UNIT_MISSING: "Unit missing",
    ZIP_STATE: "ZIP code of another state",
}
"""What can be said of an address, in words. The first five follow from the text, the others from what else is known."""


@dataclass(frozen=True, slots=True)
class Standard:
    """An address in its standard writing: the street line without its unit, the unit, what else is to be said."""

    street: str = ""
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The whole delivery line, as `100 SAMPLE WAY APT 3`; "" where the address could not be taken apart."""
        return f"{self.street} {self.unit}".strip()


_SIGNS = re.compile(r"[^A-Z0-9/#.\- ]+")
_LONE_SIGN = re.compile(r"(?<![0-9])\.|\.(?![0-9])|(?<![A-Z0-9])[-/]|[-/](?![A-Z0-9])")
_BOX = re.compile(r"(?:P ?O ?B? ?|POST OFFICE )?BOX (?:# ?)?([A-Z0-9-]+)|P ?O ?B (?:# ?)?([A-Z0-9-]+)")
_ROUTE = re.compile(
    r"(?:(RR|R R|RURAL ROUTE|RURAL RTE|RFD|RD|RT|RTE)|(HC|HIGHWAY CONTRACT|STAR ROUTE|SR)) (?:# ?)?([0-9]+[A-Z]?)"
    r" (?:BOX|BX) (?:# ?)?([A-Z0-9-]+)"
)
_MILITARY = re.compile(r"(PSC|CMR|UNIT) ([0-9]+) BOX ([A-Z0-9-]+)")
_GENERAL = re.compile(r"GEN(?:ERA)?L? DEL(?:IVERY)?")
_PUERTO_RICO = re.compile(
    r"\b(?:CARR|CARRETERA|KM|URB|URBANIZACION|CALLE|BARRIO|BO|PARC|PARCELAS|SECT|SECTOR)\b"
)
_TO_SOMEBODY = re.compile(r"^(?:C/O|ATTN|ATTENTION)\b.*")
_FLOOR = re.compile(r" ?\b([0-9]+)(?:ST|ND|RD|TH) (?:FL|FLR|FLOOR)$")
_UNIT = re.compile(
    rf" ?\b({'|'.join(UNITS)}|#) ?(?:# ?)?([0-9]+[A-Z]?(?:[-/][0-9A-Z]+)?|[A-Z]{{1,2}}-?[0-9]*)$"
)
_NUMBER_SIGN = re.compile(r" ?# ?([A-Z0-9-]+)$")
_ALONE = re.compile(rf" ?\b({'|'.join(UNITS_ALONE)})$")
_BARE = re.compile(r"(?:# ?)?([0-9]+[A-Z]?|[A-Z][0-9]*)")

_NUMBER = ("AddressNumberPrefix", "AddressNumber", "AddressNumberSuffix")
_STREET = (
    "StreetNamePreDirectional",
    "StreetNamePreModifier",
    "StreetNamePreType",
    "StreetName",
    "StreetNamePostType",
    "StreetNamePostDirectional",
    "StreetNamePostModifier",
)
_UNIT_WORDS = (
    *("OccupancyType", "OccupancyIdentifier", "SubaddressType", "SubaddressIdentifier"),
    *("BuildingName", "Recipient"),
)


def standardise(line_1: str, line_2: str = "") -> Standard:
    """Write an address in its standard form. Both lines are as received."""
    first, second = plain(line_1), _TO_SOMEBODY.sub("", plain(line_2))
    whole = f"{first} {second}".strip()
    if special := _not_a_street(first, second, whole):
        return special
    if _PUERTO_RICO.search(whole):
        return Standard(flags=(UNPARSED,))
    rest, units = _without_units(first)
    street = _street_of(rest)
    more = _second_line(second) if second else []
    if street is None or more is None:
        rest, units = _without_units(whole)
        street, more = _street_of(rest), []
    if street is None:
        return Standard(flags=(UNPARSED,))
    line, parts, within = street
    unit = " ".join([*within, *units, *more])
    return Standard(line, unit, (*parts, *((("unit", unit),) if unit else ())))


def plain(text: str) -> str:
    """A line in capitals without accents and without the signs that the standard leaves out."""
    kept = _SIGNS.sub(" ", folded(text))
    return " ".join(_LONE_SIGN.sub(" ", kept).split())


def _not_a_street(first: str, second: str, whole: str) -> Standard | None:
    """A box, a route, military mail or general delivery; None where it is none of these."""
    if found := _BOX.fullmatch(whole) or _BOX.fullmatch(first):
        return Standard(f"PO BOX {found[1] or found[2]}", flags=(PO_BOX,))
    if found := _ROUTE.fullmatch(whole):
        kind = "RR" if found[1] else "HC"
        return Standard(f"{kind} {found[3]} BOX {found[4]}", flags=(RURAL,))
    if found := _MILITARY.fullmatch(whole):
        return Standard(found[0], flags=(MILITARY,))
    if _GENERAL.fullmatch(whole):
        return Standard("GENERAL DELIVERY", flags=(GENERAL,))
    return None


def _without_units(text: str) -> tuple[str, list[str]]:
    """A line without the units at its end, and these, each in its standard writing."""
    units: list[str] = []
    while True:
        if found := _FLOOR.search(text):
            unit = f"FL {found[1]}"
        elif found := _UNIT.search(text):
            unit = f"{UNITS.get(found[1], '#')} {found[2]}"
        elif found := _NUMBER_SIGN.search(text):
            unit = f"# {found[1]}"
        elif (found := _ALONE.search(text)) and len(text.split()) > 3:
            unit = UNITS_ALONE[found[1]]
        else:
            return text, units
        rest = text[: found.start()].strip()
        if len(rest.split()) < 2:
            return text, units  # a number alone is no street: the word was its name
        text = rest
        units.insert(0, unit)


def _second_line(text: str) -> list[str] | None:
    """The units of a second line; None where it holds something else."""
    if text in UNITS_ALONE:
        return [UNITS_ALONE[text]]
    if found := _BARE.fullmatch(text):
        return [f"# {found[1]}"]
    rest, units = _without_units(f"0 X {text}")
    return units if rest == "0 X" else None


def _street_of(text: str) -> tuple[str, tuple[tuple[str, str], ...], list[str]] | None:
    """The street line of a text, its parts, and a unit that stood before it; None where it is not surely a street."""
    tagged = _tagged(text)
    if not tagged or not set(tagged) <= {*_NUMBER, *_STREET, *_UNIT_WORDS}:
        return None
    number = " ".join(tagged[label] for label in _NUMBER if label in tagged)
    if not tagged.get("StreetName") or not any(sign.isdigit() for sign in tagged.get("AddressNumber", "")):
        return None
    words = [(label, _written(label, tagged[label])) for label in _STREET if label in tagged]
    unit = [
        f"{UNITS.get(tagged.get(f'{kind}Type', ''), tagged.get(f'{kind}Type', '#'))} {name.removeprefix('# ')}"
        for kind in ("Subaddress", "Occupancy")
        if (name := tagged.get(f"{kind}Identifier"))
    ]
    line = " ".join([number, *(word for _, word in words)])
    return line, (("number", number), *((_NAMES[label], word) for label, word in words)), unit


_NAMES = {
    "StreetNamePreDirectional": "predirection",
    "StreetNamePreModifier": "premodifier",
    "StreetNamePreType": "pretype",
    "StreetName": "name",
    "StreetNamePostType": "suffix",
    "StreetNamePostDirectional": "postdirection",
    "StreetNamePostModifier": "postmodifier",
}


def _written(label: str, words: str) -> str:
    if label.endswith("Directional"):
        return DIRECTIONS.get(words, words)
    if label == "StreetNamePostType":
        *before, last = words.split()
        return " ".join([*before, SUFFIXES.get(last, last)])
    if label == "StreetNamePreType":
        return _road(words)
    return words


def _road(words: str) -> str:
    for first, second, standard in ROADS:
        spelled = {f"{one} {two}" for one in first for two in second} if second else set(first)
        if words in spelled:
            return standard
    return words


def _tagged(text: str) -> dict[str, str]:
    """The parts of a street line by usaddress; nothing where it is not sure of them."""
    parser = _parser()
    try:
        tagged, kind = parser.tag(text)
    except parser.RepeatedLabelError:
        return {}
    return dict(tagged) if kind == "Street Address" else {}


@cache
def _parser() -> Any:
    import usaddress  # it reads its model at once, which not every command needs

    return usaddress
