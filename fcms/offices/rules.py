"""Where a ZIP code goes: the rule, pure. ZIP, its rows in the directory and the areas in; a decision out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Kind(StrEnum):
    """What kind of ZIP code it is."""

    STANDARD = "STANDARD"
    PO_BOX = "PO_BOX"
    UNIQUE = "UNIQUE"
    MILITARY = "MILITARY"


class Rule(StrEnum):
    """How a ZIP code was decided: the first two send it to an office, the others into the queue."""

    ZIP_ONE_OFFICE = "ZIP_ONE_OFFICE"
    ZIP_COUNTY = "ZIP_COUNTY"
    NO_ZIP = "NO_ZIP"
    UNKNOWN_ZIP = "UNKNOWN_ZIP"
    MILITARY = "MILITARY"
    NO_AREA = "NO_AREA"
    UNIQUE = "UNIQUE"
    PO_BOX = "PO_BOX"
    NO_COUNTY = "NO_COUNTY"
    TIE = "TIE"

    @property
    def routes(self) -> bool:
        """Whether the rule names an office; otherwise a person decides."""
        return self in (Rule.ZIP_ONE_OFFICE, Rule.ZIP_COUNTY)

    @property
    def sentence(self) -> str:
        """The rule in a sentence, for the screen."""
        return _SENTENCES[self]


_SENTENCES = {
    Rule.ZIP_ONE_OFFICE: "The whole of the ZIP code's state belongs to this office.",
    Rule.ZIP_COUNTY: "The state is divided between offices; the ZIP code's county belongs to this one.",
    Rule.NO_ZIP: "The address has no ZIP code. Find it, or choose the office by hand.",
    Rule.UNKNOWN_ZIP: "The ZIP directory does not know this ZIP code. Correct it, or choose the office by hand.",
    Rule.MILITARY: "This is a military ZIP code, which says nothing of the place. Choose the office by hand.",
    Rule.NO_AREA: "No field office answers for this place. Choose the office by hand.",
    Rule.UNIQUE: "This ZIP code belongs to one firm or agency; nobody lives there. Find the home address, or"
    " choose the office by hand.",
    Rule.PO_BOX: "This ZIP code has only post office boxes. Find the street address, or choose the office by hand.",
    Rule.NO_COUNTY: "The state is divided between offices by county, and the county of this ZIP code is not"
    " known. Choose the office by hand.",
    Rule.TIE: "This ZIP code lies in the areas of several offices. Choose the one for the street address.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the directory for a ZIP code."""

    state: str
    county: str | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class Areas:
    """Who answers for what: whole states, and counties of divided states under (state, `county_key`)."""

    states: Mapping[str, str]
    counties: Mapping[tuple[str, str], str]
    divided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """Which office (its code) by which rule; no office means the queue."""

    rule: Rule
    office: str | None = None


def arrange(rows: Sequence[tuple[str, str | None, str]]) -> Areas:
    """Arrange jurisdictions, each (state, county or None, office code), for `route`."""
    return Areas(
        states={state: office for state, county, office in rows if county is None},
        counties={(state, county_key(county)): office for state, county, office in rows if county},
        divided=frozenset(state for state, county, _ in rows if county),
    )


_COUNTY_WORDS = re.compile(r"\s+(county|parish|borough|municipality|municipio|census area)$", re.IGNORECASE)


@cache
def county_name(text: str) -> str:
    """A county's name without the word for what it is: `Dallas County` is `Dallas`."""
    return _COUNTY_WORDS.sub("", text.strip())


@cache
def county_key(text: str) -> str:
    """A county's name for comparison: `De Witt County`, `DeWitt` and `dewitt` are one."""
    return place_key(county_name(text))


_SHORT = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}


def place_key(text: str) -> str:
    """The name of a place for comparison: no accents, signs or blanks, `Saint Paul` and `ST. PAUL` alike."""
    plain = unicodedata.normalize("NFKD", text).lower()
    words = re.sub(r"[^a-z ]", "", plain.replace("-", " ")).split()
    return "".join(_SHORT.get(word, word) for word in words)


def route(zip5: str, places: Sequence[Place], areas: Areas) -> Decision:
    """Decide the office of a ZIP code of five digits from its rows in the directory, or why a person must."""
    if not zip5:
        return Decision(Rule.NO_ZIP)
    if not places:
        return Decision(Rule.UNKNOWN_ZIP)
    kinds = {place.kind for place in places}
    if Kind.MILITARY in kinds:
        return Decision(Rule.MILITARY)
    if any(place.state not in areas.states and place.state not in areas.divided for place in places):
        return Decision(Rule.NO_AREA)
    if Kind.UNIQUE in kinds:
        return Decision(Rule.UNIQUE)
    if Kind.PO_BOX in kinds:
        return Decision(Rule.PO_BOX)
    return _by_area(places, areas)


def _by_area(places: Sequence[Place], areas: Areas) -> Decision:
    offices = {_office(place, areas) for place in places}
    if None in offices:
        return Decision(Rule.NO_COUNTY)
    if len(offices) > 1:
        return Decision(Rule.TIE)
    divided = any(place.state in areas.divided for place in places)
    return Decision(Rule.ZIP_COUNTY if divided else Rule.ZIP_ONE_OFFICE, offices.pop())


def _office(place: Place, areas: Areas) -> str | None:
    if place.state in areas.divided:
        return areas.counties.get((place.state, county_key(place.county or "")))
    return areas.states[place.state]


def team(zip5: str, prefixes: Mapping[str, int], first: int) -> int:
    """The number of the team that takes a ZIP code: the longest prefix wins, else the office's first team."""
    for length in (5, 4, 3):
        if (number := prefixes.get(zip5[:length])) is not None:
            return number
    return first
