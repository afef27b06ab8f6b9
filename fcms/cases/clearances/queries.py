"""Which clearances are in force."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from fcms.cases.models import Clearance


def in_force(subject_ids: Collection[int], on: date) -> dict[int, Clearance]:
    """The clearance in force on a day, by subject; a subject without one is left out."""
    found = Clearance.objects.filter(
        subject__in=subject_ids, withdrawn_at=None, from_on__lte=on, until_on__gte=on
    )
    return {clearance.subject_id: clearance for clearance in found.select_related("given_by").order_by("id")}
