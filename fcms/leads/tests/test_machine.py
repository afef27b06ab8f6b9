"""Any sequence of moves by anybody leaves a lead in a state that its life, its steps and its companions agree on."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fcms.accounts.models import User
from fcms.leads import actions
from fcms.leads.lifecycle import NEVER_CHOSEN, LeadLife, Outcome, Status
from fcms.leads.models import Lead, LeadStep
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer

from .make import make_lead

PEOPLE: dict[str, User] = {}
WHO = st.sampled_from(
    [("DAL", "officer"), ("DAL", "supervisor"), ("MIA", "officer"), ("HQ", "hq_analyst"), ("HQ", "counsel")]
).map("-".join)


class Life(RuleBasedStateMachine):
    """A lead in the hands of five people, beside the state that the lifecycle allows."""

    lead: Lead
    status: Status

    @initialize(status=st.sampled_from([Status.NEW, Status.ROUTED]))
    def received(self, status: Status) -> None:
        self.lead, self.status = make_lead(by=PEOPLE["DAL-officer"], status=status), status

    @rule(who=WHO)
    def accept(self, who: str) -> None:
        may = self.held_by(who.partition("-")[0])
        self.try_it("accept", who, may)

    @rule(who=WHO, to=st.sampled_from(["DAL", "MIA"]))
    def transfer(self, who: str, to: str) -> None:
        may = (who == "DAL-supervisor" and self.held_by("DAL")) or who == "HQ-hq_analyst"
        self.try_it(
            "transfer", who, may and not self.held_by(to), office=Office.objects.get(code=to), note="Moved."
        )

    @rule(who=WHO, to=st.sampled_from(["DAL", "MIA"]))
    def route(self, who: str, to: str) -> None:
        may = who == "HQ-hq_analyst" or (who, to) == ("DAL-officer", "DAL")
        self.try_it("route", who, may, office=Office.objects.get(code=to))

    @rule(who=WHO, outcome=st.sampled_from([*Outcome.values, ""]))
    def close(self, who: str, outcome: str) -> None:
        may = self.reached_by(who) and outcome not in ("", *NEVER_CHOSEN)
        self.try_it("close", who, may, outcome=outcome)

    @rule(who=WHO, note=st.sampled_from(["", "Seen again."]))
    def reopen(self, who: str, note: str) -> None:
        may = self.reached_by(who) and bool(note)
        self.try_it("reopen", who, may, note=note, office=Office.objects.get(code="DAL"))

    def held_by(self, office: str) -> bool:
        return self.lead.office is not None and self.lead.office.code == office

    def reached_by(self, who: str) -> bool:
        entered_unrouted = who == "DAL-officer" and self.lead.office is None
        return who == "HQ-hq_analyst" or self.held_by(who.partition("-")[0]) or entered_unrouted

    def try_it(self, verb: str, who: str, may: bool, **given: object) -> None:
        move = getattr(LeadLife, verb)
        (done,) = actions.each([self.lead], getattr(actions, verb), by=PEOPLE[who], **given)
        assert done.done == (may and move.allows(self.status)), (verb, who, self.status, done.sentence)
        if done.done:
            self.lead, self.status = done.lead, move.to
        else:
            assert done.sentence.endswith(".")

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "lead"):
            return
        kept = Lead.objects.get(pk=self.lead.pk)
        last = LeadStep.objects.filter(lead=kept).latest("at", "id")
        assert kept.status == self.status == last.status
        assert (kept.office_id, kept.team_id, kept.officer_id) == (
            last.office_id,
            last.team_id,
            last.officer_id,
        )
        assert bool(kept.outcome) == bool(kept.closed_by_id) == (kept.status == Status.CLOSED)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")


@pytest.mark.django_db
@pytest.mark.promise("PIA-0-2")
def test_whatever_people_do_a_lead_stands_as_its_life_allows() -> None:
    PEOPLE.update({f"{office}-{role}": make_officer(office, role) for office, role in _cast()})
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _cast() -> list[tuple[str, str]]:
    return [
        ("DAL", "officer"),
        ("DAL", "supervisor"),
        ("MIA", "officer"),
        ("HQ", "hq_analyst"),
        ("HQ", "counsel"),
    ]
