"""What the worker does for priorities: at night all are computed anew. Arguments name no person."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from .priority import actions

log = logging.getLogger(__name__)


@app.periodic(cron="20 5 * * *")
@app.task(queue="ranking", queueing_lock="priority", name="cases.score_everything")
def score_everything(timestamp: int) -> None:
    """Compute every priority anew after midnight at headquarters: reviews lapse, and the system may have changed."""
    log.info("Priorities computed anew: %s changed.", actions.score_everything())
