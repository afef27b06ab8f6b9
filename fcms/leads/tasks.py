"""What the worker does for leads: ranks the leads of an extract, and at night everything. Arguments name no person."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from .ranking import actions

log = logging.getLogger(__name__)


@app.task(queue="ranking", name="leads.rank_intake")
def rank_intake(intake: str) -> None:
    """Rank the leads that an extract brought."""
    actions.rank_intake(intake)


@app.periodic(cron="15 2 * * *")
@app.task(queue="ranking", queueing_lock="rank", name="leads.rank_everything")
def rank_everything(timestamp: int) -> None:
    """Make every score anew: days have passed, and facts have changed elsewhere."""
    changed = actions.rank_everything()
    log.info("Ranked anew: %s leads, %s addresses.", changed["leads"], changed["addresses"])
