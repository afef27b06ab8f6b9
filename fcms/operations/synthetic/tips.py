"""Leads on invented persons: where they came from, whose they became, and how they were worked. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fcms.activities.bulk import PastActivity, PastArrest
from fcms.leads.bulk import PastLead, PastStep
from fcms.subjects.addresses import address_key

from .lives import FIRST_ARREST, Life, moment
from .people import Person
from .places import Officer, Place, Places, street

SOURCES = {
    "STATE_CORRECTIONS": ("Sample State Department of Corrections", "Specimen County Jail"),
    "PROBATION_PAROLE": ("Sample County Probation Office", "Specimen State Parole Board"),
    "OTHER_DHS": ("Sample Benefits Office", "Specimen Port of Entry"),
    "OTHER_LEA": ("Sample Police Department", "Specimen County Sheriff"),
    "PUBLIC_RECORD": ("Sample County Recorder",),
    "TIP": ("Sample Tip Line",),
    "FEDERAL_CORRECTIONS": ("Sample Federal Correctional Institution",),
    "EID_EXTRACT": ("EID",),
    "FOSC_ANALYSIS": ("Headquarters",),
}
SOURCE_SHARE = (16, 14, 14, 15, 8, 10, 4, 12, 7)
GOVERNMENT = tuple(SOURCES)[:7]
OUTCOMES = (
    "ADDRESS_BAD",
    "CONFIRMED_ABSENT",
    "LOCATED_ELSEWHERE",
    "NOT_ENOUGH",
    "DUPLICATE",
    "NOT_A_FUGITIVE",
)
OUTCOME_SHARE = (46, 24, 15, 6, 4, 5)
FOUND_BY = {
    "ADDRESS_BAD": ("MOVED", "UNRELATED", "VACANT", "NO_SUCH_UNIT"),
    "CONFIRMED_ABSENT": ("NOT_THERE",),
    "LOCATED_ELSEWHERE": ("MOVED",),
    "ARRESTED": ("FOUND", "NOT_ANSWERED"),
}
OF_CASE = {
    "LEFT_THE_COUNTRY": "LEFT_THE_COUNTRY",
    "IN_CUSTODY_ELSEWHERE": "IN_CUSTODY",
    "LEGAL_STATUS": "LEGAL_STATUS",
    "CITIZEN": "NOT_A_FUGITIVE",
    "ORDER_NOT_IN_FORCE": "NOT_A_FUGITIVE",
}
"""What came of the leads that were open when their case closed."""


@dataclass(slots=True)
class Trail:
    """A lead and what was done about it; the keys of lead and case are filled in once they are known."""

    lead: PastLead
    deeds: list[PastActivity]
    owner: int | None
    key: int | None = None


class Tipster:
    """Makes leads, the `row` of each counted within its load."""

    def __init__(self, places: Places, today: date, marker: str) -> None:
        self.places = places
        self.until = today - timedelta(days=1)
        self.marker = marker

    def about(self, rng: Random, row: int, person: Person, life: Life | None, *, arrest: int | None) -> Trail:
        """A lead on a person; `arrest` is which arrest of the case it led to, if any."""
        since = life.opened_on if life else person.basis_on
        received = self._received(rng, since, life, arrest)
        known = rng.random() < 0.62
        where = rng.choice(person.addresses) if known else self._somewhere(rng, person)
        lead = self._lead(rng, row, received, where)
        lead.a_number, lead.family_name = person.a_number, person.values["family_name"]
        lead.given_name, lead.birth_on = person.values["given_name"], person.values["birth_on"]
        trail = Trail(lead, [], person.index)
        self._work(rng, trail, life, arrest)
        return trail

    def about_nobody(self, rng: Random, row: int, person: Person) -> Trail:
        """A lead that no subject is linked to: without an A-Number, or with one that nobody here has."""
        received = self.until - timedelta(days=int(rng.expovariate(1 / 40)))
        lead = self._lead(rng, row, received, self._somewhere(rng, person))
        if rng.random() < 0.4:
            lead.a_number = person.a_number
        lead.family_name, lead.given_name = person.values["family_name"], person.values["given_name"]
        lead.birth_on = person.values["birth_on"] if rng.random() < 0.7 else ""
        trail = Trail(lead, [], None)
        self._work(rng, trail, None, None)
        return trail

    # --- what came in

    def _received(self, rng: Random, since: date, life: Life | None, arrest: int | None) -> date:
        since = max(since, FIRST_ARREST)
        until = life.ended_on if life and life.ended_on else self.until
        if life and arrest is not None:
            until = life.arrests[arrest][0]
            return max(until - timedelta(days=2 + int(rng.expovariate(1 / 40))), min(since, until))
        room = (until - since).days
        if room <= 0:
            return until
        back = int(rng.expovariate(1 / 500))
        return until - timedelta(days=back if back < room else rng.randrange(room))

    def _somewhere(self, rng: Random, person: Person) -> dict[str, str]:
        """A new address: mostly near the last, sometimes one that nobody can route."""
        chance = rng.random()
        line_1, line_2 = street(rng)
        if chance < 0.03:
            return _address(line_1, line_2, person.home._replace(zip=""))
        if chance < 0.045:
            return _address(line_1, line_2, person.home._replace(zip=rng.choice(self.places.unknown)))
        if chance < 0.07:
            return _address(f"PO BOX {rng.randrange(1, 9999)}", "", rng.choice(self.places.post_boxes))
        return _address(line_1, line_2, self.places.moved(rng, person.home))

    def _lead(self, rng: Random, row: int, received: date, where: dict[str, str]) -> PastLead:
        kind = rng.choices(tuple(SOURCES), SOURCE_SHARE)[0]
        seen = received - timedelta(days=rng.randrange(1, 90))
        return PastLead(
            row=row,
            source_kind=kind,
            source_agency=rng.choice(SOURCES[kind]),
            source_reference=f"{self.marker}-{row}",
            received_on=received,
            entered_at=moment(received, 1),
            line_1=where["line_1"],
            line_2=where["line_2"],
            city=where["city"],
            state=where["state"],
            zip=where["zip"],
            address_key=address_key(where["line_1"], where["line_2"], where["zip"]),
            first_seen_on=seen - timedelta(days=rng.randrange(400)) if rng.random() < 0.5 else None,
            last_seen_on=seen if rng.random() < 0.7 else None,
            notes="Given as the present home address." if rng.random() < 0.3 else "",
        )

    # --- what was done

    def _work(self, rng: Random, trail: Trail, life: Life | None, arrest: int | None) -> None:
        lead = trail.lead
        lead.steps.append(PastStep("RECEIVED", "NEW", lead.entered_at))
        if not self._routed(rng, lead):
            return
        waits = (self.until - lead.received_on).days
        ended = life is not None and life.ended_on is not None
        if arrest is None and not ended and rng.random() < 0.08 + 0.85 * 0.94**waits:
            return
        if arrest is None and not ended and waits > 30 and rng.random() < 0.36:
            self._screened_out(rng, lead)
            return
        by = self._accepted(rng, trail, life, arrest)
        if arrest is not None and life is not None:
            self._ends_in_arrest(rng, trail, by, life.arrests[arrest][0])
        else:
            self._ends_otherwise(rng, trail, by, life)

    def _screened_out(self, rng: Random, lead: PastLead) -> None:
        """Close a lead that nobody accepted: it repeats another, or says too little."""
        last = lead.steps[-1]
        by = rng.choice(self.places.officers[last.office_id or 0])
        at = moment(min(last.at.date() + timedelta(days=rng.randrange(1, 20)), self.until), 40)
        step = PastStep(
            "CLOSED", "CLOSED", max(at, last.at + timedelta(minutes=3)), last.office_id, last.team_id
        )
        step.outcome = rng.choice(("NOT_ENOUGH", "DUPLICATE", "ADDRESS_BAD", "NOT_ENOUGH"))
        step.by_id = lead.closed_by_id = by.id
        lead.steps.append(step)

    def _routed(self, rng: Random, lead: PastLead) -> bool:
        """Send the lead where its ZIP code says, or by hand after some time; False if it waits in the queue."""
        place = self.places.by_zip.get(lead.zip)
        at = lead.entered_at
        if place and place.office_id:
            lead.rule = place.rule
            holder, team = place.office_id, place.team_id
            step = PastStep(
                "ROUTED", "ROUTED", at, holder, team, None, place.rule, self.places.edition, lead.zip
            )
        else:
            lead.rule = place.rule if place else "UNKNOWN_ZIP" if lead.zip else "NO_ZIP"
            day = lead.received_on + timedelta(days=1 + int(rng.expovariate(1 / 6)))
            if day > self.until or rng.random() < 0.1:
                return False
            lead.rule, nearby = "BY_HAND", self.places.choose(rng)
            step = PastStep("ROUTED", "ROUTED", moment(day, 5), nearby.office_id, None, None, "BY_HAND")
            step.by_id = self.places.analyst.id
        lead.steps.append(step)
        return True

    def _accepted(self, rng: Random, trail: Trail, life: Life | None, arrest: int | None) -> Officer:
        last = trail.lead.steps[-1]
        day = last.at.date() + timedelta(days=int(rng.expovariate(1 / 4)))
        limit = self._limit(life, arrest)
        if day > limit:
            day = max(limit, last.at.date())
        if rng.random() < 0.02:
            last = self._transferred(rng, trail.lead, day)
        by = rng.choice(self.places.officers[last.office_id or 0])
        self._step(trail.lead, "ACCEPTED", "WORKING", day, by)
        return by

    def _limit(self, life: Life | None, arrest: int | None) -> date:
        if life and arrest is not None:
            return life.arrests[arrest][0]
        return life.ended_on if life and life.ended_on else self.until

    def _transferred(self, rng: Random, lead: PastLead, day: date) -> PastStep:
        last = lead.steps[-1]
        to = self.places.choose(rng)
        if to.office_id == last.office_id:
            return last
        by = self.places.supervisors[last.office_id or 0]
        at = max(moment(day, 10), last.at + timedelta(minutes=1))
        lead.rule = "BY_HAND"
        step = PastStep("TRANSFERRED", "ROUTED", at, to.office_id, None, None, "BY_HAND")
        step.note, step.by_id = "The subject moved to that area.", by.id
        lead.steps.append(step)
        return step

    def _step(
        self, lead: PastLead, name: str, status: str, day: date, by: Officer, outcome: str = ""
    ) -> None:
        last = lead.steps[-1]
        at = max(moment(day, 20), last.at + timedelta(minutes=7))
        team = by.team_id if by.team_id and by.office_id == last.office_id else last.team_id
        lead.steps.append(
            PastStep(name, status, at, last.office_id, team, by.id, outcome=outcome, by_id=by.id)
        )

    def _ends_in_arrest(self, rng: Random, trail: Trail, by: Officer, day: date) -> None:
        lead = trail.lead
        self._checks(rng, trail, by, day, "ARRESTED")
        self._step(lead, "CLOSED", "CLOSED", max(day, lead.steps[-1].at.date()), by, "ARRESTED")
        lead.closed_by_id = by.id

    def _ends_otherwise(self, rng: Random, trail: Trail, by: Officer, life: Life | None) -> None:
        lead = trail.lead
        accepted = lead.steps[-1].at.date()
        day = accepted + timedelta(days=2 + int(rng.expovariate(1 / 30)))
        outcome = rng.choices(OUTCOMES, OUTCOME_SHARE)[0]
        if life and life.ended_on and day > life.ended_on:
            day = max(life.ended_on, accepted)
            outcome = OF_CASE.get(life.reason, "IN_CUSTODY" if not life.reason else "NOT_A_FUGITIVE")
        stays = day > self.until or rng.random() < (0 if life and life.ended_on else 0.04)
        self._checks(rng, trail, by, min(day, self.until), "" if stays else outcome)
        if stays:
            return
        self._step(lead, "CLOSED", "CLOSED", day, by, outcome)
        lead.closed_by_id = by.id
        if rng.random() < 0.01 and not (life and life.ended_on) and day < self.until:
            again = PastStep(
                "REOPENED", "ROUTED", moment(self.until, 30), lead.steps[-1].office_id, lead.steps[-1].team_id
            )
            again.note, again.by_id, lead.closed_by_id = "A neighbor saw the subject again.", by.id, None
            lead.steps.append(again)

    def _checks(self, rng: Random, trail: Trail, by: Officer, until: date, outcome: str) -> None:
        """Checks and visits between acceptance and `until`; what they found agrees with the outcome."""
        since = trail.lead.steps[-1].at.date()
        last = until
        if rng.random() < 0.45:
            self._deed(rng, trail, by, "RECORDS_CHECK", since, last, _check(rng, outcome))
        if rng.random() < 0.18:
            result = {"ADDRESS_BAD": "ADDRESS_NOT_CONFIRMED", "": "UNCLEAR"}.get(outcome, "ADDRESS_CONFIRMED")
            system = rng.choice(("STATE", "OTHER", "CIS"))
            self._deed(rng, trail, by, "ADDRESS_CHECK", since, last, (system, result, ""))
        found = FOUND_BY.get(outcome, ())
        if found and rng.random() < 0.4:
            self._deed(rng, trail, by, "VISIT", since, last, ("", "", rng.choice(found)))

    def _deed(
        self,
        rng: Random,
        trail: Trail,
        by: Officer,
        type: str,
        since: date,
        until: date,
        said: tuple[str, str, str],
    ) -> None:
        day = since + timedelta(days=rng.randrange(max((until - since).days, 0) + 1))
        system, result, visit = said
        location = "" if visit == "" else f"{trail.lead.line_1}, {trail.lead.city} {trail.lead.state}"
        trail.deeds.append(deed(by, type, day, location, (system, result, visit)))


def deed(
    by: Officer, type: str, day: date, location: str = "", said: tuple[str, str, str] = ("", "", "")
) -> PastActivity:
    """An action as its officer signed it: the system asked, what it said, what the visit found."""
    one = PastActivity(type, by.id, by.name, by.title, by.office_id, by.team_id, day, moment(day, 200))
    one.location = location
    one.check_system, one.check_result, one.visit_outcome = said
    return one


def arrest_deed(by: Officer, day: date, where: dict[str, str], *, criminal: bool) -> PastActivity:
    """An arrest at an address; its case is filled in once it is known."""
    one = deed(by, "ARREST", day)
    place = (where["line_1"], where["line_2"], where["city"], where["state"], where["zip"])
    one.arrest = PastArrest(0, *place, criminal=criminal)
    return one


def _check(rng: Random, outcome: str) -> tuple[str, str, str]:
    system = rng.choice(("EID", "EID", "NCIC", "TECS", "COURT"))
    result = {"IN_CUSTODY": "IN_CUSTODY", "NOT_A_FUGITIVE": "NOT_FUGITIVE", "LEGAL_STATUS": "NOT_FUGITIVE"}
    return system, result.get(outcome, "STILL_FUGITIVE"), ""


def _address(line_1: str, line_2: str, place: Place) -> dict[str, str]:
    return {"line_1": line_1, "line_2": line_2, "city": place.city, "state": place.state, "zip": place.zip}
