"""Sample leads from government systems: on subjects that are stored, so that they link, else on nobody here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from . import identity, stored
from .people import person
from .places import Place, Places, street
from .sheets import (
    CROWD,
    CROWDED_FROM,
    Around,
    Fault,
    Planter,
    Row,
    Sheet,
    Truth,
    bad_address,
    crowd,
    of_any_line,
    put,
)
from .tips import GOVERNMENT, SOURCES

OFFICERS = ("Sample, Robin", "Specimen, Alex", "Template, Jordan", "Fixture, Casey")


class LeadSample:
    """Makes clean rows: each with a reference of its own, a real ZIP code, a street that does not exist."""

    def __init__(self, seed: int, places: Places, today: date) -> None:
        self.seed, self.places, self.today = seed, places, today
        self.rng = Random(f"{seed}:government-leads")
        self.live = stored.with_live_case(seed)
        self.ended = stored.without_live_case(seed)
        self.reference = next(
            start for n in range(1, 10_000) if not stored.references_taken(start := f"GL{seed}-{n}-")
        )
        self.strangers = 0

    def row(self, number: int, fault: Fault | None) -> Row:
        """The clean row at a place; about whom, as the fault to be planted needs it."""
        rng = self.rng
        about = rng.choice(self.ended) if fault and fault.needs == "ended" else self._live()
        if fault and fault.rule == "R-MASS-ADDRESS" and self.live:
            about = self.live[number % len(self.live)]  # each another person
        received = self.today - timedelta(days=rng.randrange(1, 15))
        last_seen = received - timedelta(days=rng.randrange(1, 120))
        kind = rng.choice(GOVERNMENT)
        row = {
            "source_reference": f"{self.reference}{number:07}",
            "source_kind": kind,
            "source_agency": rng.choice(SOURCES[kind]),
            "source_officer": rng.choice(OFFICERS),
            "received_on": received.isoformat(),
            "first_seen": (last_seen - timedelta(days=rng.randrange(500))).isoformat(),
            "last_seen": last_seen.isoformat(),
            "notes": "Given as the present home address." if rng.random() < 0.3 else "",
        }
        return row | (self._known(about) if about else self._stranger())

    def stranger(self) -> str:
        """An A-Number that no subject has."""
        while True:
            self.strangers += 1
            number = identity.a_number(self.seed + 7_000_003, self.strangers)
            if not stored.taken([number]):
                return number

    def _live(self) -> stored.Known | None:
        return self.rng.choice(self.live) if self.live else None

    def _known(self, about: stored.Known) -> Row:
        home = self.places.by_zip.get(about.zip)
        place = self.places.moved(self.rng, home) if home and home.office_id else self.places.choose(self.rng)
        return {
            "a_number": about.a_number,
            "family_name": about.family_name,
            "given_name": about.given_name,
            "birth_date": about.birth_on,
            **self._address(place),
        }

    def _stranger(self) -> Row:
        self.strangers += 1
        _, one = person(self.seed + 7_000_003, self.strangers, self.places, self.today)
        birth = one.values["birth_on"]
        return {
            "a_number": one.a_number,
            "family_name": one.values["family_name"],
            "given_name": one.values["given_name"],
            "birth_date": birth if len(birth) == 10 and not birth.endswith("-01-01") else "",
            **self._address(one.home),
        }

    def _address(self, place: Place) -> Row:
        line_1, line_2 = street(self.rng)
        return {
            "line_1": line_1,
            "line_2": line_2,
            "city": place.city,
            "state": place.state,
            "zip": place.zip,
        }


# --- what goes wrong


def _repeat(row: Row, around: Around) -> None:
    for name in ("source_reference", "source_kind", "source_agency"):
        row[name] = around.earlier[name]


def _seen_backwards(row: Row, around: Around) -> None:
    seen = date.fromisoformat(row["last_seen"])
    row["first_seen"], row["last_seen"] = row["last_seen"], (seen - timedelta(days=400)).isoformat()


def _born_later(row: Row, around: Around) -> None:
    received = date.fromisoformat(row["received_on"])
    row["birth_date"], row["received_on"] = row["received_on"], (received - timedelta(days=60)).isoformat()


def _another_birthday(row: Row, around: Around) -> None:
    row["birth_date"] = f"{int(row['birth_date'][:4]) - 2}-06-15"


def _year(form: str) -> Callable[[Row, Around], None]:
    def change(row: Row, around: Around) -> None:
        row["birth_date"] = form.format((row["birth_date"] or "1981")[:4])

    return change


def _stranger(row: Row, around: Around) -> None:
    row["a_number"] = around.stranger()


def _two_persons(row: Row, around: Around) -> None:
    row |= {
        "a_number": around.last["dated"]["a_number"],
        "family_name": "Otherperson",
        "birth_date": "1949-09-09",
    }


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults that can be planted, given who is stored."""

    known: bool
    ended: bool
    tomorrow: str

    def all(self) -> list[Fault]:
        """Every fault that can be."""
        there = {"": True, "known": self.known, "ended": self.ended}
        return [
            fault
            for fault in (*self._cells(), *bad_address(), *of_any_line("notes"))
            if there.get(fault.needs, True)
        ]

    def _cells(self) -> Iterator[Fault]:
        yield Fault("R-REQUIRED", "source_reference", "nothing", put("source_reference", ""))
        yield Fault("R-REPEATED", "source_reference", "the reference of an earlier row", _repeat)
        yield Fault("R-REQUIRED", "received_on", "nothing", put("received_on", ""))
        yield Fault("R-CODE", "source_kind", "not in the list", put("source_kind", "RUMOR"))
        yield Fault("R-A-NUMBER", "a_number", "five digits", put("a_number", "A90012"))
        yield Fault("R-UNLINKED", "a_number", "of nobody here", _stranger)
        yield Fault("R-UNLINKED", "a_number", "nothing", put("a_number", ""))
        yield Fault("R-NO-CASE", "a_number", "of a case that has ended", needs="ended")
        yield Fault("R-FORM", "family_name", "digits in a name", put("family_name", "Sampl3 0ne"))
        yield Fault("R-FORM", "source_officer", "too long", put("source_officer", "Sample " * 30))
        yield Fault(
            "R-NAME-TWO", "family_name", "another name", put("family_name", "Othername"), needs="known"
        )
        yield Fault("R-DOB-TWO", "birth_date", "another birthday", _another_birthday, needs="known")
        yield Fault("R-DOB-DEFAULT", "birth_date", "1 January", _year("{}-01-01"))
        yield Fault("R-AGE", "birth_date", "born too long ago", put("birth_date", "1889-02-03"))
        yield Fault("R-A-NUMBER-PERSONS", "a_number", "of another person", _two_persons, needs="dated")
        yield Fault("R-A-NUMBER-PAIR", "a_number", "another A-Number of a subject", _stranger, needs="known")
        yield Fault("R-DOB-PARTIAL", "birth_date", "the year only", _year("{}"))
        yield Fault("R-DATE", "received_on", "30 February", put("received_on", "2024-02-30"))
        yield Fault("R-DATE", "last_seen", "in another form", put("last_seen", "03/04/2024"))
        yield Fault("R-DATE", "birth_date", "in the future", put("birth_date", self.tomorrow))
        yield Fault("R-ORDER", "last_seen", "before first seen", _seen_backwards)
        yield Fault("R-ORDER", "birth_date", "after the lead was received", _born_later)
        yield Fault("R-ZIP-MISSING", "zip", "nothing", put("zip", ""))
        yield Fault("R-FORMULA", "notes", "a formula", put("notes", '=HYPERLINK("http://sample.invalid")'))


def write(
    sheet_of: Callable[[Planter], Sheet],
    *,
    rows: int,
    seed: int,
    places: Places,
    today: date,
    truth: Truth | None,
    report: Callable[[int], object],
) -> Sheet:
    """Write `rows` leads into the sheet that `sheet_of` makes for a planter."""
    sample = LeadSample(seed, places, today)
    tomorrow = (today + timedelta(days=40)).isoformat()
    faults = Faults(bool(sample.live), bool(sample.ended), tomorrow).all() if truth else []
    planter = Planter(faults, rows, sample.rng)
    sheet = sheet_of(planter)
    around = Around(sample.rng, places, sample.stranger)
    crowded = crowd() if truth and rows >= CROWDED_FROM else None
    for number in range(1, rows + 1):
        fault = crowded if crowded and number > rows - CROWD else planter.next()
        sheet.add(sample.row(number, fault), around, fault)
        report(1)
    return sheet
