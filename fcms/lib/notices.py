"""What a person is told: each app answers for its own facts, when it is asked; nothing is written down ahead.

A notice is drawn from the records themselves, so it is there as long as its cause is, and gone with it. It names
records by their numbers, never a person. An app puts its providers in its module `notices.py`:

    @tells(Kind("leads-assigned", "Leads assigned to me", "lead was assigned to you", "leads were assigned to you"))
    def assigned(user: User, most: int) -> Iterable[Notice]: ...

and imports that module in `ready()`. A provider answers from an index, newest first, with `most` notices at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """What notices of one kind are called: on the page (`label`), and counted in a sentence (`one`, `many`)."""

    code: str
    label: str
    one: str
    many: str

    def counted(self, number: int, more: bool = False) -> str:
        """Say how many there are, as `2 leads were assigned to you`; with `more`, that there are more than that."""
        return (
            f"{'more than ' if more else ''}{number:,} {self.one if number == 1 and not more else self.many}"
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that a person should know. `key` stays the same while its cause does, and is another one afterwards.

    `sentence` names records by number and no person; `url` leads to where it is dealt with.
    """

    key: str
    sentence: str
    since: datetime
    url: str


Read = Callable[[Any, int], Iterable[Notice]]


@dataclass(frozen=True, slots=True)
class Provider:
    """Who answers for notices of one kind; a low `order` comes first."""

    kind: Kind
    order: int
    read: Read


PROVIDERS: list[Provider] = []


def tells(kind: Kind, order: int = 50) -> Callable[[Read], Read]:
    """Make a function the provider of notices of `kind`: it takes a user and how many notices at most."""

    def decorate(read: Read) -> Read:
        PROVIDERS[:] = sorted(
            [one for one in PROVIDERS if one.kind.code != kind.code] + [Provider(kind, order, read)],
            key=lambda one: (one.order, one.kind.code),
        )
        return read

    return decorate
