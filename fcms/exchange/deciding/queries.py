"""Which rows a decision by rule concerns, and how the counts stand before and after."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from fcms.exchange.lifecycle import Decision, Severity
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.exchange.queries import Counts, counts_of

from . import rules


def rows_of_rule(intake: Intake, rule: str) -> QuerySet[StagedRow]:
    """The rows that break only this rule and that nobody decided singly; beside an error, warnings do not matter."""
    of_row = Finding.objects.filter(intake=intake, file=OuterRef("file"), row=OuterRef("row"))
    others = of_row.exclude(rule=rule)
    if rules.is_error(rule):
        others = others.filter(severity=Severity.ERROR)
    undecided = StagedRow.objects.filter(intake=intake, decision=Decision.WAITING)
    return undecided.filter(Exists(of_row.filter(rule=rule)), ~Exists(others))


def rows_that_break(intake: Intake, rule: str) -> int:
    """How many rows break this rule, whatever else they break and whoever decided them."""
    broken = Finding.objects.filter(intake=intake, rule=rule, row__gt=0).order_by()
    return broken.values("file", "row").distinct().count()


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows are accepted, rejected and waiting; together, all rows."""

    words: str
    accepted: int
    rejected: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """A decision by rule before it is made: the rows it concerns, and the counts now and afterwards."""

    rule: str
    concerned: int
    broken: int
    now: Standing
    accepting: Standing
    rejecting: Standing
    may_accept: rules.Verdict

    @property
    def left(self) -> int:
        """Rows that break the rule and stay as they are: they break another one too, or were decided singly."""
        return self.broken - self.concerned

    def standings(self) -> list[Standing]:
        """The counts now, and after each decision that may be made."""
        return [self.now, *([self.accepting] if self.may_accept else []), self.rejecting]


def outlook(intake: Intake, rule: str) -> Outlook:
    """What deciding the rows of a rule would do to the counts."""
    counts, concerned = counts_of(intake), rows_of_rule(intake, rule).count()
    as_clean = concerned if intake.accepts_clean and rules.may_accept(rule, concerned) else 0
    waiting = concerned - as_clean
    return Outlook(
        rule=rule,
        concerned=concerned,
        broken=rows_that_break(intake, rule),
        now=_standing("Now", counts),
        accepting=_standing("If they are accepted", counts, accepted=waiting, waiting=-waiting),
        rejecting=_standing(
            "If they are rejected", counts, accepted=-as_clean, rejected=concerned, waiting=-waiting
        ),
        may_accept=rules.may_accept(rule, concerned),
    )


def _standing(
    words: str, counts: Counts, *, accepted: int = 0, rejected: int = 0, waiting: int = 0
) -> Standing:
    return Standing(words, counts.accepted + accepted, counts.rejected + rejected, counts.waiting + waiting)
