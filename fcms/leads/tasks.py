"""What the worker does for leads: ranks the leads of an extract, and at night everything. Arguments name no person."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from .ranking import actions

log = logging.getLogger(__name__)


@app.task(queue="ranking", name="leads.rank_intake")
def rank_intake(intake: str) -> None:
    """Rank the leads that an extract brought."""
    actions.rank_intake(intake)


def rank_intake_soon(intake: str) -> None:
    """Have the leads of an extract ranked, unless that waits for the worker already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        rank_intake.configure(queueing_lock=f"rank-{intake}").defer(intake=intake)


def rank_everything_soon() -> None:
    """Have everything ranked, unless that waits for the worker already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        rank_everything.configure().defer(timestamp=0)


@app.periodic(cron="15 2 * * *")
@app.task(queue="ranking", queueing_lock="rank", name="leads.rank_everything")
def rank_everything(timestamp: int) -> None:
    """Make every score anew: days have passed, and facts have changed elsewhere."""
    changed = actions.rank_everything()
    log.info("Ranked anew: %s leads, %s addresses.", changed["leads"], changed["addresses"])
