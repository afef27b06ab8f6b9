"""What a person does with notices, and the sending of the digest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.dates import local_day

from . import mail, queries, rules
from .models import Digest, DigestSent, Seen

KEPT = timedelta(days=31)
"""How long it is kept that a digest was sent."""


@action(Event.NOTICES_SEEN)
def mark_seen(*, by: User, keys: Collection[str] | None = None) -> int:
    """Put away the notices with these keys, or all that are new; forget those that are gone. Return how many."""
    listed = queries.listing(by)
    chosen = [(kind, one) for kind, one in listed.new if keys is None or one.key in keys]
    now = timezone.now()
    Seen.objects.bulk_create(
        [Seen(user=by, kind=kind.code, key=notice.key, at=now) for kind, notice in chosen],
        ignore_conflicts=True,
    )
    _forget_gone(by, listed)
    return len(chosen)


def _forget_gone(by: User, listed: queries.Listing) -> None:
    # A kind of which there are more than were read says nothing about those that were not.
    unsure = {kind.code for kind in listed.cut}
    standing = {(kind.code, notice.key) for kind, notice in (*listed.new, *listed.seen)}
    gone = [
        pk
        for pk, kind, key in Seen.objects.filter(user=by).values_list("pk", "kind", "key")
        if kind not in unsure and (kind, key) not in standing
    ]
    Seen.objects.filter(pk__in=gone).delete()


@action(Event.DIGEST_CHANGED)
def want_digest(*, by: User, address: str) -> Digest:
    """Have the daily digest sent to one's own work address."""
    rules.may_be_sent(queries.domains()).or_refuse()
    rules.may_go_to(address, queries.domains()).or_refuse()
    digest = Digest.objects.select_for_update().filter(user=by).first() or Digest(
        user=by, since=timezone.now()
    )
    digest.address = address.strip()
    digest.full_clean(exclude=["user"])
    digest.save()
    return digest


@action(Event.DIGEST_CHANGED)
def want_no_digest(*, by: User) -> None:
    """Have no digest any more; the address goes with the wish."""
    Digest.objects.filter(user=by).delete()


# --- the digest of a day


@dataclass(slots=True)
class Run:
    """What one run of the digest did: mails sent, people for whom nothing was new, mails that failed."""

    sent: int = 0
    nothing: int = 0
    failed: int = 0


def send_due(*, by: Actor, now: datetime | None = None, hour: int | None = None) -> Run:
    """Send today's digest to everybody who wants it, whose hour has come, and who did not have it yet.

    Each is claimed in a transaction of its own before it is sent, and never sent again once it was claimed: a
    process that dies between the two loses one digest and doubles none. The mail server is reached before anything
    is claimed, so that one that does not answer costs nobody the digest. `hour` is the hour of an office's own day.
    """
    now, hour = now or timezone.now(), settings.FCMS_DIGEST_HOUR if hour is None else hour
    due = [digest for digest in queries.wanted() if rules.is_due(now, digest.user.office.time_zone, hour)]
    run = Run()
    missing = [digest for digest in due if digest.user_id not in queries.had(_day(digest, now))]
    if not missing or not rules.may_be_sent(queries.domains()):
        return run
    with mail.door() as door:
        for digest in missing:
            _send(digest, door, run, by=by, now=now)
    _sweep(now.date() - KEPT)
    return run


def _day(digest: Digest, now: datetime) -> date:
    return local_day(now, digest.user.office.time_zone)


def _send(digest: Digest, door: mail.Door, run: Run, *, by: Actor, now: datetime) -> None:
    counted = queries.counts(digest.user)
    claim = _claim(digest.user, by=by, day=_day(digest, now), notices=sum(n for n, _more in counted.values()))
    if claim is None:
        return
    if not counted or not rules.may_go_to(digest.address, queries.domains()):
        run.nothing += 1
        return
    try:
        door.send(digest.address, mail.text_of(counted))
    except mail.FAULTS as fault:
        _note(claim, by=by, fault=type(fault).__name__)
        run.failed += 1
    else:
        _note(claim, by=by)
        run.sent += 1


@action(Event.DIGEST_SENT)
def _claim(user: User, *, by: Actor, day: date, notices: int) -> DigestSent | None:
    values = {"notices": notices, "claimed_at": timezone.now()}
    claim, made = DigestSent.objects.get_or_create(user=user, day=day, defaults=values)
    return claim if made else None


@action(Event.DIGEST_SENT)
def _note(claim: DigestSent, *, by: Actor, fault: str = "") -> None:
    claim.fault = fault[:60]
    claim.sent_at = None if fault else timezone.now()
    claim.save(update_fields=["fault", "sent_at"])


def _sweep(before: date) -> None:
    DigestSent.objects.filter(day__lt=before).delete()
