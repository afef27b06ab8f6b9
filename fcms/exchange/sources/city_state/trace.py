"""Which edition the applied records became."""

from __future__ import annotations

from fcms.exchange.models import Intake, StagedRow
from fcms.offices.queries import edition_of_intake


def became(intake: Intake, rows: list[StagedRow]) -> dict[tuple[str, int], str]:
    """The edition that `rows` went into, by file and row."""
    edition = edition_of_intake(intake.number)
    return {(row.file, row.row): f"edition {edition.number}" for row in rows} if edition else {}
