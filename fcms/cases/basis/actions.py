"""Live cases follow what the sources say of the category: in the same transaction, each turn with its step."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import holds
from fcms.cases.lifecycle import Basis, Step
from fcms.cases.models import Case, CaseStep
from fcms.lib.action import action
from fcms.lib.actor import Actor, Job
from fcms.lib.dates import local_day

from . import queries, rules


def follow_one(subject: int) -> int:
    """Let the live case of a subject (by key) follow its category; return how many cases turned."""
    return follow([subject])


def follow(subjects: Collection[int]) -> int:
    """Let the live cases of subjects (by key) follow their categories; return how many turned.

    It is put down to whoever changed what was said, and asks one question where nothing turned.
    """
    turning = [case for case in queries.live_with_turn(subjects) if _turns(case)]
    if turning:
        by = _whoever_acts()
        for case in turning:
            _follow(case, by=by)
    return len(turning)


def _turns(case: Case) -> bool:
    now = _derived(case)
    moved = now is not None and (now.basis, now.since) != (case.basis, case.basis_on)
    return moved or _stopped(case) is not bool(rules.stops(case.subject.case_category))


def _stopped(case: Case) -> bool:
    return getattr(case, "turn", None) == Step.STOPPED


def _derived(case: Case) -> rules.Derived | None:
    """The basis that the category gives now; where its own day is not known, the day of the case stays."""
    subject = case.subject
    return rules.derive(
        subject.case_category,
        final_order_on=subject.final_order_on,
        failed_to_report_on=subject.failed_to_report_on,
        otherwise=case.basis_on,
    )


@action(Event.CASE_FOLLOWED_CATEGORY)
def _follow(case: Case, *, by: Actor) -> None:
    case = queries.live_with_turn([case.subject_id]).get(pk=case.pk)
    was, now = rules.Derived(Basis(case.basis), case.basis_on), _derived(case)
    if now is not None and now != was:
        case.basis, case.basis_on, case.changed_at = now.basis, now.since, timezone.now()
        case.save(update_fields=["basis", "basis_on", "changed_at"])
        _step(case, Step.REBASED, by, rules.changed(was, now, case.subject.case_category))
    stops = rules.stops(case.subject.case_category)
    if stops and not _stopped(case):
        _step(case, Step.STOPPED, by, stops)
        holds.raised(case.subject_id, stops, by)
    elif not stops and _stopped(case):
        sentence = f"Case category {case.subject.case_category} no longer stops the case."
        _step(case, Step.FREED, by, sentence)
        holds.lifted(case.subject_id, sentence, by)


def _step(case: Case, step: Step, by: Actor, note: str) -> None:
    now = timezone.now()
    CaseStep.objects.create(
        case=case,
        step=step,
        status=case.status,
        was=case.status,
        office=case.office,
        note=note,
        effective_on=case.subject.case_category_on or local_day(now, case.office.time_zone),
        at=now,
        by=by if isinstance(by, User) else None,
        actor=by.actor_key,
    )


def _whoever_acts() -> Actor:
    """Who changed what was said, as PostgreSQL was told."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(current_setting('fcms.actor', true), '')")
        kind, _, name = cursor.fetchone()[0].partition(":")
    return User.objects.get(pk=int(name)) if kind == "user" else Job(name or "category")
