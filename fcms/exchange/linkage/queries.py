"""What a person may see of candidates, and what was confirmed."""

from __future__ import annotations

from fcms.exchange.models import Intake

from .models import Match
from .zones import Choice


def confirmed(intake: Intake) -> dict[tuple[str, int], int]:
    """The subject (its id) that a person confirmed for each row, by file and row number."""
    found = Match.objects.filter(intake=intake, decision=Choice.CONFIRMED).order_by()
    return {(file, row): subject for file, row, subject in found.values_list("file", "row", "subject_id")}
