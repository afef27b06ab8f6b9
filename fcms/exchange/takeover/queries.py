"""What became of a dump, file by file and record by record; and whether it adds up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from fcms.exchange import sources
from fcms.exchange.models import Intake

from .models import Dumped, Outcome, TakenOver

KIND = "legacy-fcms"
UNLISTED = "non_fugitive_arrests.csv"
"""The file of which no record is listed: that one was counted before would say that a person was arrested."""
_PROOF = """
select d.file, d.rows, count(t.id), count(t.id) filter (where t.outcome = 'TAKEN_OVER'),
       count(t.id) filter (where t.outcome = 'MERGED'), count(t.id) filter (where t.outcome = 'REFUSED'),
       count(t.id) filter (where t.differs)
from exchange_dumped d
left join exchange_takenover t on t.intake_id = d.intake_id and t.file = d.file
where d.intake_id = %s group by d.file, d.rows
"""


@dataclass(frozen=True, slots=True)
class Account:
    """One file of the dump: how many records its manifest says, and what became of how many."""

    file: str
    in_dump: int
    accounted: int
    taken_over: int
    merged: int
    refused: int
    differing: int

    @property
    def adds_up(self) -> bool:
        """Whether every record that the manifest counts is accounted for, once."""
        return self.in_dump == self.accounted == self.taken_over + self.merged + self.refused

    @property
    def has_numbers(self) -> bool:
        """Whether its records had a number or a name of their own there; others are told apart by what they say."""
        return self.file in ("cases.csv", "leads.csv", "users.csv")

    @property
    def listed(self) -> bool:
        """Whether its records are shown one by one."""
        return self.file != UNLISTED


def accounts(intake: Intake) -> list[Account]:
    """The reconciliation of an applied takeover, in the order of the layout; nothing for other extracts."""
    if intake.kind != KIND:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_PROOF, [intake.pk])
        found = [Account(*row) for row in cursor.fetchall()]
    order = {layout.name: place for place, layout in enumerate(sources.kind_named(KIND).files)}
    return sorted(found, key=lambda one: order.get(one.file, len(order)))


def total(found: list[Account]) -> Account:
    """All files together."""
    names = ("in_dump", "accounted", "taken_over", "merged", "refused", "differing")
    return Account("", *(sum(getattr(one, name) for one in found) for name in names))


def is_taken_over(intake: Intake) -> bool:
    """Whether the accounting of an extract is there to be shown."""
    return intake.kind == KIND and Dumped.objects.filter(intake=intake).exists()


def records(intake: Intake, file: str, *, outcome: str = "", differs: bool = False) -> QuerySet[TakenOver]:
    """The records of one file with what became of each; none of a file whose records are not listed."""
    found = TakenOver.objects.filter(intake=intake, file=file)
    if file == UNLISTED:
        return found.none()
    if outcome in Outcome.values:
        found = found.filter(outcome=outcome)
    return found.filter(differs=True) if differs else found


ORIGINS = {"CASE": "cases.csv", "ACTIVITY": "activities.csv"}
"""The file that records of a sort come from, of those that do not say themselves where they come from."""


def origins(record: str, record_id: int) -> list[TakenOver]:
    """Where a case or an activity came from: each record of the version before that became it or was merged into it."""
    found = TakenOver.objects.filter(record=record, record_id=record_id, file=ORIGINS[record])
    return list(found.select_related("intake").order_by("id")[:5])
