"""May an address be marked, and may a mark be lifted? Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date, timedelta

from fcms.activities.models import ActivityType
from fcms.lib.verdict import Verdict, first_no, no, yes
from fcms.subjects.addresses import plain_line

AT_AN_ADDRESS = frozenset({ActivityType.ADDRESS_CHECK, ActivityType.VISIT, ActivityType.SURVEILLANCE})
"""Actions that are taken at an address, or about one."""

ELSEWHERE_CODE = "OTHER"
"""What a form says instead of one of the addresses on record."""

SAY_REASON = "Choose why the address is to be left alone."
SAY_UNTIL = "Say until when. A mark always ends, because people move."
SAY_LIFT = "Say why the mark no longer holds. The reason stays in the ledger."
SAY_SUBJECT = "This reason is about one subject. Mark the address from that subject's case or lead."
ELSEWHERE = (
    "Your office has no lead, case or visit at this address. An office that has one marks it; ask it, or"
    " headquarters."
)


def may_mark(*, permitted: bool, within: bool) -> Verdict:
    """Say whether a person marks this address: by role, and by what their office has there."""
    return first_no(
        yes()
        if permitted
        else no(
            "Your role reads the ledger but marks no address. Ask an officer of an office that works there."
        ),
        yes() if within else no(ELSEWHERE),
    )


def mark_fits(
    *, listed: bool, about_one: bool, subject: bool, until: date | None, today: date, most: int
) -> Verdict:
    """Say whether a mark has its reason, its subject where it is about one, and an end that policy allows.

    `most` is the number of days that policy allows from today.
    """
    return first_no(
        yes() if listed else no(SAY_REASON),
        no(SAY_SUBJECT) if about_one and not subject else yes(),
        yes() if until is not None else no(SAY_UNTIL),
        ends_in_time(until, today=today, most=most) if until is not None else yes(),
    )


def ends_in_time(until: date, *, today: date, most: int) -> Verdict:
    """Say whether a mark ends between today and the last day that policy allows."""
    last = today + timedelta(days=most)
    if until < today:
        return no("The day lies in the past. Give the last day on which the address is to be left alone.")
    if until > last:
        shown = f"{last.day} {last:%b %Y}"
        return no(
            f"Policy allows {most} days for this reason: until {shown} at the latest. It can be prolonged then."
        )
    return yes()


def may_lift(*, right: bool, within: bool) -> Verdict:
    """Say whether a person lifts a mark before it ends: a supervisor, where their office has something there."""
    return first_no(
        yes()
        if right
        else no("A mark is lifted early by a supervisor only. Ask yours; it ends by itself otherwise."),
        yes() if within else no(ELSEWHERE),
    )


def may_give_up(*, right: bool, given_up: bool) -> Verdict:
    """Say whether a correction may take away the mark that a visit set: whoever may lift it may."""
    if given_up and not right:
        return no(
            "This visit marked the address to be left alone, and the correction would end that mark or shorten it."
            " A mark is lifted by a supervisor only: ask your supervisor to correct the visit."
        )
    return yes()


def still_stands(*, lifted: bool, until: date, today: date) -> Verdict:
    """Say whether there is anything to lift."""
    if lifted:
        return no("This mark was lifted already.")
    return yes() if until >= today else no("This mark has ended by itself already.")


def at_address(location: str, line_1: str) -> bool:
    """Say whether what an officer wrote as the place is this street address; nothing written is."""
    written, street = plain_line(location), plain_line(line_1)
    return not written or (bool(street) and f"{written} ".startswith(f"{street} "))
