"""Who reads the ledger of an address, marks it and lifts a mark."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.activities.models import AddressRecord, DoNotReturn
from fcms.lib.dates import local_day
from fcms.lib.verdict import Verdict

from . import queries, rules


def within_reach(user: User, address: AddressRecord) -> bool:
    """Whether the person's office has a lead, a case or a visit at the address; headquarters reads all."""
    if user.reads_all_offices:
        return True
    return user.policy.reach == "office" and queries.office_is_there(user.office.field_office_id, address.key)


def may_mark(user: User, address: AddressRecord) -> Verdict:
    """Whether the person may mark this address, with the sentence to show if not."""
    return rules.may_mark(
        permitted=user.may(Permission.ACTIVITIES_UPDATE), within=within_reach(user, address)
    )


def overrides(user: User) -> bool:
    """Whether the person's role lifts marks: the right to override, of who records."""
    return user.may(Permission.OVERRIDE) and user.may(Permission.ACTIVITIES_UPDATE)


def may_lift(user: User, mark: DoNotReturn) -> Verdict:
    """Whether the person may lift a mark early: the right to override, at an address of their office."""
    return rules.may_lift(
        right=overrides(user),
        within=within_reach(user, mark.address),
    )


def today_of(user: User) -> date:
    """The day it is in the person's own office."""
    return local_day(timezone.now(), user.office.time_zone)
