"""Takes in what lies in the watched folder: by the program itself, which never decides or applies anything.

Whatever is killed is done again at the next look: the arrival is written in one transaction with the extract, and a
file leaves the folder only afterwards. An arrival of which the file still lies there is told by its mark.
"""

from __future__ import annotations

import logging
from typing import IO

from django.db.models import F
from django.utils import timezone

from fcms.audit.events import Event
from fcms.exchange import actions, sources
from fcms.exchange.intake import bundle
from fcms.exchange.intake.locks import one_at_the_folder
from fcms.exchange.lifecycle import GONE, Status
from fcms.exchange.models import Intake
from fcms.exchange.permissions import FOLDER
from fcms.exchange.tasks import stage_once
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused

from . import folder, rules
from .folder import Changed, Seen, Watch
from .models import Arrival, Outcome

log = logging.getLogger(__name__)


def look_in(watch: Watch) -> int:
    """Look into the folders of all kinds and take in what is complete; return how many files left the folder."""
    with one_at_the_folder() as mine:
        if not mine:
            return 0
        there = [one for kind in sources.KINDS if _watched(kind) for one in folder.look(kind)]
        waiting, gone = watch.still(there), 0
        while left := [one for one in waiting if take_in(one)]:  # one may have been what another waits for
            gone += len(left)
            waiting = [one for one in waiting if one not in left]
        _settle({one.mark for one in there}, by=FOLDER)
        return gone


def _watched(kind: str) -> bool:
    if folder.may_be_watched(folder.made(kind)):
        return True
    log.error("The folder for %s is open to everyone, so it is not watched. Take that right away.", kind)
    return False


def take_in(seen: Seen) -> bool:
    """Take in one file and put it away; say whether it left the folder. One that changes is left for the next look."""
    arrival = Arrival.objects.filter(mark=seen.mark, put_away_at=None).first()
    if arrival is None or (arrival.outcome == Outcome.WAITING and not _waits(arrival)):
        arrival = _arrive(seen, arrival)
    if arrival is None or arrival.outcome == Outcome.WAITING:
        return False
    if not folder.put_away(seen, arrival.pk, note_of(arrival), keep=arrival.outcome == Outcome.REFUSED):
        log.error("Arrival %s cannot be moved out of its folder. Check who owns it.", arrival.pk)
        return False
    _put_away(arrival, by=FOLDER)
    return True


def _arrive(seen: Seen, waiting: Arrival | None) -> Arrival | None:
    if reason := folder.fault(seen):
        return _note(by=FOLDER, seen=seen, outcome=Outcome.REFUSED, reason=reason)
    try:
        with folder.taken(seen) as stream:
            return _receive(by=FOLDER, seen=seen, stream=stream, waiting=waiting)
    except Changed as change:
        if change.__cause__ is not None:
            log.error("A file for %s may not be read. Check who owns it.", seen.kind)
        return None


@action(Event.EXTRACT_ARRIVED)
def _receive(*, by: Actor, seen: Seen, stream: IO[bytes], waiting: Arrival | None) -> Arrival:
    content, _ = bundle.measured(stream)
    earlier = Intake.objects.exclude(status__in=GONE).filter(content=content).first()
    if earlier is not None:
        reason = f"This file was loaded already, as intake {earlier.number}. Nothing was loaded again."
        return _write(seen, waiting, outcome=Outcome.ALREADY, content=content, intake=earlier, reason=reason)
    said = _said(stream, seen.kind)
    if verdict := rules.must_wait(said.sequence, _last(seen.kind, said.producer)):
        place = {"producer": said.producer, "sequence": said.sequence}
        return _write(seen, waiting, outcome=Outcome.WAITING, content=content, reason=verdict, **place)
    try:
        intake = actions.receive(stream, by=by, kind=seen.kind)
    except Refused as refusal:
        kept = (
            Intake.objects.filter(content=content, kind=seen.kind, status=Status.REFUSED)
            .order_by("-id")
            .first()
        )
        return _write(
            seen, waiting, outcome=Outcome.REFUSED, content=content, intake=kept, reason=refusal.sentence
        )
    stage_once(intake.pk)
    place = {"producer": intake.producer, "sequence": intake.sequence}
    return _write(seen, waiting, outcome=Outcome.RECEIVED, content=content, intake=intake, reason="", **place)


def _said(stream: IO[bytes], kind: str) -> bundle.Manifest:
    try:
        return actions.look_inside(stream, kind) or bundle.Manifest(kind)
    except Refused:
        return bundle.Manifest(kind)  # receiving it says why


def _last(kind: str, producer: str) -> int | None:
    """The highest number of the series that came; the order is kept by what receives."""
    same = Intake.objects.exclude(status__in=GONE).filter(kind=kind, producer=producer)
    return same.order_by(F("sequence").desc(nulls_last=True)).values_list("sequence", flat=True).first()


def _waits(arrival: Arrival) -> bool:
    return bool(rules.must_wait(arrival.sequence, _last(arrival.kind, arrival.producer)))


@action(Event.EXTRACT_ARRIVED)
def _note(*, by: Actor, seen: Seen, outcome: Outcome, reason: str) -> Arrival:
    return _write(seen, None, outcome=outcome, reason=reason)


def _write(seen: Seen, waiting: Arrival | None, **values: object) -> Arrival:
    found = waiting or Arrival(kind=seen.kind, mark=seen.mark, size=seen.size)
    for name, value in {**values, "at": timezone.now()}.items():
        setattr(found, name, value)
    found.save()
    return found


@action(Event.ARRIVAL_PUT_AWAY)
def _put_away(arrival: Arrival, *, by: Actor) -> Arrival:
    arrival.put_away_at = timezone.now()
    arrival.save(update_fields=["put_away_at"])
    return arrival


@action(Event.ARRIVAL_PUT_AWAY)
def _settle(there: set[str], *, by: Actor) -> None:
    """Note what left the folder without being noted: put away by a process that was killed, or taken back."""
    for arrival in Arrival.objects.select_for_update().filter(put_away_at=None).exclude(mark__in=there):
        if arrival.outcome == Outcome.WAITING:
            arrival.outcome, arrival.reason = Outcome.REFUSED, rules.TAKEN_BACK
        arrival.put_away_at = timezone.now()
        arrival.save(update_fields=["outcome", "reason", "put_away_at"])


def note_of(arrival: Arrival) -> str:
    """What is left beside a file or in its place, for its sender."""
    said = f"It was received as intake {arrival.intake}." if arrival.outcome == Outcome.RECEIVED else ""
    return (
        f"Arrival {arrival.pk}, {arrival.kind}, {arrival.at:%Y-%m-%d %H:%M} UTC\n"
        f"Size {arrival.size} bytes, SHA-256 {arrival.content or 'not read'}\n"
        f"{arrival.get_outcome_display()}. {arrival.reason or said}\n"
    )


def sweep() -> int:
    """Delete old notes and refused files of all kinds; return how many."""
    return sum(folder.sweep(kind) for kind in sources.KINDS)
