"""Sample extracts of EID: new subjects for the most part, some that are stored, each with the facts beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from fcms.exchange.sources.eid_daily.layout import EID_DAILY

from . import identity, stored
from .people import Person, person
from .places import Places, street
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
from .silhouettes import silhouette

SERIES = 9_000_011
"""Added to the seed: the people of a sample are not those of the population of the same seed."""
KNOWN_SHARE = 0.2
PICTURED, MOST_PICTURES = 0.05, 20_000
REMOVALS = 0.02
SHARES = {"photographs.csv": PICTURED * 0.7, "non_fugitive_removals.csv": REMOVALS}
"""Rows of a file for each subject, roughly, where they are far from one."""
BLOCK = 1_000
OURS = {
    "birth_date": "birth_on",
    "last_entry_date": "last_entry_on",
    "final_order_date": "final_order_on",
    **{name: name for name in ("family_name", "given_name", "middle_name", "suffix", "sex", "birth_place")},
    **{name: name for name in ("gang_affiliation", "last_entry_place", "entry_class", "case_category")},
    **{name: name for name in ("order_kind", "failed_to_report_on", "stay_kind", "stay_until")},
    **{name: name for name in ("citizenship_claim", "confidential_1367")},
}
"""Column of the extract: column of a subject."""
NUMBERS = {"ssn": "SSN", "fbi_number": "FBI", "fin": "FIN", "sid": "SID", "tecs_number": "TECS"}


class EidSample:
    """Makes the clean rows of a subject and of the files beside."""

    def __init__(self, seed: int, rows: int, places: Places, today: date) -> None:
        self.seed, self.places, self.today = seed, places, today
        self.rng = Random(f"{seed}:eid-daily")
        known = stored.with_live_case(seed, at_large=True)
        self.known = iter(known[: int(rows * KNOWN_SHARE)])
        self.conflicts = known[int(rows * KNOWN_SHARE) :]
        self.there = len(known)
        self.index = 0
        self.fresh: list[Person] = []

    def person(self) -> Person:
        """The next invented person whose A-Number nobody has, with a category that opens a case."""
        while not self.fresh:
            block = [
                person(self.seed + SERIES, at, self.places, self.today)[1]
                for at in range(self.index, self.index + BLOCK)
            ]
            self.index += BLOCK
            taken = stored.taken([one.a_number for one in block])
            self.fresh = [one for one in block if one.a_number not in taken and one.has_case][::-1]
        return self.fresh.pop()

    def known_row(self, known: stored.Known) -> Row:
        """A stored subject as EID would say it again."""
        row = {theirs: str(getattr(known, ours, "")) for theirs, ours in OURS.items()}
        row |= {
            "a_number": known.a_number,
            "docket_office": known.docket_office,
            "custody_status": "AT_LARGE",
        }
        return row

    def new_row(self, one: Person) -> Row:
        """A new subject."""
        values = dict(one.values)
        if str(values["birth_on"]).endswith("-01-01"):
            values["birth_on"] = values["birth_on"][:4]
        row = {theirs: _text(values[ours]) for theirs, ours in OURS.items()}
        row |= {theirs: one.identifiers.get(kind, "") for theirs, kind in NUMBERS.items()}
        row |= {"a_number": one.a_number, "docket_office": one.docket_code, "custody_status": "AT_LARGE"}
        return row

    def facts(self, one: Person) -> Iterator[tuple[str, Row]]:
        """The rows of the files beside, each with the name of its file."""
        for alias in one.aliases:
            yield "aliases.csv", dict(alias)
        for address in one.addresses:
            said = {name: address[name] for name in ("line_1", "line_2", "city", "state", "zip")}
            given = "Y" if address["provided_by_subject"] else "N"
            yield "addresses.csv", said | {"provided_by_subject": given, "as_of": _text(address["seen_on"])}
        for charge in one.charges:
            yield "charges.csv", {"charge": charge}
        for day in one.apprehensions:
            yield "apprehensions.csv", {"apprehended_on": day.isoformat()}
        for conviction in one.convictions:
            yield "convictions.csv", dict(conviction)

    def new_address(self, known: stored.Known) -> Row:
        """A stored subject's next address."""
        home = self.places.by_zip.get(known.zip)
        place = home if home and home.office_id else self.places.choose(self.rng)
        place = self.places.moved(self.rng, place)
        line_1, line_2 = street(self.rng)
        seen = self.today - timedelta(days=self.rng.randrange(2, 60))
        row = {"line_1": line_1, "line_2": line_2, "city": place.city, "state": place.state, "zip": place.zip}
        return row | {"provided_by_subject": "N", "as_of": seen.isoformat()}

    def stranger(self) -> str:
        """An A-Number of nobody, here or in the extract."""
        return self.person().a_number


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "Y" if value else "N"
    return "" if value is None else str(value)


# --- what goes wrong


def _repeat(row: Row, around: Around) -> None:
    row["a_number"] = around.earlier["a_number"]


def _early_order(row: Row, around: Around) -> None:
    row["case_category"], row["order_kind"] = "5B", "REMOVAL"
    row["final_order_date"] = f"{int(row['birth_date'][:4]) - 3}-05-06"


def _no_basis(row: Row, around: Around) -> None:
    row["case_category"], row["final_order_date"], row["failed_to_report_on"] = "5B", "", ""


def _no_removal_date(row: Row, around: Around) -> None:
    row["custody_status"], row["removed_date"] = "REMOVED", ""


def _in_custody(row: Row, around: Around) -> None:
    row["custody_status"] = "ICE_CUSTODY"
    row["custody_date"] = row["final_order_date"] or row["failed_to_report_on"]


def _another_sex(row: Row, around: Around) -> None:
    row["sex"] = "F" if row["sex"] == "M" else "M"


def _another_birthday(row: Row, around: Around) -> None:
    row["birth_date"] = f"{int(row['birth_date'][:4]) - 2}-06-15"


def _default_birthday(row: Row, around: Around) -> None:
    row["birth_date"] = f"{row['birth_date'][:4]}-01-01"


def _stranger(row: Row, around: Around) -> None:
    row["a_number"] = around.stranger()


def _two_persons(row: Row, around: Around) -> None:
    row |= {
        "a_number": around.last["dated"]["a_number"],
        "family_name": "Otherperson",
        "birth_date": "1949-09-09",
    }


def _same_person(row: Row, around: Around) -> None:
    row |= {name: around.last["dated"][name] for name in ("family_name", "given_name", "birth_date")}


def _same_ssn(row: Row, around: Around) -> None:
    row["ssn"] = around.last["ssn"]["ssn"]


def _entered_later(row: Row, around: Around) -> None:
    row["case_category"], row["order_kind"] = "5B", "REMOVAL"
    row["final_order_date"], row["last_entry_date"] = "2010-05-06", "2012-03"


def _removed_early(row: Row, around: Around) -> None:
    row["case_category"], row["order_kind"] = "5B", "REMOVAL"
    row["final_order_date"], row["removed_date"] = "2010-05-06", "2009-05-06"


def subject_faults(known: bool, tomorrow: str) -> list[Fault]:
    """Faults of `subjects.csv`; conflicts with what is stored only if anybody is."""
    found = [
        Fault("R-REQUIRED", "a_number", "nothing", put("a_number", "")),
        Fault("R-REPEATED", "a_number", "the A-Number of an earlier row", _repeat),
        Fault("R-REQUIRED", "family_name", "nothing", put("family_name", "")),
        Fault("R-REQUIRED", "removed_date", "a removal without its date", _no_removal_date),
        Fault("R-A-NUMBER", "a_number", "letters", put("a_number", "A90012X456")),
        Fault("R-SSN", "ssn", "eight digits", put("ssn", "90001234")),
        Fault("R-CODE", "sex", "not in the list", put("sex", "Q")),
        Fault("R-CODE", "case_category", "not in the list", put("case_category", "77Z")),
        Fault("R-OFFICE", "docket_office", "no office", put("docket_office", "QQQ")),
        Fault("R-DATE", "final_order_date", "30 February", put("final_order_date", "2004-02-30")),
        Fault("R-DATE", "birth_date", "in the future", put("birth_date", tomorrow)),
        Fault("R-ORDER", "final_order_date", "before the birth", _early_order),
        Fault("R-CATEGORY-OPENS", "case_category", "opens no case", put("case_category", "5C")),
        Fault("R-CATEGORY-BASIS", "final_order_date", "no date of the order", _no_basis),
        Fault("R-DOB-DEFAULT", "birth_date", "1 January", _default_birthday),
        Fault("R-AGE", "birth_date", "born too long ago", put("birth_date", "1889-02-03")),
        Fault("R-SSN-SHARED", "ssn", "the number of another row", _same_ssn, needs="ssn"),
        Fault("R-A-NUMBER-PERSONS", "a_number", "of another person", _two_persons, needs="dated"),
        Fault("R-A-NUMBER-PAIR", "a_number", "of a person who has another", _same_person, needs="dated"),
        Fault("R-ENTRY-AFTER-ORDER", "last_entry_date", "after the order", _entered_later),
        Fault("R-REMOVED-EARLY", "removed_date", "before the order", _removed_early),
        Fault("R-FORM", "given_name", "signs in a name", put("given_name", "S@mple")),
        Fault("R-FORM", "sid", "of no state", put("sid", "QQ1234567")),
        Fault("R-FORMULA", "birth_place", "a formula", put("birth_place", "=SUM(A1:A9)")),
        *of_any_line("deceased_date"),
    ]
    conflicts = [
        Fault("R-NAME-TWO", "family_name", "another name", put("family_name", "Othername")),
        Fault("R-DOB-TWO", "birth_date", "another birthday", _another_birthday),
        Fault("R-SEX-TWO", "sex", "another sex", _another_sex),
        Fault("R-STATUS-LATER", "custody_status", "custody of an open case", _in_custody),
    ]
    if known:
        found += [Fault(f.rule, f.column, f.what, f.change, needs="known") for f in conflicts]
    return found


def faults_beside(tomorrow: str) -> dict[str, list[Fault]]:
    """Faults of the other files, by name."""
    nobody = Fault("R-NO-SUBJECT", "a_number", "of nobody", _stranger)
    return {
        "aliases.csv": [
            nobody,
            Fault("R-CODE", "kind", "not in the list", put("kind", "NICKNAME")),
            Fault("R-REQUIRED", "family_name", "nothing", put("family_name", "")),
        ],
        "addresses.csv": [
            nobody,
            *bad_address(),
            Fault("R-CODE", "provided_by_subject", "neither Y nor N", put("provided_by_subject", "MAYBE")),
            Fault("R-DATE", "as_of", "in the future", put("as_of", tomorrow)),
        ],
        "charges.csv": [nobody, Fault("R-FORM", "charge", "no charge", put("charge", "999zz"))],
        "apprehensions.csv": [
            nobody,
            Fault("R-ORDER", "apprehended_on", "before the birth", put("apprehended_on", "1931-05-06")),
            Fault("R-DATE", "apprehended_on", "month 13", put("apprehended_on", "2011-13-01")),
        ],
        "convictions.csv": [
            nobody,
            Fault("R-ORDER", "convicted_on", "before the birth", put("convicted_on", "1931-05")),
            Fault("R-FORM", "offense_code", "no code", put("offense_code", "XYZZY")),
            Fault("R-CODE", "jurisdiction", "not in the list", put("jurisdiction", "MOON")),
        ],
        "photographs.csv": [
            nobody,
            Fault("R-PHOTOGRAPH", "file", "not in the bundle", put("file", "photos/missing.jpg")),
        ],
        "non_fugitive_removals.csv": [
            Fault("R-A-NUMBER", "a_number", "too short", put("a_number", "A905")),
            Fault("R-DATE", "removed_on", "in the future", put("removed_on", tomorrow)),
        ],
    }


# --- writing


class EidWriter:
    """Writes the files of an extract side by side, and its photographs into the bundle."""

    def __init__(
        self, sample: EidSample, sheets: dict[str, Sheet], bundle: zipfile.ZipFile, today: date
    ) -> None:
        self.sample, self.sheets, self.bundle, self.today = sample, sheets, bundle, today
        self.arounds = {name: Around(sample.rng, sample.places, sample.stranger) for name in sheets}
        self.pictures = 0
        self.crowd = crowd()
        self.crowded: dict[str, None] = {}
        """Who lives at the address of the crowd, once there is to be one."""
        self.crowds = False

    def subject(self) -> None:
        """Write the next subject; one that is planted a fault has nothing in the other files."""
        sheet, sample = self.sheets["subjects.csv"], self.sample
        fault = sheet.planter.next()
        if fault and fault.needs == "known":
            if sample.conflicts:
                self._add("subjects.csv", sample.known_row(sample.conflicts.pop()), fault)
                return
            fault = None
        known = next(sample.known, None) if fault is None and sample.rng.random() < KNOWN_SHARE else None
        if known:
            self._add("subjects.csv", sample.known_row(known), None)
            self._beside("addresses.csv", known.a_number, sample.new_address(known))
            return
        one = sample.person()
        self._add("subjects.csv", sample.new_row(one), fault)
        if fault is None:
            for file, row in sample.facts(one):
                self._beside(file, one.a_number, row)
            self._picture(one)

    def removal(self, index: int) -> None:
        """Write the removal of a non-fugitive: one that the population of the same seed counted."""
        day = self.today - timedelta(days=self.sample.rng.randrange(1, 15))
        number = identity.non_fugitive_a_number(self.sample.seed, index)
        self._beside("non_fugitive_removals.csv", number, {"removed_on": day.isoformat()})

    def _picture(self, one: Person) -> None:
        if self.pictures >= MOST_PICTURES or self.sample.rng.random() >= PICTURED:
            return
        self.pictures += 1
        name = f"photos/{self.pictures:06}.jpg"
        put_in(self.bundle, name, silhouette(self.sample.rng), self.today)
        taken = one.apprehensions[0].isoformat()
        self._beside("photographs.csv", one.a_number, {"taken_on": taken, "file": name})

    def _beside(self, file: str, a_number: str, row: Row) -> None:
        fault = self.sheets[file].planter.next()
        if (
            file == "addresses.csv"
            and self.crowds
            and len({*self.crowded, a_number}) > len(self.crowded) < CROWD
        ):
            self.crowded[a_number] = None
            fault = self.crowd
        self._add(file, {"a_number": a_number} | row, fault)

    def _add(self, file: str, row: Row, fault: Fault | None) -> None:
        self.sheets[file].add(row, self.arounds[file], fault)


def put_in(bundle: zipfile.ZipFile, name: str, content: bytes, day: date) -> None:
    """Put a file into a bundle, dated so that the same sample is the same file."""
    info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 2, 0, 0))
    bundle.writestr(info, content, compress_type=zipfile.ZIP_STORED)


def write(
    sheets_of: Callable[[dict[str, Planter]], dict[str, Sheet]],
    bundle: zipfile.ZipFile,
    *,
    rows: int,
    seed: int,
    places: Places,
    today: date,
    truth: Truth | None,
    report: Callable[[int], object],
) -> dict[str, Sheet]:
    """Write `rows` subjects and what is beside them into the sheets that `sheets_of` makes."""
    sample = EidSample(seed, rows, places, today)
    tomorrow = (today + timedelta(days=40)).isoformat()
    faults: dict[str, list[Fault]] = {layout.name: [] for layout in EID_DAILY.files}
    if truth:
        faults |= {"subjects.csv": subject_faults(bool(sample.there), tomorrow), **faults_beside(tomorrow)}
    sheets = sheets_of(
        {
            name: Planter(listed, int(rows * SHARES.get(name, 1)), sample.rng)
            for name, listed in faults.items()
        }
    )
    writer = EidWriter(sample, sheets, bundle, today)
    for number in range(rows):
        writer.crowds = truth is not None and rows >= CROWDED_FROM and number >= rows // 2
        writer.subject()
        report(1)
    for index in range(round(rows * REMOVALS)):
        writer.removal(index)
    return sheets
