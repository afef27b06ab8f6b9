"""The long steps of an intake, done by the worker. Arguments are ids, never personal data."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fcms.accounts.models import User
from fcms.lib.actor import Job
from fcms.lib.verdict import Refused

from . import actions
from .intake import sealed
from .intake.locks import Busy, is_free
from .intake.progress import reporting
from .lifecycle import ONCE_APPLIED, Status
from .linkage import actions as linkage
from .linkage.feed import LinkageLost
from .linkage.queries import to_be_linked
from .models import Intake
from .permissions import FOLDER

log = logging.getLogger(__name__)
TRIES = 5
AGAIN = RetryStrategy(
    max_attempts=TRIES, wait=5, exponential_wait=3, retry_exceptions=[OperationalError, InterfaceError, Busy]
)
"""What a lost connection or a busy extract asks for: the same once more, later."""
LEFT_ALONE = timedelta(minutes=10)
"""After this long an extract that nobody is reading is taken up again."""


@app.task(queue="intake", name="exchange.stage", retry=AGAIN)
def stage(intake_id: int) -> None:
    """Read and check an extract that was received; one that was killed half way starts again."""
    intake = Intake.objects.select_related("received_by").get(pk=intake_id)
    if intake.status not in (Status.RECEIVED, Status.STAGING):
        return
    try:
        with reporting(intake.pk) as report:
            actions.stage(intake, by=intake.received_by or FOLDER, report=report)
    except Busy:
        raise
    except Refused:
        log.warning("Intake %s was refused.", intake.number)


def stage_once(intake_id: int) -> None:
    """Have an extract read, unless that waits for the worker already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        stage.configure(queueing_lock=f"stage-{intake_id}").defer(intake_id=intake_id)


@app.task(queue="intake", name="exchange.apply", retry=AGAIN, pass_context=True)
def apply(context: JobContext, intake_id: int, user_id: int) -> None:
    """Apply the accepted rows on behalf of the person who asked; whatever fails for good gives the extract back."""
    intake = Intake.objects.get(pk=intake_id)
    if intake.status in ONCE_APPLIED:
        return
    by = User.objects.get(pk=user_id)
    _see_through(context, intake, partial(actions.apply, intake, by=by), partial(_give_back, intake, by))


@app.task(queue="intake", name="exchange.undo", retry=AGAIN, pass_context=True)
def undo(context: JobContext, intake_id: int, user_id: int) -> None:
    """Take an applied extract back on behalf of the person who asked; whatever fails for good leaves it applied."""
    intake = Intake.objects.get(pk=intake_id)
    if intake.status != Status.UNDOING:
        return
    by = User.objects.get(pk=user_id)
    undoing = partial(actions.undo, intake, by=by, reason=intake.undo_reason)
    _see_through(context, intake, undoing, partial(_keep, intake, by))


def _see_through(
    context: JobContext, intake: Intake, act: Callable[..., Intake], give_up: Callable[[str], None]
) -> None:
    """Do it, or say why not: what the database or another process prevents is tried again a few times."""
    try:
        with reporting(intake.pk) as report:
            act(report=report)
    except (OperationalError, InterfaceError, Busy) as failure:
        if context.job is None or context.job.attempts + 1 < TRIES:
            raise
        connection.close()  # it may be broken; what gives the extract back opens another
        give_up(f"It could not be done now: {type(failure).__name__}. Try again later.")
    except Refused as refusal:
        give_up(refusal.sentence)
    except Exception:
        give_up("A fault of the program stopped it. Report it before you try again.")
        raise


def _give_back(intake: Intake, by: User, reason: str) -> None:
    actions.give_back(intake, by=by, reason=reason)
    log.warning("Intake %s was not applied.", intake.number)


def _keep(intake: Intake, by: User, reason: str) -> None:
    actions.keep(intake, by=by, reason=reason)
    log.warning("Intake %s was not undone.", intake.number)


@app.task(queue="intake", name="exchange.link", retry=AGAIN)
def link(intake_id: int) -> None:
    """Compare the rows of an extract with the subjects, on behalf of whoever loaded it."""
    intake = Intake.objects.select_related("received_by").get(pk=intake_id)
    try:
        with reporting(intake.pk) as report:
            linkage.propose(intake, by=intake.received_by or Job("linkage"), report=report)
    except LinkageLost as lost:
        log.warning("Intake %s was not linked: %s", intake.number, lost)
    except Busy:
        raise
    except Refused as refusal:
        log.warning("Intake %s was not linked: %s", intake.number, refusal.sentence)


def link_once(intake_id: int) -> None:
    """Have the rows of an extract linked, unless that waits for the worker already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        link.configure(queueing_lock=f"link-{intake_id}").defer(intake_id=intake_id)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="intake", queueing_lock="unlinked", name="exchange.link_left")
def link_left(timestamp: int) -> None:
    """Link what was not linked yet: what a killed process left, rows that were corrected, leads that came in."""
    for intake_id in to_be_linked():
        if is_free(intake_id):
            link_once(intake_id)


@app.periodic(cron="17 3 * * *")
@app.task(queue="intake", queueing_lock="nobody", name="exchange.forget_nobody")
def forget_nobody(timestamp: int) -> None:
    """Delete the rows about people who are nobody here, once their days are over."""
    forgotten = linkage.forget_nobody(by=Job("forgetting rows about nobody here"))
    log.info("%d rows about nobody here were deleted.", forgotten)


@app.periodic(cron="* * * * *")
@app.task(queue="intake", queueing_lock="stalled", name="exchange.resume_stalled", pass_context=True)
async def resume_stalled(context: JobContext, timestamp: int) -> None:
    """Take up again what a killed worker left."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=60):
        await jobs.retry_job(job)


from .standing import tasks as standing  # noqa: E402, F401 - tasks of this app, too


@app.periodic(cron="*/5 * * * *")
@app.task(queue="intake", queueing_lock="left", name="exchange.take_up_left")
def take_up_left(timestamp: int) -> None:
    """Read what somebody loaded and no process is reading, and delete sealed files that nothing needs any more."""
    waiting = Intake.objects.filter(
        status__in=(Status.RECEIVED, Status.STAGING), received_at__lt=timezone.now() - LEFT_ALONE
    )
    for intake in waiting:
        if is_free(intake.pk):
            stage_once(intake.pk)
    sealed.sweep(
        Intake.objects.exclude(status__in=(*ONCE_APPLIED, Status.REFUSED)).values_list("number", flat=True)
    )
