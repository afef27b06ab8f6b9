"""The one row that every way out leaves behind, written before anything leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Verdict, first_no, no, yes

from .models import Disclosure, Method


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves, to whom, why and how; the same for every subject it speaks of."""

    nature: str
    fields: Sequence[str]
    method: Method
    purpose: str
    authority: str
    recipient: str
    recipient_address: str
    reference: str = ""


def may_leave(leaving: Leaving, *, found_proper: bool) -> Verdict:
    """An accounting is complete, and the officer finds the disclosure reasonable and appropriate (PIA 5.3)."""
    said = (leaving.nature, leaving.purpose, leaving.authority, leaving.recipient, leaving.recipient_address)
    complete = all(text.strip() for text in said) and bool(leaving.fields)
    return first_no(
        yes() if complete else no("Say what leaves, to whom and where, why, and by which authority."),
        yes()
        if found_proper
        else no("Say that you find the disclosure reasonable and appropriate, or do not make it."),
    )


@action(Event.DISCLOSURE_RECORDED)
def account_for(
    subject_numbers: Iterable[str], leaving: Leaving, *, by: Actor, found_proper: bool
) -> list[Disclosure]:
    """Write one row a subject. A door calls this first, in its own transaction: no row, no disclosure."""
    may_leave(leaving, found_proper=found_proper).or_refuse()
    now = timezone.now()
    return Disclosure.objects.bulk_create(
        Disclosure(
            subject_number=number,
            at=now,
            nature=leaving.nature,
            fields=list(leaving.fields),
            method=leaving.method,
            purpose=leaving.purpose,
            authority=leaving.authority,
            recipient=leaving.recipient,
            recipient_address=leaving.recipient_address,
            officer=by.actor_key,
            found_proper=True,
            reference=leaving.reference,
        )
        for number in subject_numbers
    )
