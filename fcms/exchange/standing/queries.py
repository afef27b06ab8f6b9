"""What a person may see of standing findings, and of the runs that made them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.exchange.rulebook import Rule, rules
from fcms.subjects.models import Subject

from .models import RuleRun, StandingFinding
from .rules import all_rules

MINE, FREE, ANYONES = "mine", "free", "anyones"


def findings_for(user: User) -> QuerySet[StandingFinding]:
    """The findings within the person's reach: those of the own field office, or all at headquarters."""
    found = StandingFinding.objects.select_related(
        "subject", "other", "lead", "office", "person", "settled_by"
    )
    if user.reads_all_offices:
        return found
    if user.policy.reach == "none":
        return found.none()
    return found.filter(office=user.office.field_office_id)


def finding_with(key: int) -> StandingFinding | None:
    """One finding by its key."""
    found = StandingFinding.objects.select_related(
        "subject", "other", "lead", "office", "person", "settled_by"
    )
    return found.filter(pk=key).first()


def within_reach(user: User, finding: StandingFinding) -> bool:
    """Whether the finding belongs to the person's field office, or the person reads all offices."""
    if user.policy.reach == "none":
        return False
    return user.reads_all_offices or finding.office_id == user.office.field_office_id


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of the findings is asked for."""

    rule: str = ""
    whose: str = ANYONES
    office: str = ""
    settled: bool = False


def listed(user: User, asked: Narrowing) -> QuerySet[StandingFinding]:
    """The findings of a person's reach, narrowed."""
    found = findings_for(user).filter(settled_at__isnull=not asked.settled)
    if asked.rule:
        found = found.filter(rule=asked.rule)
    if asked.whose == MINE:
        found = found.filter(person=user)
    if asked.whose == FREE:
        found = found.filter(person=None)
    return found.filter(office__code=asked.office) if asked.office else found


def _waiting(user: User) -> QuerySet[StandingFinding]:
    """The open findings that are the person's, or of the person's own office and nobody's."""
    own = Q(person=user) | Q(person=None, office=user.office.field_office_id)
    return findings_for(user).filter(own, settled_at=None)


def open_counts(user: User) -> tuple[int, int]:
    """How many open findings are the person's own, and how many of the office nobody has taken."""
    counts = _waiting(user).aggregate(
        mine=Count("pk", filter=Q(person=user)), free=Count("pk", filter=Q(person=None))
    )
    return counts["mine"], counts["free"]


def my_first(user: User, most: int) -> list[StandingFinding]:
    """The person's own open findings, the oldest first; then those that nobody has taken."""
    waiting = _waiting(user)
    mine = list(waiting.filter(person=user).order_by("opened_at", "id")[:most])
    free = waiting.filter(person=None).order_by("opened_at", "id")
    return [*mine, *free[: most - len(mine)]]


def mine(user: User, most: int) -> list[StandingFinding]:
    """The open findings that the person took, the newest first."""
    return list(findings_for(user).filter(person=user, settled_at=None).order_by("-opened_at", "-pk")[:most])


def open_of(subject: Subject, user: User) -> list[StandingFinding]:
    """The open findings about a subject or its leads that the person reads."""
    if not user.may(Permission.FINDINGS_SETTLE):
        return []
    return list(findings_for(user).filter(subject=subject, settled_at=None).order_by("id")[:20])


def rule_named(rule: str) -> Rule:
    """A rule of the book by its ID."""
    return rules()[rule]


def asked_rules() -> list[str]:
    """The IDs of the rules that are asked of what is stored."""
    return sorted({one.rule for one in all_rules()})


def runs() -> QuerySet[RuleRun]:
    """The runs of the rules, newest first."""
    return RuleRun.objects.order_by("-id")


def summary(run: RuleRun) -> dict[str, Any]:
    """A run in figures: when, how long in seconds, what it opened and closed, by rule."""
    by_rule: dict[str, dict[str, float]] = {}
    for name, state in run.done.items():
        told = by_rule.setdefault(name.split()[0], {"so": 0, "opened": 0, "closed": 0, "seconds": 0.0})
        for what in told:
            told[what] = round(told[what] + state[what], 2)
    took = (run.finished_at - run.started_at).total_seconds() if run.finished_at else None
    return {
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "seconds": round(took, 1) if took is not None else None,
        "addresses": run.addresses,
        "standing": run.standing,
        "opened": run.opened,
        "closed": run.closed,
        "rules": dict(sorted(by_rule.items())),
    }
