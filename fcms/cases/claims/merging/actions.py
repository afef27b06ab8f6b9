"""Claims and clearances follow their subjects: what holds on one of two holds on the one they become."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.cases import holds
from fcms.cases.claims import actions, queries, rules
from fcms.cases.claims.lifecycle import ClaimStatus
from fcms.cases.models import Case, CitizenshipClaim, Clearance
from fcms.lib.verdict import Verdict
from fcms.subjects.merging.bulk import move, put_back
from fcms.subjects.merging.joins import Join
from fcms.subjects.models import Merge, MergeMove, Subject

TABLE = "cases_citizenshipclaim"


def may_join(kept: Subject, other: Subject) -> Verdict:
    """Whether the claims of two subjects can follow a merge."""
    pair = (kept.pk, other.pk)
    citizens = queries.citizens(pair)
    live = set(Case.objects.live().filter(subject__in=pair).order_by().values_list("subject", flat=True))
    return rules.may_join(both_citizen_and_live=bool(citizens) and bool(live - citizens))


def has(subject: Subject) -> list[str]:
    """The claims of a subject in words, for the page that shows two subjects side by side."""
    return [
        f"Claim to citizenship, {claim.get_status_display().lower()}"
        for claim in queries.claims_of(subject.pk)
    ]


def follow(merge: Merge, by: User) -> None:
    """Hand claims and clearances over; of two open claims one goes on, and the other is put down as going on there."""
    open_ = queries.open_claims((merge.kept_id, merge.other_id))
    theirs = open_.get(merge.other_id)
    if theirs is not None and merge.kept_id in open_:
        MergeMove.objects.create(
            merge=merge, table=TABLE, row=theirs.pk, column="status", was=theirs.status, became="WITHDRAWN"
        )
        note = f"It goes on as the open claim of subject {merge.kept.number}, into which this one was merged."
        actions.withdraw(theirs, by=by, reason=note)
    for model in (CitizenshipClaim, Clearance):
        move(merge, model.objects.filter(subject=merge.other_id), "subject_id", merge.kept_id)
    if theirs is not None and merge.kept_id not in open_:
        holds.raised(merge.kept_id, rules.HOLDS, by)


def go_back(merge: Merge, by: User) -> None:
    """Hand claims and clearances back; a claim that went on as the other's holds again, and counsel is asked anew."""
    held = merge.kept_id in queries.open_claims([merge.kept_id])
    for model in (CitizenshipClaim, Clearance):
        put_back(merge, model, "subject_id")
    joined = merge.moves.filter(table=TABLE, column="status").values("row")
    for claim in CitizenshipClaim.objects.filter(pk__in=joined, status=ClaimStatus.WITHDRAWN):
        actions.renew(claim, by=by, note="The subjects were separated again.")
        holds.raised(claim.subject_id, rules.HOLDS, by)
    open_ = queries.open_claims((merge.kept_id, merge.other_id))
    if held and merge.kept_id not in open_:
        holds.lifted(
            merge.kept_id, "The claim to citizenship went back with the subject it was raised on.", by
        )


JOIN = Join(merge=follow, unmerge=go_back, may=may_join, has=has)
