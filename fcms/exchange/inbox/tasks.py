"""The worker looks into the watched folder every minute; only what is the same at two looks is taken in."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from . import actions
from .folder import Watch

log = logging.getLogger(__name__)
WATCH = Watch()


@app.periodic(cron="* * * * *")
@app.task(queue="intake", queueing_lock="inbox", name="exchange.look_into_the_folder")
def look(timestamp: int) -> None:
    """Take in what partners have dropped."""
    taken = actions.look_in(WATCH)
    if taken:
        log.info("%d files arrived by themselves.", taken)


@app.periodic(cron="41 3 * * *")
@app.task(queue="intake", queueing_lock="inbox-sweep", name="exchange.sweep_the_folder")
def sweep(timestamp: int) -> None:
    """Delete notes and refused files that have lain long enough."""
    actions.sweep()
