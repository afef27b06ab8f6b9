"""Which subject each applied row entered, brought up to date or added a fact to."""

from __future__ import annotations

from fcms.exchange.models import Intake, StagedRow
from fcms.subjects.models import ANumber

from .layout import NON_FUGITIVE_REMOVALS


def became(intake: Intake, rows: list[StagedRow]) -> dict[tuple[str, int], str]:
    """The numbers of the subjects that `rows` are about now, by file and row; a removal counted leads to nobody."""
    about = {(row.file, row.row): row.canonical[0] for row in rows if row.file != NON_FUGITIVE_REMOVALS.name}
    held = ANumber.objects.filter(number__in=set(about.values()), withdrawn_at=None)
    numbers = dict(held.values_list("number", "subject__number"))
    return {place: numbers[owner] for place, owner in about.items() if owner in numbers}
