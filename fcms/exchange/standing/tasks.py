"""The rules by night, and the standard writing of addresses that came in; done by the worker."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.db import InterfaceError, OperationalError, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fcms.exchange.intake.locks import Busy

from . import actions

log = logging.getLogger(__name__)
AGAIN = RetryStrategy(
    max_attempts=5, wait=30, exponential_wait=3, retry_exceptions=[OperationalError, InterfaceError, Busy]
)


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


@app.periodic(cron="30 2 * * *")
@app.task(queue="rules", queueing_lock="rules", name="exchange.ask_rules", retry=AGAIN)
def ask_rules(timestamp: int) -> None:
    """Ask the rules of everything stored; one that was killed is taken up again and goes on where it was."""
    done = actions.run(report=quiet)
    log.info("The rules were asked: %d findings opened, %d closed.", done.opened, done.closed)


@app.task(queue="rules", name="exchange.standardise", retry=AGAIN)
def standardise() -> None:
    """Give the addresses that came in their standard writing."""
    actions.standardise(quiet)


def standardise_soon() -> None:
    """Have new addresses standardised, unless that waits for the worker already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        standardise.configure(queueing_lock="standardise").defer()
