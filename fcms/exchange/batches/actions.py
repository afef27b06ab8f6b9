"""Issue tokens; the rest of the life of a batch comes with what goes out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject

from .models import BatchToken

ANSWERS_WITHIN = timedelta(days=30)
"""How long answers are wanted where nothing else is said."""


@action(Event.TOKENS_ISSUED)
def issue_tokens(
    subjects: Sequence[Subject], *, vendor: str, batch: str, by: Actor, answers_until: date | None = None
) -> list[BatchToken]:
    """Give each subject its token in a batch for a vendor, and return them in order; a subject has one in a batch.

    A token is 32 random signs: nothing can be read from it, and nobody can guess another.
    """
    if not vendor.strip() or not batch.strip():
        raise Refused("A token is issued for a batch of a vendor. Name both.")
    ids = [subject.pk for subject in subjects]
    held = {one.subject_id: one for one in BatchToken.objects.filter(batch=batch, subject__in=ids)}
    if any(one.vendor != vendor.strip() for one in held.values()):
        raise Refused("This batch is another vendor's. Give the new one a label of its own.")
    now = timezone.now()
    fresh = [
        BatchToken(
            token=secrets.token_hex(16),
            subject_id=pk,
            vendor=vendor.strip(),
            batch=batch.strip(),
            issued_at=now,
            issued_by=by if isinstance(by, User) else None,
            answers_until=answers_until or timezone.localdate() + ANSWERS_WITHIN,
        )
        for pk in dict.fromkeys(ids)
        if pk not in held
    ]
    made = {one.subject_id: one for one in BatchToken.objects.bulk_create(fresh, batch_size=5_000)}
    return [held.get(pk) or made[pk] for pk in dict.fromkeys(ids)]
