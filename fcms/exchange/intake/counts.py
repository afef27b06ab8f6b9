"""Whether an extract has about as many rows as those that came before it from the same producer."""

from __future__ import annotations

from statistics import median

from fcms.exchange.layout import Flaw, Kind
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Intake
from fcms.exchange.rulebook import limit_of

from .staging import save_findings

LAST = 7
"""Extracts that are looked back on."""
FEWEST = 3
"""Without so many before it, nothing is usual yet."""
NOTABLE = 50
"""Rows more or fewer that are worth a word at all."""


def usual(intake: Intake) -> float | None:
    """The median of the rows of the last extracts of the kind and producer, or None where there were too few."""
    before = (
        Intake.objects.filter(kind=intake.kind, producer=intake.producer, staged_at__isnull=False)
        .exclude(pk=intake.pk)
        .exclude(status=Status.REFUSED)
    )
    rows = list(before.order_by("-as_of", "-id").values_list("rows", flat=True)[:LAST])
    return median(rows) if len(rows) >= FEWEST else None


def is_unusual(rows: int, expected: float) -> bool:
    """Say whether a count of rows is far from the one expected."""
    times = limit_of("R-COUNT")
    return abs(rows - expected) >= NOTABLE and (rows > expected * times or rows * times < expected)


def note(intake: Intake, kind: Kind, rows: int) -> None:
    """Put down a finding on the file as a whole where its count is far from the usual."""
    expected = usual(intake)
    if expected is None or not is_unusual(rows, expected):
        return
    sentence = (
        f"The extract has {rows:,} rows; the last ones of this producer had about {expected:,.0f}. Ask the producer"
        " before it is applied."
    )
    save_findings(intake.pk, kind.main.name, [(0, Flaw("R-COUNT", "", sentence))])
