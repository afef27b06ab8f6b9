"""What marks an address, for how long, and which sources verify one: `policy/ledger.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fcms.activities.models import CheckSystem, VisitOutcome
from fcms.leads.lifecycle import SourceKind as LeadSource
from fcms.lib.policytable import Table, read, refuse_twice
from fcms.subjects.codes import SourceKind

from .models import MOST_DAYS

EVERYBODY, ONE = "all", "one"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to leave an address alone: for whom, how many days, at most how many, which visits give it."""

    code: str
    label: str
    means: str
    everybody: bool
    days: int
    most: int
    by_hand: bool
    outcomes: tuple[str, ...]
    promises: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """The table of one version."""

    version: int
    reasons: dict[str, Reason]
    check_systems: tuple[str, ...]
    lead_sources: tuple[str, ...]
    statement_sources: tuple[str, ...]

    @property
    def of_outcome(self) -> dict[str, Reason]:
        """The reason that each outcome of a visit gives, where it gives one."""
        return {outcome: one for one in self.reasons.values() for outcome in one.outcomes}

    @property
    def by_hand(self) -> list[Reason]:
        """The reasons that a person may give."""
        return [one for one in self.reasons.values() if one.by_hand]


@cache
def table(folder: Path | None = None) -> Ledger:
    """The ledger's policy. A bad file stops the start, naming file, key and reason."""
    file = read("ledger.toml", folder)
    version = file.number("version")
    rows = [_reason(row) for row in file.tables("reason")]
    refuse_twice(file, "reason", [one.code for one in rows])
    refuse_twice(file, "reason.outcomes", [outcome for one in rows for outcome in one.outcomes])
    sources = file.table("verification")
    sources.promises()
    found = Ledger(
        version,
        {one.code: one for one in rows},
        _listed(sources, "check_systems", CheckSystem.values, CheckSystem.COMMERCIAL),
        _listed(sources, "lead_sources", LeadSource.values, LeadSource.COMMERCIAL_AGGREGATOR),
        _listed(sources, "statement_sources", SourceKind.values, SourceKind.COMMERCIAL),
    )
    sources.done()
    file.done()
    return found


def _reason(row: Table) -> Reason:
    one = Reason(
        code=row.text("code", form=r"[A-Z_]{3,20}"),
        label=row.text("label"),
        means=row.text("means"),
        everybody=row.text("subjects", among=(EVERYBODY, ONE)) == EVERYBODY,
        days=row.number("days"),
        most=row.number("most_days"),
        by_hand=row.flag("by_hand"),
        outcomes=row.texts("outcomes", default=[]),
        promises=row.promises(),
    )
    if not 1 <= one.days <= one.most <= MOST_DAYS:
        raise row.fail(
            "days", f"must be at least 1 and at most most_days, which is at most {MOST_DAYS}: a mark ends."
        )
    if strange := set(one.outcomes) - set(VisitOutcome.values):
        raise row.fail("outcomes", f"{', '.join(sorted(strange))} is no outcome of a visit.")
    row.done()
    return one


def _listed(row: Table, key: str, known: list[str], never: str) -> tuple[str, ...]:
    given = row.texts(key)
    if strange := set(given) - set(known):
        raise row.fail(key, f"{', '.join(sorted(strange))} is not known here.")
    if never in given:
        raise row.fail(key, "names commercial records: an address is never verified by them (PIA-1.5-4).")
    return given
