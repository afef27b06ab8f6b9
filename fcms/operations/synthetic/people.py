"""An invented person: who they are, where they may live, how their case stands. Pure: the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from fcms.lib import policyfiles

from . import identity, names
from .places import Place, Places, street

FUGITIVE = ("5B", "8E", "8I", "5A", "1C")
OTHERS = ("5C", "5D", "2A", "2B", "8B", "8D", "5F", "3", "8C")
FUGITIVE_SHARE, WITHOUT_CASE = (58, 17, 9, 11, 5), 0.05
CONVICTED, IMMIGRATION_ONLY = 0.27, 0.14
GANGS = ("Sample Street Crew", "Placeholder Kings", "Mock Avenue Boys", "Specimen 13")
PORTS = (
    "San Ysidro, CA;Nogales, AZ;El Paso, TX;Laredo, TX;Hidalgo, TX;Brownsville, TX;Miami, FL;New York, NY;"
    "Los Angeles, CA;Houston, TX;Newark, NJ;Chicago, IL;Blaine, WA;Buffalo, NY;Atlanta, GA;San Juan, PR"
).split(";")
OFFENCES = (
    *("5404", "5404", "3599", "3562", "3532", "1399", "1313", "1315", "2399", "2303", "2299", "2202", "2699"),
    *("2589", "5299", "5203", "4801", "5015", "5399", "5311", "5707", "2404", "3699", "1299", "0999", "3801"),
)
IMMIGRATION_OFFENCES = ("0301", "0301", "0399", "0302", "0303")
STAYS = ("BIA_APPEAL", "IN_ABSENTIA_MOTION", "COURT_STAY", "IJ_STAY", "ICE_STAY", "STATUTORY")
_MIDDLE = 5.2
"""Median age of a case in years; a log-normal tail takes one in nine beyond fifteen."""


@dataclass(slots=True)
class Person:
    """Canonical values by column, the facts beside them, and the dates that a case follows from."""

    index: int
    a_number: str
    values: dict[str, Any]
    home: Place
    docket_code: str
    entered_on: date
    basis_on: date
    aliases: list[dict[str, str]]
    addresses: list[dict[str, Any]]
    identifiers: dict[str, str]
    charges: list[str]
    apprehensions: list[date]
    convictions: list[dict[str, str]]

    @property
    def has_case(self) -> bool:
        """Whether the category opens a case."""
        return self.values["case_category"] in FUGITIVE


def person(seed: int, index: int, places: Places, today: date) -> tuple[Random, Person]:
    """The person at `index`, and the randomness from which their life goes on."""
    rng = Random(f"{seed}:{index}")
    basis_on = today - timedelta(days=_age_of_case(rng))
    entered_on = basis_on - timedelta(days=30 + int(rng.expovariate(1 / 1300)))
    born_on = entered_on - timedelta(days=int(365.25 * min(max(rng.gauss(26, 9), 0.5), 62)))
    born_on = min(born_on, today - timedelta(days=int(365.25 * rng.uniform(18.5, 24))))
    home = places.choose(rng)
    docket = rng.choice(places.dockets[home.office_id or 0])
    values = _named(rng, born_on)
    convictions = _convictions(rng, entered_on, today)
    values |= _entry(rng, entered_on) | _order(rng, basis_on, today)
    values["docket_office_id"] = docket
    origin = next(one for one in names.ORIGINS if values["birth_place"] in one.places)
    return rng, Person(
        index=index,
        a_number=identity.a_number(seed, index),
        values=values,
        home=home,
        docket_code=places.codes[docket],
        entered_on=entered_on,
        basis_on=basis_on,
        aliases=_aliases(rng, origin, values),
        addresses=_addresses(rng, home, places, entered_on, today),
        identifiers=identity.identifiers(rng, seed, index, convicted=bool(convictions)),
        charges=_charges(rng, values["order_kind"], criminal=bool(convictions)),
        apprehensions=_days(rng, rng.choices((1, 2, 3), (87, 10, 3))[0], entered_on, basis_on),
        convictions=convictions,
    )


def _age_of_case(rng: Random) -> int:
    years = min(_MIDDLE * rng.lognormvariate(0, 0.85), 29)
    return max(int(365.25 * years), 6)


def _named(rng: Random, born_on: date) -> dict[str, Any]:
    origin = names.choose(rng)
    sex = rng.choices("MFXU", cum_weights=(755, 988, 989, 1000))[0]
    middle = names.given(rng, origin, sex) if rng.random() < 0.25 else ""
    return {
        "family_name": names.family(rng, origin),
        "given_name": names.given(rng, origin, sex),
        "middle_name": middle,
        "suffix": rng.choice(("JR", "SR", "II")) if rng.random() < 0.01 else "",
        "sex": sex,
        "birth_on": _birthday(rng, born_on),
        "birth_place": origin.places[names.rank(rng, len(origin.places))],
        "gang_affiliation": rng.choice(GANGS) if rng.random() < 0.006 else "",
    }


def _birthday(rng: Random, born_on: date) -> str:
    """Mostly the day; sometimes only the year or month; sometimes 1 January, as where it is not known."""
    chance = rng.random()
    if chance < 0.02:
        return f"{born_on.year}-01-01"
    if chance < 0.04:
        return str(born_on.year)
    if chance < 0.05:
        return f"{born_on:%Y-%m}"
    if (born_on.month, born_on.day) == (1, 1):
        born_on += timedelta(days=17)
    return born_on.isoformat()


def _entry(rng: Random, entered_on: date) -> dict[str, Any]:
    how = rng.choices(
        ("EWI", "PWA", "V", "NIM", "VWP", "STUD", "I", "PAR", "A"), (40, 12, 24, 6, 3, 4, 5, 4, 2)
    )[0]
    known = rng.choices((10, 7, 4, 0), (55, 15, 20, 10))[0]
    return {
        "last_entry_on": entered_on.isoformat()[:known],
        "last_entry_place": ("near " if how == "EWI" else "") + PORTS[names.rank(rng, len(PORTS))],
        "entry_class": how,
    }


def _order(rng: Random, basis_on: date, today: date) -> dict[str, Any]:
    """Category, order and failure to report, stays and claims; some persons are no fugitives."""
    fugitive = rng.random() >= WITHOUT_CASE
    category = rng.choices(FUGITIVE, FUGITIVE_SHARE)[0] if fugitive else rng.choice(OTHERS)
    known = policyfiles.case_categories()[category]
    final = known.opens == "FINAL_ORDER" or known.standing in ("final_order", "protected", "hold")
    old = basis_on < date(1997, 4, 1)
    stay = rng.choice(STAYS) if rng.random() < (0.008 if fugitive else 0.2) else ""
    ends = today + timedelta(days=rng.randrange(-200, 400)) if stay and rng.random() < 0.6 else None
    return {
        "case_category": category,
        "case_category_on": today - timedelta(days=1),
        "order_kind": (rng.choices(("DEPORTATION", "EXCLUSION"), (4, 1))[0] if old else "REMOVAL")
        if final
        else "",
        "final_order_on": basis_on if final else None,
        "failed_to_report_on": basis_on if known.opens == "FAILED_TO_REPORT" else None,
        "stay_kind": stay,
        "stay_until": ends,
        "citizenship_claim": True if rng.random() < 0.004 else False if rng.random() < 0.05 else None,
        "confidential_1367": True if rng.random() < 0.003 else None,
    }


def _aliases(rng: Random, origin: names.Origin, values: dict[str, Any]) -> list[dict[str, str]]:
    own = (values["family_name"], values["given_name"], values["middle_name"])
    found = [names.other_name(rng, origin, *own) for _ in range(rng.choices((0, 1, 2, 3), (74, 19, 5, 2))[0])]
    return list({tuple(one.values()): one for one in found}.values())


def _addresses(rng: Random, home: Place, places: Places, since: date, today: date) -> list[dict[str, Any]]:
    found = []
    place = home
    for number in range(rng.choices((1, 2, 3, 4), (52, 28, 14, 6))[0]):
        line_1, line_2 = street(rng)
        found.append(
            {
                "line_1": line_1,
                "line_2": line_2,
                "city": place.city,
                "state": place.state,
                "zip": place.zip,
                "provided_by_subject": number == 0 or rng.random() < 0.2,
                "seen_on": _day(rng, since, today - timedelta(days=1)),
            }
        )
        place = places.moved(rng, place)
    return found


CHARGES = {
    "REMOVAL": ("212a6Ai", "212a6Ai", "237a1B", "212a7AiI", "237a1Ci", "212a6B", "212a9CiII", "212a6Ci"),
    "DEPORTATION": ("241a1B", "241a1B", "241a1A"),
    "EXCLUSION": ("212a7AiI", "212a7BiII", "212a6Ci"),
}
CRIMINAL_CHARGES = {
    "REMOVAL": ("237a2Aiii", "237a2Bi", "237a2Ai", "237a2Ei", "212a2AiI", "237a2C"),
    "DEPORTATION": ("241a2Aiii", "241a2Bi", "241a2Ai"),
    "EXCLUSION": ("212a2AiI", "212a2AiII"),
}


def _charges(rng: Random, order_kind: str, *, criminal: bool) -> list[str]:
    kind = order_kind or "REMOVAL"
    found = [rng.choice(CHARGES[kind])]
    if criminal and rng.random() < 0.5:
        found.append(rng.choice(CRIMINAL_CHARGES[kind]))
    return found


def _convictions(rng: Random, since: date, today: date) -> list[dict[str, str]]:
    if rng.random() >= CONVICTED:
        return []
    codes = IMMIGRATION_OFFENCES if rng.random() < IMMIGRATION_ONLY else OFFENCES
    found = []
    for day in _days(rng, rng.choices((1, 2, 3, 4), (64, 22, 9, 5))[0], since, today - timedelta(days=20)):
        code = rng.choice(codes)
        known = policyfiles.offence(code)
        found.append(
            {
                "offense_code": code,
                "summary": known.name if known else "",
                "convicted_on": day.isoformat()[: rng.choices((10, 7, 4), (88, 5, 7))[0]],
                "jurisdiction": "FOREIGN" if rng.random() < 0.04 else "US",
            }
        )
    return found


def _day(rng: Random, since: date, until: date) -> date:
    return since + timedelta(days=rng.randrange(max((until - since).days, 0) + 1))


def _days(rng: Random, count: int, since: date, until: date) -> list[date]:
    return sorted({_day(rng, since, until) for _ in range(count)})
