"""Which recipients still have to be told of a correction, and what came of each."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from fcms.disclosures.models import CorrectionEnd, CorrectionOwed

from .models import End


def still_owed() -> QuerySet[CorrectionOwed]:
    """The corrections whose recipients have not been told."""
    return CorrectionOwed.objects.filter(ended=None).select_related("disclosure")


def of_subjects(subject_numbers: Collection[str]) -> list[CorrectionOwed]:
    """Every correction of the disclosures of some subjects with what came of it, those still owed first."""
    found = CorrectionOwed.objects.filter(disclosure__subject_number__in=subject_numbers)
    rows = list(found.select_related("disclosure", "ended").order_by("id"))
    return sorted(rows, key=lambda one: hasattr(one, "ended"))


def correction(key: int) -> CorrectionOwed | None:
    """One correction with its disclosure."""
    return CorrectionOwed.objects.filter(pk=key).select_related("disclosure", "ended").first()


def end_of(owed: CorrectionOwed) -> str:
    """What came of a correction in words, "" while it is owed."""
    found = CorrectionEnd.objects.filter(owed=owed).values_list("end", flat=True).first()
    return End(found).label if found else ""
