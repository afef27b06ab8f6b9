"""What the category says of live cases now, and what it said before, by source and day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from fcms.cases.lifecycle import LIVE, Step
from fcms.cases.models import Case, CaseQuerySet, CaseStep
from fcms.lib import policyfiles
from fcms.lib.verdict import Verdict, yes
from fcms.subjects.provenance.queries import Source, newest_statements, source_of

from . import rules


def live_with_turn(subject_ids: Collection[int]) -> CaseQuerySet:
    """The live cases of subjects, with the last step (`turn`) by which their category stopped or freed them."""
    turns = CaseStep.objects.filter(case=OuterRef("pk"), step__in=(Step.STOPPED, Step.FREED))
    last = Subquery(turns.order_by("-id").values("step")[:1])
    found = Case.objects.live().filter(subject__in=subject_ids).annotate(turn=last)
    return found.select_related("subject", "office").order_by("pk")


def may_be_worked(case: Case) -> Verdict:
    """Whether a case may be worked by its category; a case that has ended is refused by its state elsewhere."""
    return rules.may_be_worked(case.subject.case_category) if case.is_live else yes()


@dataclass(frozen=True, slots=True)
class Said:
    """A category as a source said it without a break: from the first day to the last, in words."""

    category: str
    meaning: str
    first: date
    last: date
    source: Source

    @property
    def once(self) -> bool:
        """Whether it was said as of one day only."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class Shown:
    """Why the person is a fugitive, whether the case may be worked, and what the sources said over time."""

    sentence: str
    verdict: Verdict
    said: list[Said]


def shown(case: Case) -> Shown:
    """The basis of a case as its page says it, with what the newest statements said of the category."""
    subject = case.subject
    said = [one for one in newest_statements(subject) if one.said.get("case_category")]
    told = [one for one in said if "case_category" not in one.heard]
    in_force = next((one for one in told if one.said["case_category"] == subject.case_category), None)
    sentence = rules.sentence(
        case.basis,
        case.basis_on,
        subject.case_category,
        subject.case_category_on,
        source_of(in_force).words if in_force else "",
    )
    return Shown(sentence, may_be_worked(case), _stretches(told))


def _stretches(told: list[Any]) -> list[Said]:
    """Statements of the category, newest first, those of one source in a row that say the same being one line."""
    lines: list[Said] = []
    key: tuple[str, str, str] | None = None
    known = policyfiles.case_categories()
    for one in told:
        code = one.said["case_category"]
        if key == (code, one.source, one.system):
            before = lines.pop()
            lines.append(Said(code, before.meaning, min(one.as_of, before.first), before.last, before.source))
        else:
            meaning = known[code].meaning if code in known else ""
            lines.append(Said(code, meaning, one.as_of, one.as_of, source_of(one)))
        key = (code, one.source, one.system)
    return lines


def stops_lead(lead: Any) -> Verdict:
    """Whether a lead on this person may be accepted and given to somebody: not where the category forbids work."""
    if lead.subject is None:
        return yes()
    category = lead.subject.case_category
    if lead.case is not None and lead.case.status in LIVE:
        return rules.may_be_worked(category)
    return rules.may_be_looked_for(category)
