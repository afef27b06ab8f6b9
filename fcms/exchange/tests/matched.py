"""Rows whose subject a person confirmed, for tests that are not about linkage itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fcms.audit.events import Event
from fcms.exchange.linkage import actions, feed
from fcms.exchange.linkage.models import Match
from fcms.exchange.linkage.zones import Method, Zone
from fcms.exchange.models import Intake, StagedRow
from fcms.lib.actor import Job, acting
from fcms.subjects.models import Subject

from .make import make_analyst


@pytest.fixture
def no_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linkage finds nobody, so that a test says itself whom a row is about; this also spares its process."""

    def compared(intake: Intake, report: Callable[..., None]) -> tuple[list[tuple[str, int]], list[Any]]:
        return list(StagedRow.objects.filter(intake=intake).values_list("file", "row")), []

    monkeypatch.setattr(feed, "compared", compared)


def confirm(intake: Intake, file: str, row: int, subject: Subject) -> Match:
    """A person looks at a candidate of a row and says that the row is about this subject."""
    with acting(Job("linkage"), Event.MATCHES_PROPOSED):
        match = Match.objects.create(
            intake=intake,
            file=file,
            row=row,
            subject=subject,
            zone=Zone.REVIEW,
            method=Method.LIKENESS,
            score=8.0,
        )
    return actions.confirm(match, by=make_analyst())
