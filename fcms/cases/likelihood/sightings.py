"""Where and when somebody was last seen: higher storeys add what they know, by the subject's key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sighting:
    """One report that a person was here on a day, or (`here` False) that they had left; who says so."""

    on: date
    words: str
    source: str
    here: bool = True


SIGHTINGS: list[Callable[[int], list[Sighting]]] = []
"""Each says of a subject (by key) what its records report, the newest first."""


def sightings_of(subject: int) -> list[Sighting]:
    """Everything that the records report, the newest first."""
    found = [one for ask in SIGHTINGS for one in ask(subject)]
    return sorted(found, key=lambda one: one.on, reverse=True)
