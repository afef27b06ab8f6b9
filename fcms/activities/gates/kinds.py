"""Who says what kind of place an address is: anybody who records says more of it, not everybody says less. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from fcms.lib.gatepolicy import RULES, Entry, locations
from fcms.lib.verdict import Verdict, first_no, no, yes

from .rules import who_holds

SAY_KIND = "Choose what kind of place it is."
APPROVES = "approve_place"
"""The right to call a place milder where the table names nobody who approves action at what it was."""


def may_say_kind(
    kind: str, *, permitted: bool, known: str = "", rights: Collection[str] = (), day: date
) -> Verdict:
    """Say whether a person may say what kind of place an address is, `known` being what was said last, "" for nothing.

    Anybody who records may call it stricter than before. Milder is said by who may approve action at what it was.
    """
    places = locations()
    right = takes_to_say(places.on(known, day), places.on(kind, day)) if known else ""
    return first_no(
        yes() if permitted else no("Your role does not record. Ask an officer who works the case."),
        yes() if kind in places.kinds else no(SAY_KIND),
        yes()
        if not right or right in rights
        else no(
            f"This place was recorded as: {places.kinds.get(known, known)}. That it is a kind with less protection,"
            f" only a {who_holds(right)} may say. Ask yours."
        ),
    )


def takes_to_say(old: Entry | None, new: Entry | None) -> str:
    """The right that it takes to call a place by another kind, by the entries of both that day; "" for none.

    A kind without an entry that day is as strict as one that is never opened.
    """
    if _strictness(new) > _strictness(old) or old == new:
        return ""
    if old and new and (old.rule, old.approver) == (new.rule, new.approver):
        return ""
    return old.approver if old and old.approver else APPROVES


def _strictness(entry: Entry | None) -> int:
    return RULES.index(entry.rule) if entry else len(RULES) - 1
