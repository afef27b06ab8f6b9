"""What has to know when a hold on a subject begins or ends: higher rooms add themselves, and are told at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from fcms.lib.actor import Actor

Told = Callable[[int, str, Actor], object]
"""Called with the key of the subject, a sentence that says what holds (or no longer does), and who did it."""

RAISED: list[Told] = []
"""Told inside the transaction in which a hold begins, so that what it stops is stopped with it or not at all."""

LIFTED: list[Told] = []
"""Told inside the transaction in which a hold ends. Nothing goes on by itself: a person begins it again."""

TAKEN_BACK: list[Callable[[QuerySet[Any]], object]] = []
"""Told of cases that are taken back with their extract, inside that transaction: nothing on them goes on."""


def raised(subject: int, sentence: str, by: Actor) -> None:
    """Tell everybody that a hold on a subject has begun."""
    for told in RAISED:
        told(subject, sentence, by)


def lifted(subject: int, sentence: str, by: Actor) -> None:
    """Tell everybody that a hold on a subject has ended."""
    for told in LIFTED:
        told(subject, sentence, by)


def taken_back(cases: QuerySet[Any]) -> None:
    """Tell everybody that cases were taken back."""
    for told in TAKEN_BACK:
        told(cases)
