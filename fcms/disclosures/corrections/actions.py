"""Make it so: a correction is owed to every earlier recipient, told, or no longer owed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from fcms.audit.events import Event
from fcms.disclosures.models import CorrectionEnd, CorrectionOwed, Disclosure
from fcms.lib.action import action
from fcms.lib.actor import Actor

from . import queries, rules
from .models import End

BACK = "back:"
"""Before the cause of a correction: the recipient was told of it, and it was taken back since."""


@action(Event.CORRECTION_OWED)
def owe(subject_numbers: Iterable[str], *, by: Actor, cause: str, because: str) -> list[CorrectionOwed]:
    """List every earlier disclosure of the subjects, so that each recipient is told what was corrected.

    `cause` names what it goes back to, as `kind:key`, and lists a disclosure once; `because` is what has to be said.
    """
    now = timezone.now()
    earlier = Disclosure.objects.filter(subject_number__in=set(subject_numbers), at__lte=now)
    listed = CorrectionOwed.objects.filter(cause=cause)
    return CorrectionOwed.objects.bulk_create(
        CorrectionOwed(disclosure=one, cause=cause, because=because, opened_at=now, opened_by=by.actor_key)
        for one in earlier.exclude(pk__in=listed.values("disclosure")).order_by("id")
    )


@action(Event.CORRECTION_TOLD)
def tell(*, owed: CorrectionOwed, by: Actor, how: str) -> CorrectionEnd:
    """Put down that the recipient was told, and how; once. Who may, the room that shows it decides."""
    rules.may_tell(permitted=True, ended=queries.end_of(owed), how=how).or_refuse()
    said = {"end": End.TOLD, "at": timezone.now(), "by": by.actor_key, "how": how.strip()}
    end, first = CorrectionEnd.objects.get_or_create(owed=owed, defaults=said)
    if not first:  # somebody else ended it in the same moment
        rules.may_tell(permitted=True, ended=End(end.end).label, how=how).or_refuse()
    return end


@action(Event.CORRECTION_NO_LONGER)
def take_back(subject_numbers: Iterable[str], *, by: Actor, kind: str, because: str) -> int:
    """What was corrected did not hold: nobody is told of it, and whoever was told is to be told that. Return how many.

    `kind` is that of the causes meant; `because` is what has to be said to those who were told.
    """
    now = timezone.now()
    meant = CorrectionOwed.objects.filter(
        disclosure__subject_number__in=set(subject_numbers), cause__startswith=f"{kind}:"
    )
    waiting = meant.filter(ended=None).order_by("id")
    ended = CorrectionEnd.objects.bulk_create(
        CorrectionEnd(owed=one, end=End.NO_LONGER, at=now, by=by.actor_key, how=because) for one in waiting
    )
    told = list(meant.filter(ended__end=End.TOLD).order_by("id"))
    causes = {f"{BACK}{one.cause}" for one in told}
    said = set(CorrectionOwed.objects.filter(cause__in=causes).values_list("cause", "disclosure"))
    again = CorrectionOwed.objects.bulk_create(
        CorrectionOwed(
            disclosure_id=one.disclosure_id,
            cause=f"{BACK}{one.cause}",
            because=because,
            opened_at=now,
            opened_by=by.actor_key,
        )
        for one in told
        if (f"{BACK}{one.cause}", one.disclosure_id) not in said
    )
    return len(ended) + len(again)
