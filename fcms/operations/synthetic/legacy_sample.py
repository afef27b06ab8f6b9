"""Sample dumps of the version before: its users, cases with their past, leads, actions and non-fugitive arrests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fcms.accounts.models import User
from fcms.exchange.sources.legacy_fcms.layout import LEGACY_FCMS

from . import identity, names, stored
from .eid_sample import EidSample
from .legacy_faults import CLOSURES, OUTCOMES, VISITS, faults_of, plain_case, plain_lead
from .lives import FIRST_ARREST, Life, Narrator
from .people import Person
from .places import Place, Places, street
from .sheets import Around, Fault, Planter, Row, Sheet, Truth
from .tips import SOURCES

SERIES = 11_000_027
"""Added to the seed: the people of a dump are those of no other sample."""
SHARES = {
    "users.csv": 0.06,
    "case_steps.csv": 0.12,
    "leads.csv": 1.2,
    "activities.csv": 0.9,
    "non_fugitive_arrests.csv": 0.05,
}
"""Rows of a file for each case, roughly."""
MOVED = 0.15
KNOWN_SHARE = 0.1
CHECKS = ("NCIC_CHECK", "EID_CHECK", "ADDRESS_CHECK", "SURVEILLANCE", "INTERVIEW", "FILE_REVIEW")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who acts in the version before: how users.csv and activities.csv name them."""

    username: str
    name: str
    title: str
    office: str


@dataclass
class Story:
    """One case of the dump with what hangs on it, before faults are planted."""

    case: Row
    person: Person | None = None
    life: Life | None = None
    steps: list[Row] = field(default_factory=list)

    @property
    def number(self) -> str:
        """What the case was called there."""
        return self.case["legacy_case_number"]


class LegacySample:
    """Tells cases one after another, as the version before would have them."""

    def __init__(self, seed: int, rows: int, places: Places, today: date) -> None:
        self.seed, self.places, self.today = seed, places, today
        self.until = today - timedelta(days=1)
        self.eid = EidSample(seed + SERIES, rows, places, today)
        known = stored.with_live_case(seed + SERIES, at_large=True)
        self.known = known[: int(rows * KNOWN_SHARE)]
        self.conflicts = known[int(rows * KNOWN_SHARE) :]
        self.narrator = Narrator(places, today)
        self.rng = Random(f"{seed}:legacy-fcms")
        self.signers = self._signers()
        self.cases = self.leads = 0

    def _signers(self) -> dict[str, list[Signer]]:
        """Officers by the code of their office: those who are here still, and some who have left."""
        found: dict[str, list[Signer]] = {}
        ids = [officer.id for listed in self.places.officers.values() for officer in listed]
        here = User.objects.in_bulk(ids)
        for office_id, listed in sorted(self.places.officers.items()):
            code = self.places.codes[office_id]
            users = [here[officer.id] for officer in listed]
            signers = [Signer(one.username, one.name, one.position_title, code) for one in users]
            found[code] = [*signers, *(self.former(code, n) for n in (1, 2))]
        return found

    def former(self, code: str, number: int) -> Signer:
        """Somebody who used the version before and is not here."""
        rng = Random(f"{self.seed}:{code}:{number}:former")
        origin = names.choose(rng)
        name = f"{names.given(rng, origin, 'U')} {names.surname(rng, origin)}"
        return Signer(f"former{self.seed}.{code.lower()}.{number}", name, "Deportation Officer", code)

    def signer(self, code: str) -> Signer:
        """Who acts for an office."""
        return self.rng.choice(self.signers[code.split("-")[0]])

    # --- cases

    def case(self) -> Story:
        """The next case: of a new person, or of one who has a live case here."""
        if self.known and self.rng.random() < KNOWN_SHARE:
            return self.of_known(self.known.pop())
        one = self.eid.person()
        life = self.narrator.life(Random(f"{self.seed}:{one.index}:legacy"), one)
        row = self.eid.new_row(one) | self._standing(life)
        story = Story(row, one, life)
        story.steps = self._steps(story)
        if life.office_id != (one.home.office_id or 0):
            row["docket_office"] = self.places.codes[life.office_id]
        return story

    def of_known(self, known: stored.Known) -> Story:
        """A live case of a subject who has one here."""
        row = self.eid.known_row(known) | {"legacy_case_number": self._case_number(), "status": "OPEN"}
        row["opened_on"] = max(row["final_order_date"], row["failed_to_report_on"])
        return Story(row)

    def _case_number(self) -> str:
        self.cases += 1
        return f"OC{self.seed}-{self.cases:07}"

    def _standing(self, life: Life) -> Row:
        status = "OPEN" if life.status == "COLD" else life.status
        row = {"legacy_case_number": self._case_number(), "status": status}
        row["opened_on"] = life.opened_on.isoformat()
        if status in ("IN_CUSTODY", "REMOVED"):
            row["custody_status"] = "ICE_CUSTODY" if status == "IN_CUSTODY" else "REMOVED"
            row["custody_date"] = str(life.custody_on)
        if status == "REMOVED":
            row["removed_date"] = str(life.removed_on)
        if status == "CLOSED":
            row["closed_on"] = str(life.ended_on)
            row["closure_reason"] = CLOSURES[life.reason]
        return row

    def _steps(self, story: Story) -> list[Row]:
        """The steps that the version before kept; some cases of which nothing else is told moved once."""
        life = story.life
        assert life is not None  # noqa: S101 - called for told lives only
        codes, told = self.places.codes, []
        for step in life.steps:
            if step.step not in ("CLOSED", "TRANSFERRED", "REOPENED"):
                continue
            row = {"legacy_case_number": story.number, "step": step.step}
            row |= {"stepped_on": step.effective_on.isoformat(), "reason": step.note}
            if step.step == "CLOSED":
                row["reason"] = CLOSURES[step.reason]
            if step.step == "TRANSFERRED":
                row |= {
                    "from_office": codes[step.from_office_id or 0],
                    "to_office": codes[step.office_id],
                }
            told.append(row)
        if len(life.steps) == 1 and self.rng.random() < MOVED:
            told.append(self._moved(story, life))
        return told

    def _moved(self, story: Story, life: Life) -> Row:
        to = story.case["docket_office"].split("-")[0]
        other = self.rng.choice([code for code in self.signers if code != to])
        day = self._between(life.opened_on, self.until)
        return {
            "legacy_case_number": story.number,
            "step": "TRANSFERRED",
            "stepped_on": day.isoformat(),
            "from_office": other,
            "to_office": to,
            "reason": "Moved.",
        }

    # --- leads and actions

    def lead(self, story: Story, arrest: int | None = None) -> tuple[Row, list[Row]]:
        """A lead on a case, and what was done about it; `arrest` is which arrest of the case it led to."""
        rng, code = self.rng, story.case["docket_office"].split("-")[0]
        self.leads += 1
        kind = rng.choice(tuple(SOURCES))
        row = {
            "legacy_lead_number": f"OL{self.seed}-{self.leads:07}",
            "legacy_case_number": story.number,
            "source_agency": rng.choice(SOURCES[kind]),
            "source_officer": "Sample, Robin" if rng.random() < 0.3 else "",
            "office": code,
            "status": "OPEN",
            **self.address(self._near(story)),
        }
        since = max(date.fromisoformat(story.case["opened_on"]), FIRST_ARREST)
        ended = story.life.ended_on if story.life else None
        until = max(ended or self.until, since)
        if arrest is not None and story.life:
            until = max(story.life.arrests[arrest][0], since)
        received = self._between(since, until)
        row["received_on"] = received.isoformat()
        if ended or arrest is not None or rng.random() < 0.6:
            outcome = "ARREST" if arrest is not None else rng.choice(OUTCOMES)
            closed = until if arrest is not None else self._between(received, until)
            row |= {"status": "CLOSED", "closed_on": closed.isoformat(), "outcome": outcome}
            until = closed
        deeds = [self.deed(story, row, received, until) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
        if arrest is not None:
            place = f"{row['line_1']}, {row['city']}, {row['state']} {row['zip']}"
            done = self.deed(story, row, until, until)
            deeds.append(done | {"action_type": "ARREST", "location": place, "notes": ""})
        return row, deeds

    def deed(self, story: Story, lead: Row, since: date, until: date) -> Row:
        """One action on a lead, told apart from others by its note."""
        rng = self.rng
        by = self.signer(lead["office"])
        visit = rng.random() < 0.3
        return {
            "legacy_case_number": story.number,
            "legacy_lead_number": lead["legacy_lead_number"],
            "action_type": rng.choice(VISITS if visit else CHECKS),
            "acted_on": self._between(since, until).isoformat(),
            "officer": by.username if rng.random() < 0.7 else by.name,
            "office": by.office,
            "location": f"{lead['line_1']}, {lead['city']}, {lead['state']}" if visit else "",
            "operation_name": "SAMPLE RETURN" if rng.random() < 0.1 else "",
            "notes": f"Entry {rng.randrange(10**9):09}.",
        }

    def _near(self, story: Story) -> Place:
        return self.places.moved(
            self.rng, story.person.home if story.person else self.places.choose(self.rng)
        )

    def address(self, place: Place) -> Row:
        """An address that can be routed."""
        line_1, line_2 = street(self.rng)
        return {
            "line_1": line_1,
            "line_2": line_2,
            "city": place.city,
            "state": place.state,
            "zip": place.zip,
        }

    def encounter(self, index: int) -> Row:
        """The arrest of somebody who was no fugitive."""
        rng, place = self.rng, self.places.choose(self.rng)
        day = self._between(FIRST_ARREST, self.until)
        removed = day + timedelta(days=rng.randrange(2, 90))
        known = removed <= self.until and rng.random() < 0.6
        return {
            "a_number": identity.non_fugitive_a_number(self.seed + SERIES, index),
            "arrested_on": day.isoformat(),
            "city": place.city,
            "state": place.state,
            "office": self.places.codes[place.office_id or 0],
            "criminal": "Y" if rng.random() < 0.2 else "N",
            "removed_on": removed.isoformat() if known else "",
        }

    def _between(self, since: date, until: date) -> date:
        return since + timedelta(days=self.rng.randrange(max((until - since).days, 0) + 1))


class Writer:
    """Writes the files of a dump side by side. On what is planted a fault, nothing else hangs."""

    def __init__(self, sample: LegacySample, sheets: dict[str, Sheet], today: date) -> None:
        self.sample, self.sheets = sample, sheets
        self.arounds = {name: Around(sample.rng, sample.places, sample.eid.stranger) for name in sheets}

    def users(self, extra: int) -> None:
        """Write who used the version before; faults are planted in those who did nothing."""
        for signers in self.sample.signers.values():
            for one in signers:
                self._user(one, None)
        for number in range(extra):
            code = self.sample.rng.choice(sorted(self.sample.signers))
            self._user(self.sample.former(code, number + 3), self.sheets["users.csv"].planter.next())

    def _user(self, one: Signer, fault: Fault | None) -> None:
        row = {"username": one.username, "name": one.name, "title": one.title, "office": one.office}
        self._add("users.csv", row | {"phone": "555-0100", "role": "OFFICER"}, fault)

    def case(self) -> None:
        """Write the next case with everything on it."""
        fault = self.sheets["cases.csv"].planter.next()
        if fault and fault.needs == "known" and self.sample.conflicts:
            self._add("cases.csv", self.sample.of_known(self.sample.conflicts.pop()).case, fault)
            return
        story = self.sample.case()
        if fault:
            if fault.needs != "known":
                self._add("cases.csv", plain_case(story.case), fault)
            return
        self._add("cases.csv", story.case, None)
        if story.person:
            for file, row in self.sample.eid.facts(story.person):
                owner = {"a_number": story.person.a_number}
                self._add(file, owner | row, self.sheets[file].planter.next())
        self._steps(story)
        self._leads(story)

    def _steps(self, story: Story) -> None:
        """Faults are planted in single transfers, so that no other step follows from a wrong one."""
        alone = len(story.steps) == 1 and story.steps[0]["step"] == "TRANSFERRED" and story.life
        single = bool(alone and story.life and story.life.status == "OPEN")
        for row in story.steps:
            self._add("case_steps.csv", row, self.sheets["case_steps.csv"].planter.next() if single else None)

    def _leads(self, story: Story) -> None:
        arrests = story.life.arrests if story.life else []
        for at in range(len(arrests)):
            self._with_deeds(*self.sample.lead(story, at), None)
        for _ in range(self.sample.rng.choice((0, 1, 1, 2))):
            lead, deeds = self.sample.lead(story)
            self._with_deeds(lead, deeds, self.sheets["leads.csv"].planter.next())

    def _with_deeds(self, lead: Row, deeds: list[Row], fault: Fault | None) -> None:
        if fault:
            self._add("leads.csv", plain_lead(lead), fault)
            return
        self._add("leads.csv", lead, None)
        for row in deeds:
            self._add("activities.csv", row, self.sheets["activities.csv"].planter.next())

    def encounters(self, count: int) -> None:
        """Write the non-fugitive arrests."""
        file = "non_fugitive_arrests.csv"
        for index in range(count):
            self._add(file, self.sample.encounter(index), self.sheets[file].planter.next())

    def _add(self, file: str, row: Row, fault: Fault | None) -> None:
        self.sheets[file].add(row, self.arounds[file], fault)


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
    """Write `rows` cases and what hangs on them into the sheets that `sheets_of` makes."""
    sample = LegacySample(seed, rows, places, today)
    tomorrow = (today + timedelta(days=40)).isoformat()
    planted = faults_of(tomorrow, known=bool(sample.conflicts)) if truth else {}
    sheets = sheets_of(
        {
            layout.name: Planter(
                planted.get(layout.name, []), int(rows * SHARES.get(layout.name, 1)), sample.rng
            )
            for layout in LEGACY_FCMS.files
        }
    )
    writer = Writer(sample, sheets, today)
    writer.users(max(round(rows * SHARES["users.csv"]), 3))
    for _ in range(rows):
        writer.case()
        report(1)
    writer.encounters(round(rows * SHARES["non_fugitive_arrests.csv"]))
    return sheets
