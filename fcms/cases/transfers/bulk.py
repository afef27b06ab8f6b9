"""What becomes of transfers that can no longer be made, of one case or of many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from fcms.cases.lifecycle import TransferStatus

from .models import CaseTransfer


def lapse_set(cases: Iterable[Any], why: str) -> int:
    """Let the transfers that wait on these cases lapse, and say why; return how many did."""
    return CaseTransfer.objects.filter(case__in=cases, status=TransferStatus.WAITING).update(
        status=TransferStatus.LAPSED, decided_at=timezone.now(), answer=why
    )
