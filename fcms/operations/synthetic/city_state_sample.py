"""A synthetic City State directory: the real layout, the ZIP codes of the edition in force, some of them changed.

The file is always whole, as a directory must be; how many ZIP codes of it are changed is what is asked for. Names
of moved cities and the numbers of counties are invented, so nothing of the licensed product is repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from random import Random
from typing import IO

from fcms.exchange.rulebook import severity_of
from fcms.exchange.sources.city_state.read import DETAIL, RECORD
from fcms.offices.models import Jurisdiction, ZipCode
from fcms.offices.queries import current_edition, today
from fcms.offices.rules import Kind, county_key

from .places import Places

CLASSES = {Kind.STANDARD: " ", Kind.MILITARY: "M", Kind.PO_BOX: "P", Kind.UNIQUE: "U"}
SHARES = ("city", "county", "office", "gone", "added", "state")
"""What changes in turn; `office` is a county of another office in a divided state."""


@dataclass(frozen=True, slots=True)
class Zip:
    """A ZIP code as the sample has it."""

    zip: str
    city: str
    state: str
    counties: tuple[str, ...]
    kind: Kind
    others: tuple[str, ...] = ()


@dataclass
class Truth:
    """What was changed and what is wrong in the file."""

    changes: dict[str, list[str]] = field(default_factory=lambda: {what: [] for what in SHARES})
    planted: list[dict[str, object]] = field(default_factory=list)

    def fault(self, row: int, rule: str, column: str, what: str) -> None:
        """Put down a fault under its record; record 0 is the file as a whole."""
        self.planted.append(
            {
                "file": "ctystate.txt",
                "row": row,
                "column": column,
                "rule": rule,
                "severity": severity_of(rule),
                "what": what,
            }
        )


class Directory:
    """The edition in force, and what may be changed in it."""

    def __init__(self, seed: int, places: Places) -> None:
        self.rng = Random(f"{seed}:city-state")
        self.places = places
        self.zips = {one.zip: one for one in _stored()}

    @cached_property
    def counties(self) -> dict[str, dict[str, str]]:
        """By state, a three-digit number for each county: odd numbers by name, as they are given out."""
        names: dict[str, set[str]] = {}
        for one in self.zips.values():
            names.setdefault(one.state, set()).update(one.counties)
        return {
            state: {name: f"{2 * place + 1:03}" for place, name in enumerate(sorted(found))}
            for state, found in names.items()
        }

    @cached_property
    def other_office(self) -> dict[tuple[str, str], str]:
        """For a county of a divided state, a county of the same state that another office answers for."""
        listed = Jurisdiction.objects.on(today()).filter(county__isnull=False).order_by("state", "county")
        offices = {(area.state, county_key(area.county or "")): area.office_id for area in listed}
        found = {}
        for state, names in self.counties.items():
            for name in names:
                mine = offices.get((state, county_key(name)))
                theirs = [n for n in names if offices.get((state, county_key(n))) not in (mine, None)]
                if mine is not None and theirs:
                    found[state, name] = theirs[0]
        return found

    def change(self, rows: int, truth: Truth) -> None:
        """Change `rows` ZIP codes, each in one way, noted in `truth`."""
        candidates = [
            one for one in self.zips.values() if one.kind == Kind.STANDARD and len(one.counties) == 1
        ]
        self.rng.shuffle(candidates)
        divided = [one for one in candidates if (one.state, one.counties[0]) in self.other_office]
        used: set[str] = set()
        for number in range(rows):
            what = SHARES[number % len(SHARES)]
            pool = divided if what == "office" else candidates
            while pool and pool[-1].zip in used:
                pool.pop()
            if not pool:
                break
            one = pool.pop()
            used.add(one.zip)
            truth.changes[what].append(self._changed(what, number, one))

    def _changed(self, what: str, number: int, one: Zip) -> str:
        if what == "added":
            fresh = self.places.unknown[number % len(self.places.unknown)]
            self.zips[fresh] = replace(one, zip=fresh)
            return fresh
        if what == "gone":
            del self.zips[one.zip]
        elif what == "city":
            self.zips[one.zip] = replace(one, city=f"SAMPLEVILLE {number}", others=())
        elif what == "office":
            self.zips[one.zip] = replace(one, counties=(self.other_office[one.state, one.counties[0]],))
        elif what == "county":
            self.zips[one.zip] = replace(one, counties=(self._another_county(one),))
        else:
            state = "VT" if one.state != "VT" else "NH"
            county = self.rng.choice(sorted(self.counties[state]))
            self.zips[one.zip] = replace(one, state=state, counties=(county,))
        return one.zip

    def _another_county(self, one: Zip) -> str:
        names = [name for name in sorted(self.counties[one.state]) if name not in one.counties]
        return self.rng.choice(names) if names else "Samplecounty"


def _stored() -> Iterator[Zip]:
    listed = ZipCode.objects.filter(edition=current_edition()).order_by("zip", "id")
    held: list[ZipCode] = []
    for row in [*listed, None]:
        if held and (row is None or row.zip != held[0].zip):
            first = held[0]
            counties = tuple(one.county for one in held if one.county)
            others = tuple(name for name in first.other_cities if name.isascii() and len(name) <= 28)
            yield Zip(first.zip, first.city, first.state, counties, Kind(first.kind), others[:2])
            held = []
        if row is not None:
            held.append(row)


# --- records


def record(**fields: str) -> bytes:
    """A detail record of 129 bytes."""
    text = [" "] * RECORD
    text[0] = "D"
    for name, value in fields.items():
        start, end = DETAIL[name]
        text[start:end] = value.upper()[: end - start].ljust(end - start)
    return "".join(text).encode("ascii")


def copyright(month: date) -> bytes:
    """The first record."""
    return f"C     SAMPLE ONLY  {month:%m}-{month:%y} SMPL 001".ljust(RECORD).encode("ascii")


def other(code: str, zip5: str) -> bytes:
    """A record of a type that says nothing of where a ZIP code lies."""
    rest = {
        "A": "  SAMPLE ALIAS".ljust(72) + "A" + "20090101",
        "N": "YYYYYYYYYYYY",
        "Z": f"C001{zip5}C002 20090101",
        "S": zip5,
    }
    return f"{code}{zip5}{rest.get(code, '')}".ljust(RECORD)[:RECORD].encode("ascii")


def details(directory: Directory, one: Zip) -> Iterator[bytes]:
    """The detail records of a ZIP code: the preferred name in each county, then names that mail does not use."""
    numbers = directory.counties.get(one.state, {})
    key = f"{one.state}{sum(map(ord, one.city)) * 31 % 10_000:04}"
    given = {
        "zip": one.zip,
        "zip_class": CLASSES[one.kind],
        "last_line_key": key,
        "last_line": one.city,
        "state": one.state,
    }
    for place, county in enumerate(one.counties or ("",)):
        yield record(
            **given,
            city_key=key if not place else f"{key[:2]}K{place:03}",
            city=one.city,
            facility="P",
            mailing="Y",
            county_number=numbers.get(county, "999") if county else "000",
            county=county,
        )
    for place, name in enumerate(one.others):
        yield record(
            **given,
            city_key=f"{one.state}N{place:03}",
            city=name,
            facility="N",
            mailing="N",
            county_number=numbers.get(one.counties[0], "999") if one.counties else "000",
            county=one.counties[0] if one.counties else "",
        )


def faults(zip5: str) -> tuple[tuple[str, str, str, bytes], ...]:
    """Bad detail records, each with the rule that must find it, the column, and what is wrong."""
    good = {
        "zip": zip5,
        "city_key": "TXF001",
        "city": "FAULTVILLE",
        "facility": "P",
        "mailing": "Y",
        "last_line_key": "TXF001",
        "last_line": "FAULTVILLE",
        "state": "TX",
        "county_number": "113",
        "county": "FAULT",
    }

    def bad(column: str, value: str) -> bytes:
        return record(**{**good, column: value})

    return (
        ("R-FORM", "zip", "letters in a ZIP code", bad("zip", "7520O")),
        ("R-REQUIRED", "city", "no name", bad("city", "")),
        ("R-CODE", "state", "no state", bad("state", "ZZ")),
        ("R-CODE", "mailing", "an unknown indicator", bad("mailing", "X")),
        ("R-FORM", "county_number", "letters in a county number", bad("county_number", "1A3")),
        (
            "R-ENCODING",
            "",
            "a byte that is not ASCII",
            record(**good).replace(b"FAULTVILLE", b"FAULTVILL\xc9", 1),
        ),
    )


def write(
    stream: IO[bytes],
    *,
    rows: int,
    seed: int,
    places: Places,
    today: date,
    truth: Truth | None,
    report: Callable[[int], object],
) -> Truth:
    """Write the directory with `rows` ZIP codes changed; with `truth`, with bad records among the others."""
    noted = truth or Truth()
    directory = Directory(seed, places)
    directory.change(rows, noted)
    written = 0

    def put(one: bytes) -> int:
        nonlocal written
        stream.write(one)
        written += 1
        return written - 1

    put(copyright(today.replace(day=1)))
    spoilt = list(faults(places.unknown[-1])) if truth else []
    for number, zip5 in enumerate(sorted(directory.zips)):
        for one in details(directory, directory.zips[zip5]):
            put(one)
        if number % 50 == 0:
            put(other("ANZS"[number // 50 % 4], zip5))
        if spoilt and number % 700 == 350:
            rule, column, what, bad = spoilt.pop()
            noted.fault(put(bad), rule, column, what)
    if truth:
        _plant_types(noted, directory, put)
    report(rows)
    return noted


def _plant_types(truth: Truth, directory: Directory, put: Callable[[bytes], int]) -> None:
    """Records of types that are not known, and one that comes a second time."""
    zip5 = min(directory.zips)
    put(other("P", zip5))
    put(other("X", zip5))
    truth.fault(0, "R-RECORD-TYPE", "", "a record of unknown type")
    again = next(details(directory, directory.zips[zip5]))
    truth.fault(put(again), "R-REPEATED", "city_key", "a record that comes a second time")


def write_truth(stream: IO[str], head: dict[str, object], truth: Truth) -> None:
    """Write what was changed and planted."""
    json.dump({**head, "changes": truth.changes, "planted": truth.planted}, stream, indent=1)
