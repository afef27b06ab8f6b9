"""Reviews of gang affiliations follow their subject when two are merged, and go back when they are separated."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.subjects.merging.bulk import move, put_back
from fcms.subjects.merging.joins import Join
from fcms.subjects.models import GangReview, Merge, Subject


def follow(merge: Merge, by: User) -> None:
    """Read the reviews of the other subject through the kept one."""
    move(merge, GangReview.objects.filter(subject=merge.other_id), "subject_id", merge.kept_id)


def go_back(merge: Merge, by: User) -> None:
    """Give each review back to the subject it was recorded of."""
    put_back(merge, GangReview, "subject_id")


def has(subject: Subject) -> list[str]:
    """How many reviews stand, for the page that shows two subjects side by side."""
    standing = GangReview.objects.filter(subject=subject, ended_at=None).count()
    return [f"{standing} reviewed gang affiliation{'s' if standing > 1 else ''}"] if standing else []


JOIN = Join(merge=follow, unmerge=go_back, has=has)
