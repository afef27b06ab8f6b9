"""Opening the record of an address, marking it and lifting a mark: the only room that writes the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities import finders
from fcms.activities.models import Activity, ActivityType, AddressRecord, CheckResult, DoNotReturn
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused, no
from fcms.offices.models import Office
from fcms.subjects.models import StandardAddress, Subject
from fcms.subjects.standard import VERSION, standardise

from . import permissions, policy, queries, rules
from .doors import Lines, lines_of

NO_ADDRESS = "This lead or case has no such address. Add the address first, then mark it."
CORRECTED = "The visit was corrected."
"""Why a mark was lifted, for every office that reads the address: never the words of whoever corrected."""


@action(Event.ADDRESS_ENTERED_IN_LEDGER)
def open_record(key: str, *, by: Actor) -> AddressRecord:
    """The record of the address behind a key, opened where the ledger has none yet."""
    found = queries.record_at(key)
    if found is not None:
        return found
    lines = lines_of([key]).get(key)
    if lines is None:
        raise Refused(NO_ADDRESS)
    _standardised(key, lines)
    found = queries.record_at(key)  # another writing of the same door may have one
    return found or AddressRecord.objects.create(key=key, line=lines.written, opened_at=timezone.now())


def _standardised(key: str, lines: Lines) -> None:
    """Keep the standard writing of an address that the worker has not come to yet."""
    one = standardise(lines.line_1, lines.line_2)
    values = {
        "street": one.street[:160],
        "unit": one.unit[:80],
        "zip": lines.zip,
        "parts": dict(one.parts),
        "flags": list(one.flags),
        "version": VERSION,
        "standardised_at": timezone.now(),
    }
    StandardAddress.objects.get_or_create(key=key, defaults=values)


@action(Event.ADDRESS_MARKED)
def mark(
    *,
    address: AddressRecord,
    by: User,
    reason: str,
    until: date,
    words: str = "",
    subject: Subject | None = None,
) -> DoNotReturn:
    """Mark an address to be left alone until a day; an earlier mark is prolonged by another one.

    `reason` is a code of `policy/ledger.toml`; one that is about one subject needs the `subject`, others leave it out.
    """
    permissions.may_mark(by, address).or_refuse()
    given, today = policy.table().reasons.get(reason), permissions.today_of(by)
    rules.mark_fits(
        listed=given is not None and given.by_hand,
        about_one=given is not None and not given.everybody,
        subject=subject is not None,
        until=until,
        today=today,
        most=given.most if given else 0,
    ).or_refuse()
    if given is None:
        raise Refused(rules.SAY_REASON)
    marked = DoNotReturn.objects.create(
        address=address,
        subject=None if given.everybody else subject,
        reason=given.code,
        words=words.strip(),
        office_id=by.office.field_office_id,
        set_on=today,
        until=until,
        most=given.most,
        set_at=timezone.now(),
        set_by=by,
    )
    finders.tell_at([address.key])
    return marked


@action(Event.ADDRESS_MARKED)
def mark_place(
    key: str, *, by: User, reason: str, until: date, words: str = "", subject: Subject | None = None
) -> DoNotReturn:
    """Mark the address behind a key, opening its record in the ledger where there is none yet."""
    address = open_record(key, by=by)
    return mark(address=address, by=by, reason=reason, until=until, words=words, subject=subject)


@action(Event.ADDRESS_MARK_LIFTED)
def lift(mark: DoNotReturn, *, by: User, reason: str) -> DoNotReturn:
    """Lift a mark before it ends, with the reason; the mark stays in the ledger."""
    permissions.may_lift(by, mark).or_refuse()
    today = permissions.today_of(by)
    rules.still_stands(lifted=mark.lifted_at is not None, until=mark.until, today=today).or_refuse()
    if not reason.strip():
        no(rules.SAY_LIFT).or_refuse()
    return _lifted(mark, by, reason)


def _lifted(mark: DoNotReturn, by: User, reason: str) -> DoNotReturn:
    mark.lifted_at, mark.lifted_by, mark.lift_reason = timezone.now(), by, reason.strip()[:300]
    mark.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    return mark


# --- what an activity does to the ledger


def enter(activity: Activity, *, by: Actor) -> None:
    """Open the record of the address that an activity was at, and mark it where a visit found what policy says."""
    if not activity.address_key or not _is_entered(activity) or not lines_of([activity.address_key]):
        return
    address = open_record(activity.address_key, by=by)
    if activity.type == ActivityType.VISIT:
        _mark_by_visit(activity, address, by=by)


def enter_again(activity: Activity, *, by: User) -> None:
    """Take back what a visit did to the ledger before it was corrected, and do what it says now.

    A mark that still stands and would end by this, or end sooner, is given up by whoever may lift it only.
    """
    before = list(DoNotReturn.objects.filter(activity=activity, lifted_at=None).order_by("id"))
    for one in before:
        _lifted(one, by, CORRECTED)
    enter(activity, by=by)
    after = list(DoNotReturn.objects.filter(activity=activity, lifted_at=None))
    today = _today(activity.office)
    rules.may_give_up(
        right=permissions.overrides(by),
        given_up=any(one.until >= today and not _covered(one, after) for one in before),
    ).or_refuse()


def _covered(mark: DoNotReturn, others: list[DoNotReturn]) -> bool:
    """Whether another mark leaves the same address alone as long, for the same subject or for everybody."""
    return any(
        one.address_id == mark.address_id
        and one.subject_id in (None, mark.subject_id)
        and one.until >= mark.until
        for one in others
    )


def _is_entered(activity: Activity) -> bool:
    if activity.type == ActivityType.ADDRESS_CHECK:
        return activity.check_result != CheckResult.UNCLEAR
    return activity.type in (ActivityType.VISIT, ActivityType.ARREST)


@action(Event.ADDRESS_MARKED)
def _mark_by_visit(activity: Activity, address: AddressRecord, *, by: Actor) -> None:
    given = policy.table().of_outcome.get(activity.visit_outcome)
    subject = activity.subject
    if given is None or (subject is None and not given.everybody):
        return
    until = activity.acted_on + timedelta(days=given.days)
    if until < _today(activity.office):
        return
    DoNotReturn.objects.create(
        address=address,
        subject=None if given.everybody else subject,
        reason=given.code,
        activity=activity,
        office=activity.office,
        set_on=activity.acted_on,
        until=until,
        most=given.most,
        set_at=timezone.now(),
        set_by=by if isinstance(by, User) else None,
    )
    finders.tell_at([address.key])


def _today(office: Office) -> date:
    return local_day(timezone.now(), office.time_zone)
