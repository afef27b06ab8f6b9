"""Which claims hold, which wait for whom, and what a person may see of one."""

from __future__ import annotations

from collections.abc import Collection

from fcms.cases.models import CitizenshipClaim

from .lifecycle import OPEN


def open_claims(subject_ids: Collection[int]) -> dict[int, CitizenshipClaim]:
    """The claim that holds now, by subject; a subject without one is left out.

    A subject whose own column `citizenship_claim` is True holds as well, claim or not: whoever asks reads both.
    """
    found = CitizenshipClaim.objects.filter(subject__in=subject_ids, status__in=OPEN).order_by("id")
    return {claim.subject_id: claim for claim in found}
