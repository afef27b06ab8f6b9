"""Random lives of several cases at several offices, by the real actions: the backlog balances after every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from fcms.accounts.models import User
from fcms.cases import actions
from fcms.cases.balance import tallies
from fcms.cases.lifecycle import BACKLOG, LIVE, ClosureReason, TransferStatus
from fcms.cases.models import Case, CaseStep, CaseTransfer
from fcms.cases.transfers import actions as transfers
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects.merging import actions as merging
from fcms.subjects.tests.make import make_officer

from .make import make_case, shown

OFFICES = ("DAL", "HOU", "SFR")
offices = st.sampled_from(OFFICES)
days = st.integers(min_value=0, max_value=40)


class Lives(RuleBasedStateMachine):
    """Whatever is tried, in whatever order: it is refused and changes nothing, or the books balance."""

    cases = Bundle("cases")
    people: ClassVar[dict[tuple[str, str], User]] = {}
    clock: ClassVar[dict[str, datetime]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.clock["now"] = datetime(2026, 1, 10, 17, tzinfo=UTC)
        self.done: Counter[str] = Counter()
        self.stands: dict[int, tuple[str, str]] = {}
        self.nested = transaction.atomic()
        self.nested.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.nested.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return timezone.localdate()

    # --- what is tried

    @initialize(target=cases)
    def three(self) -> Any:
        return multiple(*(self.opened(office) for office in OFFICES))

    @precondition(lambda self: len(self.stands) < 5)
    @rule(target=cases, office=offices, back=days)
    def open(self, office: str, back: int) -> int:
        return self.opened(office, back)

    def opened(self, office: str, back: int = 0) -> int:
        case = make_case(office=office, opened_on=self.today - timedelta(days=back))
        self.stands[case.pk] = ("OPEN", office)
        return case.pk

    @rule(more=st.integers(min_value=1, max_value=45))
    def time_passes(self, more: int) -> None:
        self.clock["now"] += timedelta(days=more)

    @rule(key=cases)
    def go_cold(self, key: int) -> None:
        self.tried(key, "COLD", actions.go_cold, note="Tried.", evidence=shown("WENT_COLD"))

    @rule(key=cases)
    def revive(self, key: int) -> None:
        self.tried(key, "OPEN", actions.revive, note="Seen.")

    @rule(key=cases, back=days)
    def arrest(self, key: int, back: int) -> None:
        self.tried(key, "IN_CUSTODY", actions.arrest, custody_on=self.today - timedelta(days=back))

    @rule(key=cases, back=days)
    def release(self, key: int, back: int) -> None:
        day = self.today - timedelta(days=back)
        given = {"note": "Bond.", "released_on": day, "evidence": shown("RELEASED")}
        self.tried(key, "OPEN", actions.release, **given)

    @rule(key=cases, back=days)
    def remove(self, key: int, back: int) -> None:
        day = self.today - timedelta(days=back)
        self.tried(key, "REMOVED", actions.remove, removed_on=day, evidence=shown("REMOVED"))

    @rule(
        key=cases,
        reason=st.sampled_from(ClosureReason),
        back=days,
        whole=st.sampled_from((True, True, False)),
    )
    def close(self, key: int, reason: ClosureReason, back: int, whole: bool) -> None:
        given = {"reason": reason, "note": "Seen.", "evidence": shown(reason) if whole else {}}
        self.tried(key, "CLOSED", actions.close, effective_on=self.today - timedelta(days=back), **given)
        assert whole or self.refused

    @rule(key=cases)
    def reopen(self, key: int) -> None:
        self.tried(key, "OPEN", actions.reopen, note="Not so.", evidence=shown("REOPENED"))

    @rule(
        key=cases, to=offices, answer=st.sampled_from(("", "accept", "refuse", "withdraw")), own=st.booleans()
    )
    def transfer(self, key: int, to: str, answer: str, own: bool) -> None:
        """Propose one where none waits, and answer it at once, later, or never; by whoever proposed it is refused."""
        self.tried(key, "", transfers.propose, office=Office.objects.get(code=to), note="Seen there.")
        waiting = CaseTransfer.objects.filter(case=key).select_related("to_office").order_by("-id").first()
        if waiting is None or not answer:
            return
        held = waiting.status == TransferStatus.WAITING
        own = own or answer == "withdraw"
        by = waiting.proposed_by if own else self.people["director", waiting.to_office.code]
        given = {"reason": "Not here."} if answer == "refuse" else {}
        self.tried(key, "", getattr(transfers, answer), by=by, transfer=waiting, **given)
        assert self.refused or held
        assert self.refused or answer == "withdraw" or not own
        if not self.refused and answer == "accept":
            self.stands[key] = (self.stands[key][0], waiting.to_office.code)

    @precondition(lambda self: len(self.stands) > 3)
    @rule(key=cases, other=cases)
    def merge(self, key: int, other: int) -> None:
        one, two = (Case.objects.select_related("subject").get(pk=pk).subject for pk in (key, other))
        boss = self.people["hq_supervisor", "HQ"]
        self.attempt(merging.merge, one, two, by=boss, reason="One person.")
        found = Case.objects.filter(pk__in=self.stands).values_list("pk", "status", "office__code")
        self.stands = {pk: (status, office) for pk, status, office in found}

    # --- how it is tried

    def tried(self, key: int, becomes: str, verb: Any, *, by: User | None = None, **given: Any) -> None:
        """Try a verb; where it is done the case stands as it says, and where it is refused nothing has changed."""
        case = Case.objects.select_related("office", "subject").get(pk=key)
        self.attempt(verb, case, by=by or self.people["supervisor", case.office.code], **given)
        if not self.refused and becomes:
            self.stands[key] = (becomes, self.stands[key][1])

    def attempt(self, verb: Any, *args: Any, **given: Any) -> None:
        before, self.refused = self.everything(), False
        try:
            verb(*args, **given)
        except Refused:
            self.refused = True
            assert self.everything() == before
        self.done[f"{verb.__name__} {'refused' if self.refused else 'done'}"] += 1

    def everything(self) -> list[Any]:
        return [list(model.objects.order_by("pk").values()) for model in (Case, CaseStep, CaseTransfer)]

    # --- what holds after each step

    @invariant()
    def the_books_balance(self) -> None:
        connection.check_constraints()
        assert tallies.faults(self.today) == []

    @invariant()
    def the_last_month_closes_with_the_cases_as_they_stand(self) -> None:
        codes = dict(Office.objects.values_list("pk", "code"))
        rows = {codes[row.office_id]: row.figures for row in tallies.backlog(self.today, self.today)}
        for office in OFFICES:
            mine = [status for status, its in self.stands.values() if its == office]
            figures = rows.get(office, {})
            assert figures.get("closing", 0) == sum(status in BACKLOG for status in mine)
            assert figures.get("open_closing", 0) == mine.count("OPEN")

    @invariant()
    def the_steps_lead_to_where_each_case_stands(self) -> None:
        codes = dict(Office.objects.values_list("pk", "code"))
        for key, stands in self.stands.items():
            state, office = "", None
            for step in CaseStep.objects.filter(case=key).order_by("id"):
                if step.status != state or step.from_office_id:
                    assert step.was == state or step.from_office_id
                if office is not None:
                    assert (step.from_office_id or step.office_id) == office
                state, office = step.status, step.office_id
            case = Case.objects.get(pk=key)
            assert (state, codes.get(office or 0)) == stands == (case.status, codes[case.office_id])

    @invariant()
    def no_transfer_waits_on_a_case_that_has_ended_or_moved(self) -> None:
        for one in CaseTransfer.objects.filter(status=TransferStatus.WAITING).select_related("case"):
            assert one.case.status in LIVE
            assert one.case.office_id == one.from_office_id


@pytest.fixture
def people(offices_loaded: None, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    roles = [(role, office) for office in OFFICES for role in ("officer", "supervisor", "director")]
    found = {(role, office): make_officer(office, role) for role, office in roles}
    found["hq_supervisor", "HQ"] = make_officer("HQ", "hq_supervisor")
    Lives.people.update(found)
    Lives.clock["now"] = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: Lives.clock["now"])
    yield Counter()
    Lives.people.clear()


@pytest.mark.promise("PIA-0-1", "PIA-3.1-1")
def test_whatever_becomes_of_cases_the_backlog_of_every_month_and_office_balances(
    people: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: Counter[str] = Counter()
    ended = Lives.teardown

    def teardown(machine: Lives) -> None:
        done.update(machine.done)
        ended(machine)

    monkeypatch.setattr(Lives, "teardown", teardown)
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    made = {what.partition(" ")[0] for what in done if what.endswith(" done")}
    assert len(made) > 5, f"Hardly anything was done: {dict(done)}"
    assert any(what.endswith(" refused") for what in done)
