"""What the latest looks into the A-file and at appeals said, and who puts one down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.lifecycle import Status
from fcms.cases.models import Case, CaseReview
from fcms.cases.queries import within_reach
from fcms.lib.verdict import Verdict

from . import rules
from .models import Finding, What


def last_reviews(case_ids: Collection[int]) -> dict[int, dict[str, CaseReview]]:
    """The latest look of each kind (`A_FILE`, `APPEAL`), by case; a case or kind without one is left out."""
    latest = (
        CaseReview.objects.filter(case__in=case_ids)
        .order_by("case_id", "what", "-reviewed_on", "-id")
        .distinct("case_id", "what")
    )
    found: dict[int, dict[str, CaseReview]] = defaultdict(dict)
    for review in latest.select_related("reviewed_by"):
        found[review.case_id][review.what] = review
    return dict(found)


def standing_bars(case: Case) -> dict[str, list[CaseReview]]:
    """The bars of each kind that no look since has answered; one that could not tell answers nothing."""
    found: dict[str, list[CaseReview]] = defaultdict(list)
    looks = CaseReview.objects.filter(case=case).select_related("reviewed_by").order_by("reviewed_on", "id")
    for one in looks:
        if one.finding == Finding.BAR:
            found[one.what].append(one)
        elif one.finding == Finding.NO_BAR:
            found[one.what].clear()
    return {what: bars for what, bars in found.items() if bars}


def may_answer(user: User, case: Case, what: str, finding: str) -> Verdict:
    """The rule's answer for this person who would put down this finding on this case."""
    return _may_answer(user, standing_bars(case).get(what, []), finding)


def _may_answer(user: User, bars: Collection[CaseReview], finding: str) -> Verdict:
    return rules.may_answer(
        finding,
        barred=bool(bars),
        by_counsel=any(Permission.ADVISE_CLAIM in bar.reviewed_by.policy.rights for bar in bars),
        counsel=user.may(Permission.ADVISE_CLAIM),
        supervises=user.may(Permission.ACTIVITIES_FULL),
    )


def bars_before(user: User, case: Case) -> list[tuple[str, CaseReview, str]]:
    """What stands in the way now, for the form: the kind in words, the last bar, why the person cannot answer it."""
    return [
        (What(what).label, bars[-1], _may_answer(user, bars, Finding.NO_BAR).sentence)
        for what, bars in standing_bars(case).items()
    ]


def may_work_on(user: User, case: Case) -> bool:
    """Whether the person puts down a look on a case: an officer who works on it, or counsel."""
    if user.may(Permission.ADVISE_CLAIM):
        return True
    return user.may(Permission.ACTIVITIES_UPDATE) and within_reach(user, case)


def may_record(user: User, case: Case) -> Verdict:
    """The rule's answer for this person and this case."""
    return rules.may_record(Status(case.status), right=may_work_on(user, case))


def of_case(case: Case) -> list[tuple[str, CaseReview | None]]:
    """What can be looked at, each with the latest look, None where there was none."""
    latest = last_reviews([case.pk]).get(case.pk, {})
    return [(what.label, latest.get(what.value)) for what in What]
