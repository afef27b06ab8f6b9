"""From staged detail records to the rows of a directory: per ZIP code its preferred name, states and counties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import connection

from fcms.exchange.models import Intake
from fcms.offices.directory import DirectoryRow
from fcms.offices.models import ZipCode
from fcms.offices.queries import current_edition
from fcms.offices.rules import Kind, county_name, place_key

from .fips import county_code
from .layout import DETAIL

KINDS = {"": Kind.STANDARD, "M": Kind.MILITARY, "P": Kind.PO_BOX, "U": Kind.UNIQUE}
NOT_REJECTED = "decision <> 'REJECTED' and state in ('CLEAN', 'WARNING')"
"""The rows that would make the edition if all that is clean were accepted."""

Spell = Callable[[str, str], str]
"""Takes a state and a name in capitals; returns the name as it is shown."""


class Record(NamedTuple):
    """A detail record as staged; the kind of post office that the name stands for is in `facility`."""

    zip: str
    zip_class: str
    city: str
    facility: str
    mailing: str
    last_line: str
    state: str
    county_number: str
    county: str


# The product's own order is kept within a ZIP code, after the names that are preferred themselves, post offices first.
_READ = """
select zip, coalesce(zip_class, ''), city, coalesce(facility, ''), mailing, last_line, state,
       coalesce(county_number, ''), coalesce(county, '')
from {rows} r
order by zip, (city = last_line and facility = 'P') desc nulls last, (city = last_line) desc, row
"""


def records(intake: Intake, which: str = NOT_REJECTED) -> Iterator[Record]:
    """The staged records that `which` (SQL) chooses, by ZIP code, the preferred name first."""
    with connection.cursor() as cursor:
        # The condition is written in this code; `state` in it is the row's state, not the place's.
        cursor.execute(_READ.format(rows=DETAIL.named(f"and {which}")), {"intake": intake.pk})
        yield from map(Record._make, cursor.fetchall())


def spelling() -> Spell:
    """Write names as the edition in force does, where it knows them; else with capital first letters."""
    known: dict[tuple[str, str], str] = {}
    listed = ZipCode.objects.filter(edition=current_edition()).order_by("id")
    for state, city, county in listed.values_list("state", "city", "county"):
        known.setdefault((state, place_key(city)), city)
        if county:
            known.setdefault((state, f"county {place_key(county[:25])}"), county)

    def spell(state: str, name: str) -> str:
        key = place_key(name.removeprefix("county "))
        found = known.get((state, f"county {key}" if name.startswith("county ") else key))
        return found or name.removeprefix("county ").title().replace("'S", "'s")

    return spell


def directory_rows(found: Iterable[Record], spell: Spell) -> Iterator[DirectoryRow]:
    """The rows of the directory: for each ZIP code one for each county, with the preferred name alone to be shown."""
    for zip5, group in groupby(found, key=attrgetter("zip")):
        of_zip = list(group)
        first = of_zip[0]
        city = spell(first.state, first.last_line)
        others = sorted(
            {spell(one.state, one.city) for one in of_zip}
            | {spell(one.state, one.last_line) for one in of_zip}
        )
        places = dict.fromkeys((one.state, one.county, one.county_number) for one in of_zip)
        seen = set()
        for state, county, number in places:
            name = spell(state, f"county {county_name(county)}") if county else None
            if (state, name) not in seen:
                seen.add((state, name))
                yield DirectoryRow(
                    zip=zip5,
                    city=city,
                    other_cities=[other for other in others if other != city],
                    state=state,
                    county=name,
                    kind=KINDS[first.zip_class],
                    county_code=county_code(state, number),
                )
