"""Which proposed transfers wait for whom."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.leads.models import LIVE_ONLY, Lead, TransferProposal

STANDING = Q(lead__in=Lead.objects.filter(LIVE_ONLY)) & (
    Q(lead__office=F("from_office")) | Q(lead__office__isnull=True, from_office__isnull=True)
)
"""The lead is open and still where it was when the transfer was proposed."""


def waiting_for(user: User) -> QuerySet[TransferProposal]:
    """The proposals that the person decides: of their own office, or all at headquarters."""
    found = TransferProposal.objects.filter(accepted=None)
    if not user.may(Permission.LEADS_FULL):
        return found.none()
    if not user.reads_all_offices:
        found = found.filter(from_office_id=user.office.field_office_id)
    return found.filter(STANDING).select_related("lead", "from_office", "to_office")


def chosen(user: User, keys: list[str]) -> list[TransferProposal]:
    """Those of the proposals with these keys that the person decides."""
    return list(waiting_for(user).filter(pk__in=[key for key in keys if key.isdecimal()]).order_by("pk"))


def open_on(lead: Lead) -> TransferProposal | None:
    """The proposal that waits on a lead, if there is one."""
    return (
        TransferProposal.objects.filter(STANDING, lead=lead, accepted=None)
        .select_related("to_office")
        .first()
    )


def accepted_of(edition: int) -> QuerySet[TransferProposal]:
    """The transfers that were made because of an edition."""
    return TransferProposal.objects.filter(edition=edition, accepted=True).select_related("lead")
