"""The long steps of an intake, done by the worker. Arguments are ids, never personal data."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from fcms.accounts.models import User
from fcms.lib.verdict import Refused

from . import actions
from .intake.progress import reporting
from .lifecycle import Status
from .models import Intake

log = logging.getLogger(__name__)


@app.task(queue="intake", name="exchange.stage")
def stage(intake_id: int) -> None:
    """Read and check an extract that was received; one that was killed half way starts again."""
    intake = Intake.objects.select_related("received_by").get(pk=intake_id)
    if intake.status not in (Status.RECEIVED, Status.STAGING):
        return
    try:
        with reporting(intake.pk) as report:
            actions.stage(intake, by=intake.received_by, report=report)
    except Refused:
        log.warning("Intake %s was refused.", intake.number)


@app.task(queue="intake", name="exchange.apply")
def apply(intake_id: int, user_id: int) -> None:
    """Apply the accepted rows on behalf of the person who asked for it."""
    intake = Intake.objects.get(pk=intake_id)
    if intake.status == Status.APPLIED:
        return
    by = User.objects.get(pk=user_id)
    try:
        with reporting(intake.pk) as report:
            actions.apply(intake, by=by, report=report)
    except Refused as refusal:
        actions.give_back(intake, by=by, reason=refusal.sentence)
        log.warning("Intake %s was not applied.", intake.number)


@app.periodic(cron="* * * * *")
@app.task(queue="intake", queueing_lock="stalled", name="exchange.resume_stalled")
async def resume_stalled(timestamp: int) -> None:
    """Take up again what a killed worker left."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=60):
        await app.job_manager.retry_job(job)
