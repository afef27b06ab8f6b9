"""A life as a plain table: which moves lead from which states to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

S = TypeVar("S", bound=Enum)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """A named step from any of `sources` to `to`."""

    sources: tuple[S, ...]
    to: S

    def allows(self, status: S) -> bool:
        """Say whether the move may start from `status`."""
        return status in self.sources


def move(*sources: S, to: S) -> Move[S]:
    """Declare a move, as `close = move(Status.NEW, to=Status.CLOSED)`."""
    return Move(sources, to)


def moves_of(life: type) -> Iterator[tuple[str, Move[Enum]]]:
    """Yield the moves that a lifecycle class declares, as (name, move), in the order written."""
    for name, value in vars(life).items():
        if isinstance(value, Move):
            yield name, value
