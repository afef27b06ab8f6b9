"""Which record each applied row became: what the accounting of the takeover says."""

from __future__ import annotations

from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.takeover.models import TakenOver


def became(intake: Intake, rows: list[StagedRow]) -> dict[tuple[str, int], str]:
    """The numbers of the records that `rows` became or were merged into, by file and row."""
    about = {(row.file, row.row) for row in rows}
    found = TakenOver.objects.filter(intake=intake, row__in={row for _, row in about}).exclude(number="")
    return {(one.file, one.row): one.number for one in found if (one.file, one.row) in about}
