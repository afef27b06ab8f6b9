"""May action on a protected person be cleared? Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date

from fcms.lib.verdict import Verdict, first_no, no, yes

HOLDS = (
    "8 USC 1367 protects this person, and no clearance is in force: nobody acts on what an abuser has said, and nothing"
    " is disclosed."
)
CLEARED = "A clearance for action on a person whom 8 USC 1367 protects is in force."
SAY_WHAT = "Say what is allowed: the action, the place and the source that it does not rest on."
SAY_WHY = "Say why it may be done although the law protects the person."
SAY_WITHDRAWN = "Say why the clearance no longer holds."


def may_give(
    *,
    right: bool,
    holds: bool,
    protected: bool,
    in_force: bool = False,
    allows: str | None = None,
    reason: str | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    today: date | None = None,
    most_days: int = 0,
) -> Verdict:
    """Say whether the person may clear action on a subject, from a day until another, at most `most_days` days."""
    return first_no(
        yes() if protected else no("This subject is not marked as protected, so nothing has to be cleared."),
        yes()
        if right
        else no(
            "A director of the office, or a headquarters supervisor, clears action on a protected person."
        ),
        yes() if holds else no("Another office holds this case. Its director clears it."),
        no("A clearance is in force. Withdraw it first if another is needed.") if in_force else yes(),
        yes() if allows is None or allows.strip() else no(SAY_WHAT),
        yes() if reason is None or reason.strip() else no(SAY_WHY),
        days_fit(from_on, until_on, today, most_days),
    )


def days_fit(from_on: date | None, until_on: date | None, today: date | None, most_days: int) -> Verdict:
    """Say whether a clearance may last from one day until another, both included."""
    if from_on is None or until_on is None or today is None:
        return yes()
    if from_on < today:
        return no("A clearance cannot begin in the past. Let it begin today.")
    if until_on < from_on:
        return no("It would end before it begins. Correct one of the days.")
    if (until_on - from_on).days >= most_days:
        return no(f"A clearance lasts {most_days} days at most. Choose an earlier end.")
    return yes()


def may_withdraw(*, right: bool, holds: bool, withdrawn: bool, reason: str | None = None) -> Verdict:
    """Say whether a clearance may be withdrawn: by whoever may give one, with the reason."""
    return first_no(
        no("This clearance was withdrawn already.") if withdrawn else yes(),
        yes()
        if right
        else no("A director of the office, or a headquarters supervisor, withdraws a clearance."),
        yes() if holds else no("Another office holds this case. Its director withdraws it."),
        yes() if reason is None or reason.strip() else no(SAY_WITHDRAWN),
    )
