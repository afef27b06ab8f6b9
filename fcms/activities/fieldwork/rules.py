"""May somebody go to an address, start, and say it was done with its checks? Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from fcms.activities.gates.facts import Answer
from fcms.activities.lifecycle import FieldLife, FieldStatus
from fcms.lib.verdict import Verdict, first_no, no, yes

from .models import FieldKind

LATEST = timedelta(days=180)
"""Nothing is planned further ahead than this."""

ONLY_TOO_OLD = frozenset({"G-A-FILE-RECENT", "G-APPEAL-RECENT", "G-ADDRESS-RECENT"})
"""Gates that shut by time alone; a check that says something else is no such."""

ENDED = {
    FieldStatus.DONE: "This field action is done, and what came of it is recorded.",
    FieldStatus.CALLED_OFF: "This field action was called off. Plan a new one.",
}
_NO: dict[str, dict[FieldStatus, str]] = {
    "assign": {
        FieldStatus.ASSIGNED: "This field action is assigned already. Plan it anew to give it to somebody else.",
        FieldStatus.UNDER_WAY: "This field action is under way. Record what came of it.",
        FieldStatus.STOPPED: "This field action was stopped. Plan it anew once nothing holds it.",
        **ENDED,
    },
    "start": {
        FieldStatus.PLANNED: "This field action is only planned. It is assigned first, through its gates.",
        FieldStatus.UNDER_WAY: "This field action is under way already.",
        FieldStatus.STOPPED: "This field action was stopped. Nobody goes until it is planned and assigned again.",
        **ENDED,
    },
    "record": {
        FieldStatus.PLANNED: "This field action was never started, so nothing is recorded from it.",
        FieldStatus.ASSIGNED: "This field action was not started yet. Start it first, on its day.",
        FieldStatus.STOPPED: "This field action was stopped. What was done all the same is recorded on the case.",
        **ENDED,
    },
    "replan": {
        FieldStatus.UNDER_WAY: "This field action is under way. Record what came of it, or call it off.",
        **ENDED,
    },
    "call_off": ENDED,
}

SAY_WHY = "Say why the field action is called off."
SAY_WHERE = "Choose the address. One that is not listed is added to the subject or entered as a lead first."
SAY_WHAT = "Say what is to be done: a visit, surveillance or an arrest."
SAY_KIND = "Say what kind of place it is."
SAY_NAME = "Give the operation a name."
NOT_YOURS = "Another officer has this field action. Only who is assigned to it starts it and records it."
NOT_THEIRS = "An officer of the office is assigned. Choose one of yours."
ASSIGN_OTHERS = "You assign field actions to yourself. A supervisor assigns them to others."
ANOTHER = "Another officer was assigned. Record it without the field action."
LATE = "Its day was more than two days ago. What is recorded now is marked as late, and as done without its checks."
SHUT = "A gate is shut. What opens it stands above."
SHUT_MEANWHILE = "A gate has just shut. Open the field action again: what opens it stands there."
NO_MORE = "The case has ended or its subject is in custody, so nobody goes any more."


def may_plan(*, permitted: Verdict, backlog: bool, doubled: str = "") -> Verdict:
    """Say whether a field action may be planned: by whom, and on a case that is still worked.

    `doubled` is the number of one that stands for the same address and day.
    """
    return first_no(
        permitted,
        yes() if backlog else no(NO_MORE),
        not_doubled(doubled),
    )


def planned_for(day: date, *, today: date) -> Verdict:
    """Say whether a field action can be planned for this day, in the office's own time."""
    if day < today:
        return no("The day lies in the past. What was done already is recorded, not planned.")
    if day > today + LATEST:
        return no("The day lies more than half a year ahead. Plan it when it is nearer.")
    return yes()


def kind_listed(kind: str) -> Verdict:
    """Say whether this kind of field action exists."""
    return yes() if kind in FieldKind.values else no(SAY_WHAT)


def says_kind(kind: str, known: str) -> Verdict:
    """Say whether the kind of place is known: said now, or before."""
    return yes() if kind or known else no(SAY_KIND)


def not_doubled(number: str) -> Verdict:
    """Say whether no other field action stands for the same address on that day, `number` being its number."""
    if not number:
        return yes()
    return no(f"Field action {number} stands for this address on that day already. Open it instead.")


def gates_open(answers: Iterable[Answer]) -> Verdict:
    """Say whether every gate is open or overridden; if not, each shut one with its own sentence."""
    shut = [f"{one.label}: {one.verdict.sentence}" for one in answers if not one.verdict]
    return no(" ".join(shut)) if shut else yes()


def may_assign(status: FieldStatus, *, day: date, today: date) -> Verdict:
    """Say, gates apart, whether the field action may be given to an officer."""
    return first_no(
        _from("assign", status),
        no("Its day has passed. Plan it anew for another day.") if day < today else yes(),
    )


def may_be_assigned(*, themselves: bool, assigns: bool, same_office: bool) -> Verdict:
    """Say whether a person gives it to this officer: officers take it themselves, supervisors give it to theirs."""
    return first_no(
        yes() if themselves or assigns else no(ASSIGN_OTHERS),
        yes() if same_office else no(NOT_THEIRS),
    )


def may_start(status: FieldStatus, *, theirs: bool, day: date, today: date) -> Verdict:
    """Say, gates apart, whether the officer starts it: their own, and only on its day."""
    shown = f"{day.day} {day:%b %Y}"
    return first_no(
        _from("start", status),
        yes() if theirs else no(NOT_YOURS),
        no(f"It is planned for {shown}. Start it on that day, or plan it anew.") if day > today else yes(),
        no(f"It was planned for {shown}, and that day has passed. Plan it anew.") if day < today else yes(),
    )


def may_record(status: FieldStatus, *, theirs: bool) -> Verdict:
    """Say whether something is recorded from it."""
    return first_no(_from("record", status), yes() if theirs else no(NOT_YOURS))


def done_by(*, theirs: bool) -> Verdict:
    """Say whether what is recorded was done by whom the gates let through: the officer who was assigned."""
    return yes() if theirs else no(ANOTHER)


def may_replan(status: FieldStatus, *, held: str = "") -> Verdict:
    """Say whether it may be planned anew: never while a hold stands on the subject, `held` being its sentence."""
    return first_no(_from("replan", status), no(held) if held and status == FieldStatus.STOPPED else yes())


def may_join(status: FieldStatus, name: str | None = None) -> Verdict:
    """Say, gates apart, whether it may enter an operation."""
    return first_no(
        yes()
        if status in (FieldStatus.PLANNED, FieldStatus.ASSIGNED)
        else no("Only what is planned or assigned enters an operation."),
        no(SAY_NAME) if name is not None and not name.strip() else yes(),
    )


def may_call_off(status: FieldStatus, *, reason: str | None = None) -> Verdict:
    """Say whether it may be called off, which takes a reason and is possible from every state that stands."""
    return first_no(
        _from("call_off", status), no(SAY_WHY) if reason is not None and not reason.strip() else yes()
    )


def fits(kind: str, recorded: str) -> Verdict:
    """Say whether what is recorded can have come of the field action: an arrest can come of any."""
    if recorded == FieldKind.ARREST or recorded == kind or {kind, recorded} <= {"VISIT", "ARREST"}:
        return yes()
    return no(f"A field action of this kind does not end as a {recorded.lower()}. Record what it was.")


def _from(name: str, status: FieldStatus) -> Verdict:
    allowed = getattr(FieldLife, name).allows(status)
    return yes() if allowed else no(_NO[name][status])
