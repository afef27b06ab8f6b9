"""Scores for the screen: the sum and its parts, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fcms.leads.models import Lead, LeadScore
from fcms.lib.ranking import points
from fcms.subjects.models import Address, AddressScore, Subject


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a score as the page writes it."""

    label: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A score as the page writes it."""

    points: int
    lines: list[Line]
    version: int
    at: datetime


def shown(score: LeadScore | AddressScore) -> Shown:
    """A stored score, its parts named as the table of points names them."""
    labels: Mapping[str, str] = points().labels
    lines = [Line(labels.get(code, code), earned, why) for code, earned, why in score.parts]
    return Shown(score.points, lines, score.version, score.ranked_at)


def score_of(lead: Lead) -> Shown | None:
    """How good a lead is; None before it was ranked."""
    found = LeadScore.objects.filter(lead=lead).first()
    return shown(found) if found else None


def addresses_of(subject: Subject) -> list[tuple[Address, Shown]]:
    """The addresses of a subject that were ranked, the likeliest first."""
    found: Any = AddressScore.objects.filter(
        address__subject=subject, address__withdrawn_at=None
    ).select_related("address")
    return [(one.address, shown(one)) for one in found.order_by("-points", "-address_id")]
