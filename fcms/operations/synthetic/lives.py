"""What became of a fugitive case: the steps it took, and the arrests among them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

from fcms.cases.bulk import PastStep

from .people import Person
from .places import Officer, Places

FIRST_ARREST = date(2003, 3, 10)
"""No team arrested anyone before."""
FATES = ("OPEN", "COLD", "IN_CUSTODY", "REMOVED", "CLOSED")
FATE_SHARE = (62, 13, 3, 12, 10)
REASONS = (
    "LEFT_THE_COUNTRY",
    "IN_CUSTODY_ELSEWHERE",
    "LEGAL_STATUS",
    "ORDER_NOT_IN_FORCE",
    "DIED",
    "CITIZEN",
    "ENTERED_IN_ERROR",
)
REASON_SHARE = (30, 23, 21, 12, 7, 3, 4)
EVIDENCE = {
    "LEFT_THE_COUNTRY": "Departure confirmed by arrival and departure records.",
    "IN_CUSTODY_ELSEWHERE": "Held in a State facility; the facility confirmed it by telephone.",
    "LEGAL_STATUS": "Benefit granted; the reference is in the file.",
    "ORDER_NOT_IN_FORCE": "The court vacated the order; the decision is in the file.",
    "DIED": "Confirmed by a death record.",
    "CITIZEN": "Citizenship established; counsel was consulted.",
    "ENTERED_IN_ERROR": "Opened on a record that belonged to another person.",
}


def moment(day: date, minutes: int) -> datetime:
    """A time on `day` that lies on the same date in every office, Guam left aside: 15:00 to 22:00 UTC."""
    hours, minutes = divmod(minutes % 420, 60)
    return datetime(day.year, day.month, day.day, 15 + hours, minutes, tzinfo=UTC)


@dataclass(slots=True)
class Life:
    """The life of a case: where it stands, since when, and its steps, the oldest first."""

    office_id: int
    opened_on: date
    status: str = "OPEN"
    reason: str = ""
    custody_on: date | None = None
    removed_on: date | None = None
    ended_on: date | None = None
    steps: list[PastStep] = field(default_factory=list)
    arrests: list[tuple[date, Officer]] = field(default_factory=list)

    def step(
        self,
        name: str,
        status: str,
        day: date,
        by: Officer | None,
        *,
        note: str = "",
        reason: str = "",
        office_id: int | None = None,
    ) -> None:
        """Take a step; `office_id` is the new office of a transfer."""
        was = self.status if self.steps else ""
        before = self.office_id if office_id else None
        self.office_id, self.status = office_id or self.office_id, status
        at = moment(day, 23 * len(self.steps))
        self.steps.append(
            PastStep(name, status, was, self.office_id, day, at, by.id if by else None, before, reason, note)
        )

    @property
    def last_on(self) -> date:
        """The day of the latest step."""
        return self.steps[-1].effective_on


class Narrator:
    """Tells the life of one case after another."""

    def __init__(self, places: Places, today: date) -> None:
        self.places = places
        self.until = today - timedelta(days=1)

    def life(self, rng: Random, person: Person) -> Life:
        """Tell what became of the case of a person who has one."""
        opened_on = min(person.basis_on + timedelta(days=1 + int(rng.expovariate(1 / 60))), self.until)
        life = Life(person.home.office_id or 0, opened_on)
        life.step("OPENED", "OPEN", opened_on, None)
        if (self.until - max(opened_on, FIRST_ARREST)).days < 30:
            return life
        self._on_the_way(rng, life)
        fate = rng.choices(FATES, FATE_SHARE)[0]
        getattr(self, f"_{fate.lower()}")(rng, life)
        return life

    def _on_the_way(self, rng: Random, life: Life) -> None:
        """What happens to some cases before their present state: transfers, cold times, releases, re-openings."""
        chance = rng.random()
        if chance < 0.05:
            to = self.places.choose(rng).office_id
            if to and to != life.office_id:
                by = self.places.supervisors[life.office_id]
                life.step("TRANSFERRED", life.status, self._next(rng, life), by, note="Moved.", office_id=to)
        elif chance < 0.10:
            life.step("WENT_COLD", "COLD", self._next(rng, life), self._signs(rng, life), note=COLD_NOTE)
            life.step(
                "REVIVED", "OPEN", self._next(rng, life), self._signs(rng, life), note="A new lead came in."
            )
        elif chance < 0.125:
            self._arrest(rng, life, self._next(rng, life))
            note = "Released on an order of supervision; failed to report since."
            life.step("RELEASED", "OPEN", self._soon(rng, life, 60), self._signs(rng, life), note=note)
        elif chance < 0.14:
            self._closed(rng, life)
            note = "What closed the case did not hold."
            life.step("REOPENED", "OPEN", self._soon(rng, life, 120), self._signs(rng, life), note=note)
            life.reason, life.ended_on = "", None

    def _open(self, rng: Random, life: Life) -> None:
        """Nothing more: the case is in the backlog."""

    def _cold(self, rng: Random, life: Life) -> None:
        if (self.until - life.opened_on).days > 700:
            life.step("WENT_COLD", "COLD", self._next(rng, life), self._signs(rng, life), note=COLD_NOTE)

    def _in_custody(self, rng: Random, life: Life) -> None:
        day = max(self.until - timedelta(days=int(rng.expovariate(1 / 30))), self._floor(life))
        self._arrest(rng, life, day)

    def _removed(self, rng: Random, life: Life) -> None:
        self._arrest(rng, life, self._next(rng, life))
        day = life.last_on + timedelta(days=5 + int(rng.expovariate(1 / 35)))
        if day <= self.until:
            life.step("REMOVED", "REMOVED", day, self._signs(rng, life))
            life.removed_on = life.ended_on = day

    def _closed(self, rng: Random, life: Life) -> None:
        if life.status == "OPEN" and rng.random() < 0.2:
            life.step("WENT_COLD", "COLD", self._next(rng, life), self._signs(rng, life), note=COLD_NOTE)
        life.reason = rng.choices(REASONS, REASON_SHARE)[0]
        life.ended_on = self._next(rng, life)
        by = self._signs(rng, life)
        life.step("CLOSED", "CLOSED", life.ended_on, by, note=EVIDENCE[life.reason], reason=life.reason)

    def _arrest(self, rng: Random, life: Life, day: date) -> None:
        by = self._signs(rng, life)
        life.step("ARRESTED", "IN_CUSTODY", day, by)
        life.custody_on = day
        life.arrests.append((day, by))

    def _signs(self, rng: Random, life: Life) -> Officer:
        return rng.choice(self.places.officers[life.office_id])

    def _floor(self, life: Life) -> date:
        return max(life.last_on, FIRST_ARREST)

    def _next(self, rng: Random, life: Life) -> date:
        """A day after the latest step, more likely of late than long ago: teams have grown."""
        back = int(rng.expovariate(1 / 800))
        floor = self._floor(life)
        room = (self.until - floor).days
        if room <= 0:
            return self.until
        return self.until - timedelta(days=back if back < room else rng.randrange(room))

    def _soon(self, rng: Random, life: Life, days: int) -> date:
        return min(life.last_on + timedelta(days=1 + int(rng.expovariate(1 / days))), self.until)


COLD_NOTE = "Every address was visited and every system asked; no trace for a year."
