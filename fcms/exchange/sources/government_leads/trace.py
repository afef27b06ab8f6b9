"""Which lead each applied row became."""

from __future__ import annotations

from fcms.exchange.models import Intake, StagedRow
from fcms.leads.models import Lead


def became(intake: Intake, rows: list[StagedRow]) -> dict[tuple[str, int], str]:
    """The numbers of the leads that `rows` became, by file and row."""
    leads = Lead.objects.filter(intake=intake.number, row__in=[row.row for row in rows])
    return {(lead.file, lead.row or 0): lead.number for lead in leads.only("file", "row", "number")}
