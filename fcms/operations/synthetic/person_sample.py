"""Samples that name persons: rosters, benefits and departures. Of subjects that are stored, with the slips that such
files have, among people who are nobody here. Beside a planted one stands whom each row is truly about."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from . import identity, stored
from .people import person
from .places import Places
from .sheets import Around, Fault, Planter, Row, Sheet, Truth, of_any_line, put

NUMBERED = {"facility-roster": 0.15, "benefits": 0.7, "departures": 0.7}
"""How many of the rows about stored subjects name them by their A-Number."""
KNOWN_HERE = {"facility-roster": 0.25, "benefits": 0.5, "departures": 0.5}
"""How many rows are about stored subjects at all."""
LAST_COLUMN = {
    "facility-roster": "projected_release_on",
    "benefits": "document_reference",
    "departures": "evidence",
}
FREE_TEXT = {
    "facility-roster": "facility_name",
    "benefits": "document_reference",
    "departures": "port",
}


class PersonSample:
    """Makes clean rows of one kind."""

    def __init__(self, kind: str, seed: int, places: Places, today: date) -> None:
        self.kind, self.seed, self.places, self.today = kind, seed, places, today
        self.rng = Random(f"{seed}:{kind}")
        self.live = stored.with_live_case(seed)
        self.ended = stored.without_live_case(seed)
        self.strangers = 0
        # Each kind begins with other subjects, so that few are told to be in two places at once.
        self.turn = len(self.live) * list(KNOWN_HERE).index(kind) // len(KNOWN_HERE)

    def row(self, number: int, fault: Fault | None) -> tuple[Row, str]:
        """The clean row at a place, and the A-Number of the stored subject it is about, "" for nobody here."""
        needs = fault.needs if fault else ""
        known = needs in ("known", "ended", "dated") or self.rng.random() < KNOWN_HERE[self.kind]
        about = self._next(needs) if known else None
        numbered = bool(needs) or self.rng.random() < NUMBERED[self.kind]
        who = self._known(about, numbered) if about else self._stranger()
        return who | self._rest(number, about), about.a_number if about else ""

    def stranger(self) -> str:
        """An A-Number that no subject has."""
        while True:
            self.strangers += 1
            number = identity.a_number(self.seed + 9_000_011, self.strangers)
            if not stored.taken([number]):
                return number

    def _next(self, needs: str) -> stored.Known | None:
        if needs == "ended":
            return self.rng.choice(self.ended) if self.ended else None
        if not self.live:
            return None
        self.turn += 1
        return self.live[self.turn % len(self.live)]

    def _known(self, about: stored.Known, numbered: bool) -> Row:
        row = {name: getattr(about, name) for name in ("family_name", "given_name", "middle_name", "sex")}
        row["birth_date"] = about.birth_on
        if numbered:
            return row | {"a_number": about.a_number}
        for slip in self.rng.sample(SLIPS, self.rng.choice((0, 0, 1, 1, 2))):
            slip(row, self.rng)
        return row

    def _stranger(self) -> Row:
        self.strangers += 1
        _, one = person(self.seed + 9_000_011, self.strangers, self.places, self.today)
        birth = one.values["birth_on"]
        return {
            **{name: one.values[name] for name in ("family_name", "given_name", "middle_name", "sex")},
            "birth_date": birth if len(birth) == 10 and not birth.endswith("-01-01") else "1979-05-17",
        }

    def _rest(self, number: int, about: stored.Known | None) -> Row:
        rng = self.rng
        basis = max(about.final_order_on, about.failed_to_report_on) if about else ""
        day = max((self.today - timedelta(days=rng.randrange(1, 200))).isoformat(), basis)
        if self.kind == "facility-roster":
            release = self.today + timedelta(days=rng.randrange(20, 900))
            return {
                "facility_code": f"SMP{self.seed}",
                "facility_name": "Sample County Jail",
                "facility_kind": "LOCAL",
                "facility_state": "TX",
                "inmate_number": f"{self.seed}-{number:07}",
                "booked_on": day,
                "projected_release_on": release.isoformat() if rng.random() < 0.6 else "",
            }
        if self.kind == "benefits":
            return {
                "benefit_class": rng.choice(("LPR", "LPR", "LPR", "ASYLUM", "USC", "ORDER_VACATED")),
                "granted_on": day,
                "document_reference": f"SAMPLE-{self.seed}-{number:07}",
            }
        return {
            "departed_on": day,
            "port": rng.choice(("DFW", "MIA", "JFK", "LAX", "ORD", "IAH")),
            "evidence": rng.choice(("I94", "BIOMETRIC", "CONSULAR")),
        }


# --- the slips of those who write such files


def _plain_letters(row: Row, rng: Random) -> None:
    for name in ("family_name", "given_name"):
        apart = unicodedata.normalize("NFKD", row[name])
        row[name] = "".join(letter for letter in apart if not unicodedata.combining(letter))


def _one_surname(row: Row, rng: Random) -> None:
    row["family_name"] = row["family_name"].split(" ")[0]


def _surnames_turned(row: Row, rng: Random) -> None:
    row["family_name"] = " ".join(reversed(row["family_name"].split(" ")))


def _typing_error(row: Row, rng: Random) -> None:
    name = row["family_name"]
    if len(name) > 4:
        place = rng.randrange(1, len(name) - 2)
        letters = [*name]
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
        row["family_name"] = "".join(letters).replace("  ", " ").strip()


def _no_middle_name(row: Row, rng: Random) -> None:
    row["middle_name"] = ""


def _day_and_month(row: Row, rng: Random) -> None:
    year, month, day = row["birth_date"].split("-")
    if int(day) <= 12 and (month, day) != ("01", "01"):
        row["birth_date"] = f"{year}-{day}-{month}"


def _capitals(row: Row, rng: Random) -> None:
    for name in ("family_name", "given_name", "middle_name"):
        row[name] = row[name].upper()


SLIPS = (
    _plain_letters,
    _one_surname,
    _surnames_turned,
    _typing_error,
    _no_middle_name,
    _day_and_month,
    _capitals,
)


# --- what goes wrong


def _year(form: str) -> Callable[[Row, Around], None]:
    def change(row: Row, around: Around) -> None:
        row["birth_date"] = form.format((row["birth_date"] or "1981")[:4])

    return change


def _another_birthday(row: Row, around: Around) -> None:
    row["birth_date"] = f"{int(row['birth_date'][:4]) - 2}-06-15"


def _nobody(row: Row, around: Around) -> None:
    row.update(dict.fromkeys(("a_number", "family_name", "fbi_number", "sid"), ""))


def _early(column: str) -> Callable[[Row, Around], None]:
    def change(row: Row, around: Around) -> None:
        row[column] = f"{int(row['birth_date'][:4]) - 3}-04-05"

    return change


def _again(columns: str) -> Callable[[Row, Around], None]:
    """The row says in these columns what the last clean row with an A-Number said."""

    def change(row: Row, around: Around) -> None:
        row |= {name: around.last["dated"].get(name, "") for name in columns.split()}

    return change


def _no_facility(row: Row, around: Around) -> None:
    row["facility_code"] = row["facility_name"] = ""


def _same_inmate(row: Row, around: Around) -> None:
    row["inmate_number"] = around.earlier["inmate_number"]


def _soon_after_birth(row: Row, around: Around) -> None:
    row["departed_on"] = (date.fromisoformat(row["birth_date"]) + timedelta(days=40)).isoformat()


WHO = "family_name given_name birth_date a_number"


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults that can be planted in a kind, given who is stored."""

    kind: str
    known: bool
    ended: bool
    today: date

    def all(self) -> list[Fault]:
        """Every fault that can be."""
        there = {"known": self.known, "ended": self.ended, "dated": self.known}
        own = {"facility-roster": self._roster, "benefits": self._benefits, "departures": self._departures}
        listed = (*self._who(), *own[self.kind](), *of_any_line(LAST_COLUMN[self.kind]))
        return [fault for fault in listed if there.get(fault.needs, True)]

    def _who(self) -> Iterator[Fault]:
        yield Fault("R-NOBODY", "family_name", "nobody", _nobody)
        yield Fault("R-A-NUMBER", "a_number", "five digits", put("a_number", "A90012"))
        yield Fault("R-FORM", "family_name", "digits in a name", put("family_name", "Sampl3 0ne"))
        text = FREE_TEXT[self.kind]
        yield Fault("R-FORMULA", text, "a formula", put(text, "=SUM(A1:A9)"))
        yield Fault("R-DOB-DEFAULT", "birth_date", "1 January", _year("{}-01-01"))
        yield Fault("R-DOB-PARTIAL", "birth_date", "the year only", _year("{}"))
        yield Fault("R-DATE", "birth_date", "30 February", put("birth_date", "1984-02-30"))
        yield Fault(
            "R-NAME-TWO", "family_name", "another name", put("family_name", "Othername"), needs="known"
        )
        yield Fault("R-DOB-TWO", "birth_date", "another birthday", _another_birthday, needs="known")
        yield Fault("R-NO-CASE", "a_number", "of a case that has ended", needs="ended")

    def _roster(self) -> Iterator[Fault]:
        passed = (self.today - timedelta(days=3)).isoformat()
        yield Fault("R-FACILITY", "facility_name", "no facility", _no_facility)
        yield Fault("R-CODE", "facility_kind", "not in the list", put("facility_kind", "PRIVATE"))
        yield Fault("R-CODE", "facility_state", "no state", put("facility_state", "ZZ"))
        yield Fault("R-FORM", "fbi_number", "too long", put("fbi_number", "SYN1234567890"))
        yield Fault("R-FORM", "sid", "no state before it", put("sid", "0123456"))
        yield Fault("R-RELEASED", "projected_release_on", "it has passed", _put_two(passed, "2020-01-01"))
        yield Fault("R-ORDER", "projected_release_on", "before the booking", _put_two("2019-01-01", passed))
        yield Fault("R-ORDER", "birth_date", "after the booking", _early("booked_on"))
        yield Fault("R-REPEATED", "inmate_number", "an inmate of an earlier row", _same_inmate)

    def _benefits(self) -> Iterator[Fault]:
        what = "benefit_class document_reference granted_on"
        yield Fault("R-ROAD", "benefit_class", "nothing", put("benefit_class", ""))
        yield Fault("R-CODE", "benefit_class", "not in the list", put("benefit_class", "PARDON"))
        yield Fault("R-EVIDENCE", "benefit_class", "another one", put("benefit_class", "OTHER"))
        yield Fault("R-EVIDENCE", "document_reference", "no document", put("document_reference", ""))
        yield Fault("R-ORDER", "birth_date", "after the grant", _early("granted_on"))
        yield Fault("R-DATE", "granted_on", "in another form", put("granted_on", "03/04/2024"))
        yield Fault(
            "R-REPEATED", "a_number", "the benefit of an earlier row", _again(f"{WHO} {what}"), needs="dated"
        )

    def _departures(self) -> Iterator[Fault]:
        what = "departed_on port evidence"
        ahead = (self.today + timedelta(days=40)).isoformat()
        yield Fault("R-ROAD", "departed_on", "nothing", put("departed_on", ""))
        yield Fault("R-CODE", "evidence", "not in the list", put("evidence", "HEARSAY"))
        yield Fault("R-EVIDENCE", "evidence", "a passenger list", put("evidence", "MANIFEST"))
        yield Fault("R-EVIDENCE", "evidence", "nothing", put("evidence", ""))
        yield Fault("R-ORDER", "birth_date", "after the departure", _early("departed_on"))
        yield Fault("R-DATE", "departed_on", "in the future", put("departed_on", ahead))
        yield Fault(
            "R-LEFT-BEFORE", "departed_on", "before the basis of the case", _soon_after_birth, needs="known"
        )
        yield Fault(
            "R-REPEATED",
            "a_number",
            "the departure of an earlier row",
            _again(f"{WHO} {what}"),
            needs="dated",
        )


def _put_two(release: str, booked: str) -> Callable[[Row, Around], None]:
    def change(row: Row, around: Around) -> None:
        row["projected_release_on"], row["booked_on"] = release, booked

    return change


def write(
    kind: str,
    sheet_of: Callable[[Planter], Sheet],
    *,
    rows: int,
    seed: int,
    places: Places,
    today: date,
    truth: Truth | None,
    report: Callable[[int], object],
) -> Sheet:
    """Write `rows` rows of a kind into the sheet that `sheet_of` makes for a planter."""
    sample = PersonSample(kind, seed, places, today)
    faults = Faults(kind, bool(sample.live), bool(sample.ended), today).all() if truth else []
    planter = Planter(faults, rows, sample.rng)
    sheet = sheet_of(planter)
    around = Around(sample.rng, places, sample.stranger)
    for number in range(1, rows + 1):
        fault = planter.next()
        row, about = sample.row(number, fault)
        sheet.add(row, around, fault)
        if truth and about and not (fault and fault.rule in ("R-REPEATED", "R-NOBODY")):
            truth.about(sheet.layout.name, sheet.rows, about)
        report(1)
    return sheet
