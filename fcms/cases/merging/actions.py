"""Cases follow their subjects: two live ones become one, and both live again when the merge is undone."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.cases import actions as cases
from fcms.cases.claims.queries import is_citizen
from fcms.cases.evidence.rules import Brought
from fcms.cases.lifecycle import ClosureReason, Status, Step
from fcms.cases.models import Case, CaseStep
from fcms.lib.verdict import Verdict
from fcms.subjects.merging.bulk import move, put_back
from fcms.subjects.merging.joins import Join
from fcms.subjects.models import Merge, MergeMove, Subject

from . import rules


def may_join(kept: Subject, other: Subject) -> Verdict:
    """Whether the cases of two subjects can follow a merge."""
    return rules.may_join(_status(kept), _status(other))


def has(subject: Subject) -> list[str]:
    """The cases of a subject in words, for the page that shows two subjects side by side."""
    rows = Case.objects.filter(subject=subject).select_related("office").order_by("-id")
    return [f"Case {case.number}, {case.get_status_display().lower()}, {case.office.name}" for case in rows]


def follow(merge: Merge, by: User) -> None:
    """Close one of two live cases as merged, and hand the cases of the merged subject over."""
    live = {case.subject_id: case for case in Case.objects.live().filter(subject__in=_both(merge))}
    if len(live) == 2:
        kept, other = live[merge.kept_id], live[merge.other_id]
        ends = kept if rules.other_goes_on(Status(kept.status), Status(other.status)) else other
        goes_on = (other if ends is kept else kept).number
        note = f"Its subject is the one of case {goes_on}: {merge.reason}"
        MergeMove.objects.create(
            merge=merge, table="cases_case", row=ends.pk, column="status", was=ends.status, became="CLOSED"
        )
        cases.close(ends, by=by, reason=ClosureReason.MERGED, note=note, evidence={"case": goes_on})
    move(merge, Case.objects.filter(subject=merge.other_id), "subject_id", merge.kept_id)


def go_back(merge: Merge, by: User) -> None:
    """Hand the cases back, and open again the one that the merge closed, as it was."""
    put_back(merge, Case, "subject_id")
    for closed in merge.moves.filter(table="cases_case", column="status").order_by("id"):
        case = Case.objects.select_related("subject").get(pk=closed.row)
        others = Case.objects.live().filter(subject=case.subject_id).values_list("number", flat=True)
        live = others.order_by("id").first() or ""
        if not rules.opens_again(Status(case.status), case.closure_reason, live) or is_citizen(
            case.subject_id
        ):
            continue
        note = "The subjects were separated again."
        shown = {"ground": "SEPARATED", "shown_by": f"The undoing of the merge: {note}"}
        case = cases.reopen(case, by=by, note=note, evidence=shown)
        if closed.was == Status.COLD:
            cases.go_cold(case, by=by, note=note, evidence=_as_before(case))


def _as_before(case: Case) -> Brought:
    """What a case rested on when it last went cold: it is cold again for that and nothing new."""
    last = CaseStep.objects.filter(case=case, step=Step.WENT_COLD).order_by("-id").first()
    kept = [(field, label, words) for field, label, words in last.evidence] if last else []
    return Brought(tuple(kept) or (("", "As before", "It was cold when its subject was merged."),))


def _status(subject: Subject) -> Status | None:
    found = Case.objects.live().filter(subject=subject).values_list("status", flat=True).first()
    return Status(found) if found else None


def _both(merge: Merge) -> tuple[int, int]:
    return merge.kept_id, merge.other_id


JOIN = Join(merge=follow, unmerge=go_back, may=may_join, has=has)
