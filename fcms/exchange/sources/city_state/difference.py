"""What a City State load would change: ZIP codes added, gone, moved, and which go to another office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from fcms.exchange.models import Intake
from fcms.offices.directory import DirectoryRow
from fcms.offices.models import Office, ZipCode, ZipRoute
from fcms.offices.queries import areas, current_edition, today
from fcms.offices.rules import Areas, Kind, Place, Rule, county_key, place_key, route

from .rows import NOT_REJECTED, directory_rows, records, spelling

ADDED, GONE, CITY, COUNTY, STATE, KIND = "added", "gone", "city", "county", "state", "kind"
OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a ZIP code lies: its city, its states and counties in order, its kind."""

    city: str
    places: tuple[tuple[str, str | None], ...]
    kind: Kind

    @property
    def words(self) -> str:
        """As the screen says it: `Dallas TX, Dallas County`."""
        states = " and ".join(dict.fromkeys(state for state, _ in self.places))
        counties = ", ".join(county for _, county in self.places if county)
        return f"{self.city} {states}" + (f" ({counties})" if counties else "")


@dataclass(frozen=True, slots=True)
class ZipChange:
    """A ZIP code that the load changes: in what, and where its leads go before and after (None: the queue)."""

    zip: str
    what: frozenset[str]
    before: Lies | None
    after: Lies | None
    office_before: int | None
    office_after: int | None
    rule_after: str

    @property
    def moves_office(self) -> bool:
        """Whether its leads go elsewhere since."""
        return self.office_before != self.office_after


def differences(intake: Intake, which: str = NOT_REJECTED) -> list[ZipChange]:
    """Every ZIP code that the rows chosen by `which` (SQL) change against the edition in force, by ZIP code."""
    after = of_rows(directory_rows(records(intake, which), spelling()))
    return compare(in_force(), after)


def compare(before: dict[str, Lies], after: dict[str, Lies]) -> list[ZipChange]:
    """Every ZIP code that differs between two states of the directory, with its way before and after."""
    held = dict(ZipRoute.objects.values_list("zip", "office_id"))
    answering, offices = areas(today()), dict(Office.objects.values_list("code", "id"))
    changes = []
    for zip5 in sorted(before.keys() | after.keys()):
        old, new = before.get(zip5), after.get(zip5)
        what = _what(old, new)
        if not what:
            continue
        office, rule = _way(zip5, new, answering, offices)
        moved = {OFFICE} if old and new and office != held.get(zip5) else set()
        changes.append(ZipChange(zip5, frozenset(what | moved), old, new, held.get(zip5), office, rule))
    return changes


def in_force() -> dict[str, Lies]:
    """Where every ZIP code of the edition in force lies."""
    listed = ZipCode.objects.filter(edition=current_edition()).order_by("zip", "id")
    rows = listed.values_list("zip", "city", "state", "county", "kind")
    found: dict[str, Lies] = {}
    for zip5, group in groupby(rows, key=lambda row: row[0]):
        of_zip = list(group)
        places = tuple((state, county) for _, _, state, county, _ in of_zip)
        found[zip5] = Lies(of_zip[0][1], places, Kind(of_zip[0][4]))
    return found


def of_rows(rows: Iterable[DirectoryRow]) -> dict[str, Lies]:
    """Where every ZIP code lies by these rows, which come by ZIP code."""
    found: dict[str, Lies] = {}
    for zip5, group in groupby(rows, key=attrgetter("zip")):
        of_zip = list(group)
        places = tuple((row.state, row.county) for row in of_zip)
        found[zip5] = Lies(of_zip[0].city, places, of_zip[0].kind)
    return found


def _what(before: Lies | None, after: Lies | None) -> set[str]:
    if before == after:
        return set()
    if before is None:
        return {ADDED}
    if after is None:
        return {GONE}
    what = set()
    if place_key(before.city) != place_key(after.city):
        what.add(CITY)
    if {state for state, _ in before.places} != {state for state, _ in after.places}:
        what.add(STATE)
    if _counties(before) != _counties(after):
        what.add(COUNTY)
    if before.kind != after.kind:
        what.add(KIND)
    return what


def _counties(lies: Lies) -> set[tuple[str, str]]:
    # The product cuts the names of counties at 25 characters.
    return {(state, county_key((county or "")[:25].strip())) for state, county in lies.places}


def _way(zip5: str, lies: Lies | None, answering: Areas, offices: dict[str, int]) -> tuple[int | None, str]:
    places = [Place(state, county, lies.kind) for state, county in lies.places] if lies else []
    decision = route(zip5, places, answering)
    return (offices[decision.office] if decision.office else None), Rule(decision.rule).value


def counts(changes: list[ZipChange]) -> Counter[str]:
    """How many ZIP codes change in what; one may change in several things."""
    return Counter(what for change in changes for what in change.what)
