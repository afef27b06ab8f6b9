"""What a person sees of a vendor's answer on the lead that it became."""

from __future__ import annotations

from dataclasses import dataclass

from fcms.activities.models import Activity, ActivityType
from fcms.leads.lifecycle import SourceKind
from fcms.leads.models import Lead, VendorAnswer


@dataclass(frozen=True, slots=True)
class Weighed:
    """A vendor's answer beside what others say of the same address, and whether a person has checked it since."""

    answer: VendorAnswer | None
    vendors: int
    others: int
    checked: Activity | None


def is_commercial(lead: Lead) -> bool:
    """Whether a lead comes from a commercial vendor."""
    return lead.source_kind == SourceKind.COMMERCIAL_AGGREGATOR


def weighed(lead: Lead) -> Weighed:
    """What speaks for a commercial lead: score, other vendors and other sources with the same address, checks."""
    agreeing = Lead.objects.filter(subject=lead.subject, address_key=lead.address_key).exclude(pk=lead.pk)
    if not lead.subject_id or not lead.address_key:
        agreeing = agreeing.none()
    said = set(agreeing.order_by().values_list("source_kind", "source_agency"))
    vendors = {agency for kind, agency in said if kind == SourceKind.COMMERCIAL_AGGREGATOR}
    others = {one for one in said if one[0] != SourceKind.COMMERCIAL_AGGREGATOR}
    checks = Activity.objects.filter(lead=lead, type=ActivityType.ADDRESS_CHECK).order_by("-acted_on", "-pk")
    return Weighed(
        VendorAnswer.objects.filter(lead=lead).first(),
        len(vendors - {lead.source_agency}),
        len(others),
        checks.first(),
    )
