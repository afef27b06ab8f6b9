"""Deciding all rows that break one rule and no other."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.exchange import rules as of_intakes
from fcms.exchange import sources
from fcms.exchange.intake import setchecks
from fcms.exchange.lifecycle import Decision, Status
from fcms.exchange.models import Intake, StagedRow
from fcms.exchange.permissions import must
from fcms.lib.action import action

from . import rules
from .queries import rows_of_rule


@action(Event.INTAKE_ROWS_DECIDED)
def decide_by_rule(intake: Intake, *, by: User, rule: str, decision: Decision, reason: str = "") -> int:
    """Accept or reject (with a reason) the rows that break only `rule` and that nobody decided singly.

    Returns how many. A rule whose failure is an error is not accepted away.
    """
    must(by, Permission.INTAKE_REVIEW, "reviewing")
    of_intakes.may_decide(Status(intake.status)).or_refuse()
    found = rows_of_rule(intake, rule)
    keys = list(found.select_for_update().values_list("pk", "file", "row"))
    if decision == Decision.REJECTED:
        of_intakes.may_reject(reason).or_refuse()
        rules.may_decide(rule, len(keys)).or_refuse()
    else:
        rules.may_accept(rule, len(keys)).or_refuse()
    chosen = StagedRow.objects.filter(pk__in=[pk for pk, _, _ in keys])
    said = reason.strip() if decision == Decision.REJECTED else ""
    changed = chosen.update(decision=decision, decided_by=by, reason=said)
    if decision == Decision.REJECTED:
        _compare_anew(intake, keys)
    return changed


def _compare_anew(intake: Intake, keys: list[tuple[int, str, int]]) -> None:
    kind = sources.kind_named(intake.kind)
    for file in {file for _, file, _ in keys}:
        layout = kind.file(file)
        if layout is not None:
            setchecks.run_for_decisions(intake.pk, layout, [row for _, name, row in keys if name == file])
            setchecks.run_beside(intake.pk, kind, file)
