"""What speaks for and against that a person is still in the country. Pure: what is known in, reasons out; no number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from fcms.subjects.words import day_words

from .sightings import Sighting

SILENT_YEARS = 5
"""After how many years without any report that silence is named."""
SHOWN = 3
"""How many sightings are named, the newest first."""
RECORDED_AT_A_PORT = frozenset("A C CR GVW I LPR NIM R STUD TR TWA TWO TWOV V VWP PAR BCC".split())
"""Classes of entry through a port, whose departure by air or sea is recorded as a rule."""
UNSEEN = frozenset("EWI EWIC EWIM EWIO PWA PWAC PWAM PWAO STOW".split())
"""Classes of entry that no port recorded: nor would a port record the departure."""
DEPARTURE_ALLOWED = "1C"
"""The case category of somebody who was to depart by themselves and of whom no departure is known."""

SAYS_NOT = (
    "These are reasons and no finding: nothing here moves the case, and nobody is sought or left alone because of it."
    " That a person is not found does not mean that they left; only a verified departure ends a case."
)
SAYS_NOT_UNSEEN = " This entry was not through a port, so that no record of a departure says nothing."


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words, the day it speaks of (`when` in words where only its month or year is known), its source."""

    words: str
    on: date | None
    source: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that a source says: an entry, an apprehension, a release, a removal; `what` in a few words."""

    on: date
    source: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person's comings and goings; the days of an entry may be the first of a year or month."""

    today: date
    basis_on: date
    category: str = ""
    category_on: date | None = None
    category_source: str = ""
    entry: Event | None = None
    entry_words: str = ""
    entry_class: str = ""
    entry_class_words: str = ""
    apprehensions: Sequence[Event] = ()
    held: Event | None = None
    released: Event | None = None
    removed: Event | None = None
    said_to_have_left: Sequence[Event] = ()
    address: Event | None = None
    sightings: Sequence[Sighting] = field(default=())


@dataclass(frozen=True, slots=True)
class Reasons:
    """What speaks for that the person is still here, what against it, and what this does not say."""

    still_here: list[Reason]
    has_left: list[Reason]
    says_not: str


def reasons(known: Known) -> Reasons:
    """The reasons for and against that somebody is still in the country, each list with the newest first."""
    unseen = known.entry_class in UNSEEN
    return Reasons(
        sorted(_still_here(known), key=_age, reverse=True),
        sorted(_has_left(known), key=_age, reverse=True),
        SAYS_NOT + (SAYS_NOT_UNSEEN if unseen else ""),
    )


def _age(reason: Reason) -> date:
    return reason.on or date.min


def _still_here(known: Known) -> list[Reason]:
    found = [Reason(one.words, one.on, one.source) for one in known.sightings if one.here][:SHOWN]
    if known.held:
        found.append(Reason("Held in custody in the United States", known.held.on, known.held.source))
    if known.released:
        found.append(
            Reason("Released from custody in the United States", known.released.on, known.released.source)
        )
    if known.address:
        found.append(
            Reason(
                f"Last seen at an address here: {known.address.what}", known.address.on, known.address.source
            )
        )
    if known.apprehensions:
        last = max(known.apprehensions, key=lambda one: one.on)
        found.append(Reason("Apprehended by the department", last.on, last.source))
    if known.entry:
        found.append(_entry(known, known.entry))
    return found


def _entry(known: Known, entry: Event) -> Reason:
    near = entry.what.lower().startswith("near ")
    words = f"Last known entry{' ' if near else ' at '}{entry.what}" if entry.what else "Last known entry"
    if known.entry_class in RECORDED_AT_A_PORT and not (known.removed or known.said_to_have_left):
        words += f"; class {known.entry_class_words}, whose departure is recorded as a rule, and none is"
    return Reason(words, entry.on, entry.source, known.entry_words)


def _has_left(known: Known) -> list[Reason]:
    found = [Reason(one.words, one.on, one.source) for one in known.sightings if not one.here][:SHOWN]
    found += [Reason(one.what, one.on, one.source) for one in known.said_to_have_left]
    if known.removed:
        back = _newest_here(known)
        again = "; since then reported here again" if back and back > known.removed.on else ""
        found.append(
            Reason(f"Removed from the United States before{again}", known.removed.on, known.removed.source)
        )
    if known.category == DEPARTURE_ALLOWED:
        words = "Was allowed to depart by themselves; whether they did is not known"
        found.append(Reason(words, known.category_on, known.category_source))
    silent = _silence(known)
    return [*found, silent] if silent else found


def _newest_here(known: Known) -> date | None:
    days = [one.on for one in known.sightings if one.here]
    days += [one.on for one in (known.held, known.released, known.address, known.entry) if one]
    days += [one.on for one in known.apprehensions]
    return max(days, default=None)


def _silence(known: Known) -> Reason | None:
    """That nothing has placed the person here for years, if so."""
    last = max(_newest_here(known) or known.basis_on, known.basis_on)
    if last > known.today - timedelta(days=365 * SILENT_YEARS):
        return None
    words = f"Nothing on record places the person here since {day_words(last)}"
    return Reason(words, last, "the records of this program")
