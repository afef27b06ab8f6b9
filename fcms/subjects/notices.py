"""What a person is told of subjects: sources that contradict what was settled."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.notices import Kind, Notice, tells

from .conflicts.queries import newest_for

CONFLICTS = Kind(
    *("conflict", "Conflicts between sources to settle"),
    *("conflict between sources waits to be settled", "conflicts between sources wait to be settled"),
)


@tells(CONFLICTS, order=40)
def conflicts(user: User, most: int) -> Iterator[Notice]:
    """The open conflicts that lie with the person's office, for those who settle them."""
    if not user.may(Permission.SETTLE):
        return
    for one in newest_for(user, most):
        number = one.subject.number
        yield Notice(
            f"conflict {one.pk}",
            f"A source contradicts what was settled of subject {number}.",
            one.opened_at,
            reverse("subjects:settle", args=[number, one.pk]),
        )
