"""What the storeys above have to say when two subjects are merged: they add their answers here in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fcms.accounts.models import User
from fcms.lib.verdict import Verdict, yes

if TYPE_CHECKING:
    from fcms.subjects.models import Subject

    from .models import Merge


def _always(kept: Subject, other: Subject) -> Verdict:
    return yes()


def _nothing(subject: Subject) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Join:
    """How records of one storey follow a merge and its undoing; each value moved is written down by `bulk.move`.

    `may` refuses a merge that this storey cannot follow; `has` names what a subject has, for the page that asks.
    """

    merge: Callable[[Merge, User], None]
    unmerge: Callable[[Merge, User], None]
    may: Callable[[Subject, Subject], Verdict] = _always
    has: Callable[[Subject], list[str]] = _nothing


JOINS: list[Join] = []
"""Those of lower storeys first; undoing goes the other way round."""
