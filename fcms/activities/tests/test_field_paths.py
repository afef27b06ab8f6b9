"""Whatever people do, in whatever order: nobody is at an address with its checks while a gate was shut (PIA-1.5-4).

Hypothesis makes up sequences of the real actions under a clock of its own. What the gates should say is kept here a
second time, in plain values noted down as things happen, and never asked of the gates themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fcms.accounts.models import User
from fcms.activities import actions as activities
from fcms.activities.fieldwork import actions, permissions, queries
from fcms.activities.gates import actions as gates
from fcms.activities.ledger import actions as ledger
from fcms.activities.lifecycle import STANDING, FieldStatus
from fcms.activities.models import Activity, FieldAction
from fcms.lib.actor import Job
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.tests.make import extract_origin, make_officer

from . import field as make
from .make import Work, make_work

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LEAD_OF = date(2009, 11, 20)
OVERRIDES = ("G-APPEAL-RECENT", "G-A-FILE-RECENT", "G-STAY-KNOWN", "G-ADDRESS-RECENT", "G-DO-NOT-RETURN")
"""Gates that a supervisor may override."""

NEWS = (
    *[""] * 24,
    *("check:NOT_FUGITIVE", "check:UNCLEAR", "claim:", "category:", "mark:0", "mark:3", "address:"),
    *("A_FILE:UNKNOWN", "A_FILE:BAR", "APPEAL:UNKNOWN", "APPEAL:BAR"),
)
"""What may become known: mostly nothing, else what shuts a gate."""


TAKES_ON = st.tuples(
    st.just("the_work_goes_on"),
    st.sampled_from([True, True, False]),
    st.tuples(*[st.sampled_from(NEWS)] * 3),
    st.sampled_from([0, 0, 0, 20, 75]),
    st.sampled_from([0, 0, 0, 1]),
)
STEPS = st.one_of(
    TAKES_ON,
    TAKES_ON,
    st.tuples(
        st.just("a_supervisor_is_asked"), st.sampled_from(OVERRIDES), st.integers(0, 7), st.sampled_from(NEWS)
    ),
    st.tuples(st.just("time_passes"), st.sampled_from([2, 20, 75, 24 * 31])),
    st.tuples(
        st.just("somebody_tries_something_else"),
        st.sampled_from(["other", "without", "anew", "off", "record", "start", "decide"]),
    ),
)
"""What may come next: one rule with weights, because Hypothesis leaves out whole rules of an example by itself."""


@dataclass
class Known:
    """What is so, noted down as it happened."""

    checks: list[tuple[datetime, str]] = field(default_factory=list)
    reviews: dict[str, tuple[str, date]] = field(default_factory=dict)
    confirmed: list[date] = field(default_factory=lambda: [LEAD_OF])
    contradicted: list[date] = field(default_factory=list)
    marks: list[tuple[date, date]] = field(default_factory=list)
    claim: bool = False
    protected: bool = False
    marked: datetime = FIRST
    overrides: dict[str, tuple[date, datetime, object]] = field(default_factory=dict)

    def shut(self, now: datetime, day: date) -> set[str]:
        """The gates that are shut at a moment for a day, overrides left out of account."""
        told = {
            "G-STATUS": not self._checked(now),
            "G-CITIZEN": self.claim,
            "G-BASIS": self.protected,
            "G-DO-NOT-RETURN": any(since <= day <= until for since, until in self.marks),
            "G-STAY-KNOWN": self._found("APPEAL") == "UNKNOWN",
            **self._reviewed("A_FILE", "G-A-FILE", 180, day),
            **self._reviewed("APPEAL", "G-APPEAL", 30, day),
        }
        against = max((one for one in self.contradicted if one <= day), default=date.min)
        word = [one for one in self.confirmed if against < one <= day]
        told["G-ADDRESS-SOURCE"] = not word
        told["G-ADDRESS-RECENT"] = bool(word) and (day - max(word)).days > 90
        return {gate for gate, is_shut in told.items() if is_shut}

    def open(self, now: datetime, day: date) -> bool:
        """Whether every gate is open or overridden until that day."""
        return all(self._covered(gate, day) for gate in self.shut(now, day))

    def note_mark(self, now: datetime, days: tuple[date, date]) -> None:
        self.marks.append(days)
        self.marked = now

    def _covered(self, gate: str, day: date) -> bool:
        until, given_at, why = self.overrides.get(gate, (date.min, FIRST, None))
        unmarked = gate != "G-DO-NOT-RETURN" or self.marked <= given_at
        return until >= day and why == self.why(gate, day) and unmarked

    def why(self, gate: str, day: date) -> object:
        """What a gate rests on: an override covers that and nothing that becomes known later."""
        if gate == "G-DO-NOT-RETURN":
            return max((until for since, until in self.marks if since <= day <= until), default=None)
        if gate == "G-ADDRESS-RECENT":
            return max((one for one in self.confirmed if one <= day), default=None)
        return self.reviews.get("A_FILE" if gate.startswith("G-A-FILE") else "APPEAL")

    def _checked(self, now: datetime) -> bool:
        good = [at for at, result in self.checks if result == "STILL_FUGITIVE"]
        bad = [at for at, result in self.checks if result != "STILL_FUGITIVE"]
        return bool(good) and max(good) > now - timedelta(hours=72) and max(good) > max(bad, default=FIRST)

    def _found(self, what: str) -> str:
        return self.reviews.get(what, ("", FIRST.date()))[0]

    def _reviewed(self, what: str, gate: str, days: int, day: date) -> dict[str, bool]:
        finding, on = self.reviews.get(what, ("", FIRST.date()))
        late = finding == "NO_BAR" and (day - on).days > days
        return {gate: finding == "BAR", f"{gate}-RECENT": finding in ("", "UNKNOWN") or late}


class Paths(RuleBasedStateMachine):
    """An office at work on one case, for as long as Hypothesis likes; each sequence is rolled back."""

    work: Work
    supervisor: User

    def __init__(self) -> None:
        super().__init__()
        self.now = FIRST
        self.known = Known()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock = patch("django.utils.timezone.now", lambda: self.now)
        self.clock.start()
        self.action: FieldAction | None = None
        self.started: tuple[datetime, set[str]] | None = None
        self.extracts = 0

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return local_day(self.now, make.ZONE)

    @property
    def standing(self) -> FieldAction | None:
        """The field action that is worked on, as it stands."""
        if self.action is None:
            return None
        self.action = queries.action_named(self.action.number)
        return self.action if self.action.status in STANDING else None

    @contextmanager
    def tried(self, done: Callable[[], None] = lambda: None) -> Iterator[list[bool]]:
        """Try an act a minute later; note what is so after it unless it was refused."""
        self.now += timedelta(minutes=1)
        went: list[bool] = []
        try:
            with transaction.atomic():
                yield went
        except Refused:
            return
        went.append(True)
        done()

    # --- what happens, in any order

    @rule(step=STEPS)
    def the_next(self, step: tuple[Any, ...]) -> None:
        getattr(self, step[0])(*step[1:])

    def the_work_goes_on(self, ready: bool, news: tuple[str, ...], late: int, ahead: int) -> None:
        """Somebody sees to the gates or not, and takes the work on step by step, with news before each of them."""
        if ready:
            self.somebody_sees_to_it()
        if self.standing is None:
            self.plan(ahead)
        self.becomes_known(news[0])
        self.assign(True)
        self.becomes_known(news[1])
        self.now += timedelta(hours=late)
        self.start()
        self.becomes_known(news[2])
        self.record()

    def a_supervisor_is_asked(self, gate: str, days: int, news: str) -> None:
        """An override of what is shut, if anything is that may be overridden."""
        self.becomes_known(news)
        shut = sorted(self.known.shut(self.now, self.today) & set(OVERRIDES))
        self.a_supervisor_overrides(gate if gate in shut or not shut else shut[0], days)

    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def somebody_tries_something_else(self, how: str) -> None:
        """What is not the next step, or not for this person."""
        tries: dict[str, Callable[[], None]] = {
            "other": lambda: self.assign(False),
            "without": self.record_without_a_field_action,
            "anew": self.plan_anew,
            "off": self.call_off,
            "record": self.record,
            "start": self.start,
            "decide": self.the_claim_is_decided,
        }
        tries[how]()

    def somebody_sees_to_it(self) -> None:
        """Somebody renews what a person can renew: the check, the reviews, the address; what held is decided."""
        shut = self.known.shut(self.now, self.today)
        if self.known.claim:
            self.the_claim_is_decided()
        if self.known.protected:
            self.an_extract_gives_the_category(False)
        for what in ("A_FILE", "APPEAL"):
            if any(gate.startswith(f"G-{what.replace('_', '-')}") for gate in shut) or "G-STAY-KNOWN" in shut:
                self.review(what, "NO_BAR")
        if shut & {"G-ADDRESS-SOURCE", "G-ADDRESS-RECENT"}:
            self.verify(True)
        if "G-STATUS" in shut:
            self.check("STILL_FUGITIVE")
        if (action := self.standing) is not None and action.planned_on < self.today:
            self.plan_anew()

    def becomes_known(self, news: str) -> None:
        """Something that shuts a gate, or nothing."""
        what, _, said = news.partition(":")
        happens: dict[str, Callable[[], None]] = {
            "": lambda: None,
            "check": lambda: self.check(said),
            "A_FILE": lambda: self.review("A_FILE", said),
            "APPEAL": lambda: self.review("APPEAL", said),
            "claim": self.somebody_claims_citizenship,
            "category": lambda: self.an_extract_gives_the_category(True),
            "mark": lambda: self.the_address_is_marked(int(said)),
            "address": lambda: self.verify(False),
        }
        happens[what]()

    # --- what becomes known

    @initialize(ready=st.sampled_from([True, True, True, False]))
    def begin(self, ready: bool) -> None:
        if ready:
            self.check("STILL_FUGITIVE")
            self.review("A_FILE", "NO_BAR")
            self.review("APPEAL", "NO_BAR")
            self.verify(True)

    def check(self, result: str) -> None:
        with self.tried(lambda: self.known.checks.append((self.now, result))):
            make.check(self.work, result=result)

    def review(self, what: str, finding: str) -> None:
        with self.tried(lambda: self.known.reviews.__setitem__(what, (finding, self.today))):
            make.review(self.work, what, finding=finding, by=self.supervisor if finding == "NO_BAR" else None)

    def verify(self, confirmed: bool) -> None:
        heard = self.known.confirmed if confirmed else self.known.contradicted
        with self.tried(lambda: heard.append(self.today)):
            make.verify(self.work, result="ADDRESS_CONFIRMED" if confirmed else "ADDRESS_NOT_CONFIRMED")

    def somebody_claims_citizenship(self) -> None:
        with self.tried(lambda: setattr(self.known, "claim", True)):
            make.claim(self.work)

    def the_claim_is_decided(self) -> None:
        raised = self.work.subject.citizenship_claims.exclude(status__in=("DECIDED", "WITHDRAWN")).first()
        if raised is not None:
            with self.tried(lambda: setattr(self.known, "claim", False)):
                make.decide(raised)

    def an_extract_gives_the_category(self, protected: bool) -> None:
        self.extracts += 1
        origin = extract_origin(f"I26-9{self.extracts:05}-8", as_of=self.today)
        values = {"case_category": "5C" if protected else "5B"}
        with self.tried(lambda: setattr(self.known, "protected", protected)):
            correct_subject(self.work.subject, by=Job("tests"), origin=origin, values=values)

    def the_address_is_marked(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        with self.tried(lambda: self.known.note_mark(self.now, (self.today, until))):
            ledger.mark_place(
                self.work.lead.address_key, by=self.work.officer, reason="COMPLAINT", until=until
            )

    def a_supervisor_overrides(self, gate: str, days: int) -> None:
        until = self.today + timedelta(days=days)
        place = queries.gates.place_of(self.work.lead)
        given_for = until, self.now, self.known.why(gate, self.today)
        with self.tried(lambda: self.known.overrides.__setitem__(gate, given_for)):
            given = {"reason": "Asked the court by telephone.", "until": until}
            gates.override(self.work.case, place, gate, by=self.supervisor, **given)

    # --- field work

    def plan(self, days: int) -> None:
        if self.standing is None:
            with self.tried():
                self.action, self.started = make.plan(self.work, days=days), None

    def assign(self, themselves: bool) -> None:
        if (action := self.standing) is None:
            return
        officer = self.work.officer if themselves else self.supervisor
        with self.tried() as went:
            actions.assign(action, by=self.supervisor, officer=officer)
        day = max(action.planned_on, self.today)
        if went:
            assert self.known.open(self.now, day), self.known.shut(self.now, day)
            assert themselves or not self.known.shut(self.now, day), "who overrode was sent"
        elif themselves and action.status == FieldStatus.PLANNED and action.planned_on >= self.today:
            assert not self.known.open(self.now, day), "every gate stood open, and nobody was assigned"

    def start(self) -> None:
        if (action := self.standing) is None or action.officer is None:
            return
        with self.tried() as went:
            actions.start(action, by=action.officer)
        if went:
            self.started = self.now, self.known.shut(self.now, self.today)
            assert action.planned_on == self.today
            assert self.known.open(self.now, self.today), self.known.shut(self.now, self.today)
        elif action.status == FieldStatus.ASSIGNED and action.planned_on == self.today:
            assert not self.known.open(self.now, self.today), "every gate stood open, and nobody started"

    def record(self) -> None:
        if (action := self.standing) is None:
            return
        given: dict[str, Any] = {
            "type": "VISIT",
            "visit_outcome": "NOT_ANSWERED",
            "acted_on": action.planned_on,
        }
        officer = action.officer or self.work.officer
        with self.tried() as went:
            done = activities.record_activity(by=officer, field_action=action, **given)
        if not went:
            return
        assert self.started is not None
        at, overridden = self.started
        late = (self.today - action.planned_on).days > 2
        if self.known.shut(at, action.planned_on) <= overridden and not late:
            assert done.gates == ("OVERRIDDEN" if overridden else "OPEN")
        else:
            assert done.gates == "SHUT", self.known.shut(at, action.planned_on)

    def record_without_a_field_action(self) -> None:
        given: dict[str, Any] = {"type": "VISIT", "visit_outcome": "NOT_ANSWERED", "acted_on": self.today}
        with self.tried():
            done = activities.record_activity(by=self.work.officer, lead=self.work.lead, **given)
            assert (done.gates, done.field_action) == ("SHUT", None)

    def plan_anew(self) -> None:
        if (action := self.standing) is not None:
            with self.tried():
                actions.replan(action, by=self.work.officer, planned_on=self.today)
                assert not (self.known.claim and action.status == FieldStatus.STOPPED)

    def call_off(self) -> None:
        if (action := self.standing) is not None:
            actions.call_off(action, by=self.work.officer, reason="Not now.")
            assert self.standing is None

    # --- always

    @invariant()
    def what_goes_ahead_is_held_by_nothing(self) -> None:
        if (action := self.standing) is not None and action.status in ("ASSIGNED", "UNDER_WAY"):
            assert not self.known.claim
            assert not self.known.protected

    @invariant()
    def whatever_stands_can_end(self) -> None:
        if (action := self.standing) is not None:
            assert permissions.may_call_off(self.work.officer, action, reason="Not now.")

    @invariant()
    def what_is_done_with_its_checks_was_started(self) -> None:
        checked = Activity.objects.filter(gates__in=("OPEN", "OVERRIDDEN"))
        assert not checked.exclude(field_action__status="DONE", reading__moment="START").exists()


@pytest.mark.promise("PIA-1.5-4", "PIA-0-3")
def test_no_path_leads_to_an_address_through_a_shut_gate(offices_loaded: None) -> None:
    with patch("django.utils.timezone.now", lambda: FIRST):
        Paths.work, Paths.supervisor = make_work(), make_officer("DAL", "supervisor")
    quick = settings(
        max_examples=10,
        stateful_step_count=6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Paths, settings=quick)
