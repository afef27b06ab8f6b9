"""Marks about one subject follow that subject into a merge, and back."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.activities.models import DoNotReturn
from fcms.subjects.merging.bulk import move, put_back
from fcms.subjects.merging.joins import Join
from fcms.subjects.models import Merge


def follow(merge: Merge, by: User) -> None:
    """Hand the marks about the merged subject over."""
    move(merge, DoNotReturn.objects.filter(subject=merge.other_id), "subject_id", merge.kept_id)


def go_back(merge: Merge, by: User) -> None:
    """Give each mark back the subject that it was about."""
    put_back(merge, DoNotReturn, "subject_id")


JOIN = Join(merge=follow, unmerge=go_back)
