"""What is known of a person's comings and goings, for the rules to weigh; read and never written."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.cases.lifecycle import ClosureReason, NewsStatus, Road, Step
from fcms.cases.models import Case, CaseStep, Proposal
from fcms.lib import policyfiles
from fcms.lib.dates import parse_partial
from fcms.lib.malformed import Malformed
from fcms.subjects.models import Subject
from fcms.subjects.provenance.queries import as_said, newest_statements, source_of
from fcms.subjects.queries import facts_of
from fcms.subjects.words import partial_words

from . import rules
from .sightings import sightings_of

COLUMNS = (
    "last_entry_on",
    "last_entry_place",
    "entry_class",
    "custody_status",
    "removed_on",
    "case_category",
)


def reasons_of(case: Case, today: date) -> rules.Reasons:
    """The reasons for and against that the subject of a case is still in the country."""
    return rules.reasons(known_of(case, today))


def known_of(case: Case, today: date) -> rules.Known:
    """What the records say that bears on it."""
    subject = case.subject
    steps = list(_steps(case))
    known = policyfiles.codes()["entry_classes"].values.get(subject.entry_class)
    return rules.Known(
        today=today,
        basis_on=case.basis_on,
        category=subject.case_category,
        category_on=subject.case_category_on,
        category_source=_who_says(subject, "case_category"),
        entry=_entry(subject),
        entry_words=""
        if len(subject.last_entry_on) == len("2003-05-01")
        else partial_words(subject.last_entry_on),
        entry_class=subject.entry_class,
        entry_class_words=f"{known.label} ({subject.entry_class})" if known else subject.entry_class,
        apprehensions=_apprehensions(subject),
        held=_held(subject),
        released=_last(steps, Step.RELEASED),
        removed=_removed(subject, steps),
        said_to_have_left=_departures(case, steps),
        address=_address(subject),
        sightings=sightings_of(subject.pk),
    )


def _who_says(subject: Subject, column: str) -> str:
    """The source that last said what is in force."""
    held = as_said(getattr(subject, column))
    saying = (one for one in newest_statements(subject) if column in one.said and one.said[column] == held)
    found = next(saying, None)
    return source_of(found).words if found else ""


def _day(text: str) -> date | None:
    try:
        return parse_partial(text).earliest if text else None
    except Malformed:
        return None


def _entry(subject: Subject) -> rules.Event | None:
    day = _day(subject.last_entry_on)
    return rules.Event(day, _who_says(subject, "last_entry_on"), subject.last_entry_place) if day else None


def _apprehensions(subject: Subject) -> list[rules.Event]:
    standing = [line for line in facts_of(subject, "apprehension") if not line.withdrawn]
    return [rules.Event(line.fact.apprehended_on, line.source.words) for line in standing]


def _held(subject: Subject) -> rules.Event | None:
    if subject.custody_status not in ("ICE_CUSTODY", "OTHER_CUSTODY") or subject.custody_on is None:
        return None
    return rules.Event(subject.custody_on, _who_says(subject, "custody_status"))


def _steps(case: Case) -> Any:
    told = (Step.RELEASED, Step.REMOVED, Step.REOPENED, Step.CLOSED)
    found = CaseStep.objects.filter(case__subject=case.subject_id, step__in=told)
    return found.select_related("case").order_by("-id")[:50]


def _last(steps: list[CaseStep], step: Step) -> rules.Event | None:
    found = next((one for one in steps if one.step == step), None)
    return rules.Event(found.effective_on, "the steps of the case") if found else None


def _removed(subject: Subject, steps: list[CaseStep]) -> rules.Event | None:
    """The removal of an earlier case, or the one on record; what was taken back by re-opening is none."""
    if subject.removed_on:
        return rules.Event(subject.removed_on, _who_says(subject, "removed_on"))
    undone = {one.case_id for one in steps if one.step == Step.REOPENED}
    stands = [one for one in steps if one.step == Step.REMOVED and one.case_id not in undone]
    return _last(stands, Step.REMOVED)


def _departures(case: Case, steps: list[CaseStep]) -> list[rules.Event]:
    """News that the person left and that waits to be decided, and cases that ended so."""
    said = Proposal.objects.filter(case__subject=case.subject_id, road=Road.LEFT_THE_COUNTRY)
    waiting = said.filter(status=NewsStatus.WAITING).order_by("-effective_on", "-id")
    found = [
        rules.Event(one.effective_on, one.system, f"Said to have left, and not decided yet: {one.summary}")
        for one in waiting
    ]
    for step in steps:
        if step.step == Step.CLOSED and step.reason == ClosureReason.LEFT_THE_COUNTRY:
            again = "" if step.case.status == "CLOSED" else "; it was opened again"
            words = f"Case {step.case.number} was closed because the person had left{again}"
            found.append(rules.Event(step.effective_on, "the steps of the case", words))
    return found


def _address(subject: Subject) -> rules.Event | None:
    standing = [line for line in facts_of(subject, "address") if not line.withdrawn and line.fact.seen_on]
    last = max(standing, key=lambda line: (line.fact.seen_on, line.fact.pk), default=None)
    return rules.Event(last.fact.seen_on, last.source.words, str(last.words)) if last else None
