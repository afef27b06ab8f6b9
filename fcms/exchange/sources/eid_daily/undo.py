"""Taking back what an extract said of subjects, the cases it opened and the removals it told of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from fcms.accounts.models import User
from fcms.activities.models import Activity
from fcms.cases.actions import take_back as take_back_cases
from fcms.cases.bulk import gone_on, opened_by
from fcms.cases.claims.actions import withdraw_claims_of
from fcms.cases.claims.queries import standing_on as claims_on
from fcms.cases.proposals.actions import withdraw_news_of
from fcms.cases.proposals.queries import standing_on
from fcms.encounters.actions import take_back_removals
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.exchange.undoing.blockers import ENOUGH, Blocker
from fcms.leads.models import Lead
from fcms.subjects.models import ANumber
from fcms.subjects.retraction.actions import take_back as take_back_statements
from fcms.subjects.retraction.queries import later_than


def stands_on(intake: Intake) -> list[Blocker]:
    """What later stands on what an extract said: later statements, merges, cases that went on, leads, activities."""
    return list(islice(_once(_standing(intake)), ENOUGH))


def undo(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Take everything back that an extract said and opened; return counts of what."""
    said: dict[str, Any] = {"by": by, "reason": intake.undo_reason}
    assert intake.applied_at is not None  # noqa: S101 - by constraint, it was applied
    report("taking back cases", 0, 3)
    done = {"cases taken back": take_back_cases(intake.number, applied_at=intake.applied_at, **said)}
    done["news withdrawn"] = withdraw_news_of(intake.number, **said)
    report("taking back removals", 1, 3)
    done["non-fugitive removals taken back"] = take_back_removals(intake.number, **said)
    report("taking back what was said of subjects", 2, 3)
    done |= take_back_statements(intake.number, **said).counts
    done["claims to citizenship withdrawn"] = withdraw_claims_of(intake.number, **said)
    report("taking back what was said of subjects", 3, 3)
    return {what: number for what, number in done.items() if number}


def _standing(intake: Intake) -> Iterator[Blocker]:
    assert intake.applied_at is not None  # noqa: S101 - by constraint, it was applied
    for number, sentence in later_than(intake.number, ENOUGH):
        yield Blocker(number, f"Subject {number}: {sentence}")
    for one in gone_on(intake.number, intake.applied_at, ENOUGH):
        yield Blocker(one.number, one.sentence)
    for news in standing_on(intake.number)[:ENOUGH]:
        yield Blocker(
            news.case.number, f"Case {news.case.number} was moved on the news that this extract brought."
        )
    for claim in claims_on(intake.number, _entered(intake).values("subject"))[:ENOUGH]:
        number = claim.subject.number
        state = claim.get_status_display().lower()
        yield Blocker(number, f"A claim to citizenship of subject {number} stands on it: {state}.")
    cases = opened_by(intake.number, intake.applied_at).values("pk")
    leads = _leads(intake, cases)
    for lead, subject in leads.values_list("number", "subject__number")[:ENOUGH]:
        yield Blocker(lead, f"Lead {lead} is about subject {subject}, whom this extract brought.")
    acted = Activity.objects.filter(case__in=cases).order_by("pk")
    for case in acted.values_list("case__number", flat=True)[:ENOUGH]:
        yield Blocker(case, f"Something was recorded on case {case}, which this extract opened.")


def _entered(intake: Intake) -> QuerySet[ANumber]:
    """The primary numbers of the subjects that the extract entered."""
    return ANumber.objects.filter(statement__intake=intake.number, primary=True, withdrawn_at=None)


def _leads(intake: Intake, cases: QuerySet[Any, Any]) -> QuerySet[Lead]:
    """The leads on subjects that the extract entered, and on cases that it opened."""
    about = Q(subject__in=_entered(intake).values("subject")) | Q(case__in=cases)
    return Lead.objects.not_taken_back().filter(about).order_by("pk")


def _once(found: Iterable[Blocker]) -> Iterator[Blocker]:
    seen: set[Blocker] = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one
