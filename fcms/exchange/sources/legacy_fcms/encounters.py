"""Non-fugitive arrests of the version before: counted with the few facts that are kept, and linked to nobody."""

from __future__ import annotations

from datetime import date

from fcms.encounters.bulk import PastEncounter, count_new, note_removals

from .accepted import Row, in_batches
from .layout import ENCOUNTERS
from .work import Work


def take_over(work: Work) -> None:
    """Count the non-fugitive arrests of the dump, each once, however often it is told."""
    for batch in in_batches(work.intake, ENCOUNTERS.name):
        told = [(row, one) for row in batch if (one := _encounter(work, row)) is not None]
        new = count_new([one for _, one in told], by=work.by)
        for (row, _), fresh in zip(told, new, strict=True):
            work.ledger.counted(row, new=fresh)
        removals = [
            (one.a_number, one.removed_on)
            for (_, one), fresh in zip(told, new, strict=True)
            if not fresh and one.removed_on
        ]
        note_removals(removals, by=work.by)
        work.done["non-fugitive arrests counted"] += sum(new)
        work.done["non-fugitive arrests counted before"] += len(new) - sum(new)
        work.ledger.flush()
        work.told("counting non-fugitive arrests", len(batch))


def _encounter(work: Work, row: Row) -> PastEncounter | None:
    office_id = work.holder(row.text("office"))
    if office_id is None:
        work.ledger.refused(row, "No field office has this code.")
        return None
    removed = row.text("removed_on")
    return PastEncounter(
        row.owner,
        date.fromisoformat(row.text("arrested_on")),
        row.text("city"),
        row.text("state"),
        office_id,
        None,
        row.text("criminal") == "Y",
        date.fromisoformat(removed) if removed else None,
    )
