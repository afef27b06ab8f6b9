"""The digest, sent by the worker at each office's own hour. Arguments name nobody."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fcms.lib.actor import Job

from . import actions, mail

log = logging.getLogger(__name__)
DIGEST = Job("digest of notices")
AGAIN = RetryStrategy(
    max_attempts=5,
    wait=60,
    exponential_wait=3,
    retry_exceptions=[OperationalError, InterfaceError, *mail.FAULTS],
)
"""What a mail server or a database that does not answer asks for: the same again, a little later."""


@app.periodic(cron="5 * * * *")
@app.task(queue="digest", queueing_lock="digest", name="notices.send_digest", retry=AGAIN)
def send_digest(timestamp: int) -> None:
    """Send the digest of the day where its hour has come; asked every hour, each person has it once a day."""
    run = actions.send_due(by=DIGEST)
    if run.sent or run.failed:
        log.info("Digests: %d sent, %d failed.", run.sent, run.failed)
