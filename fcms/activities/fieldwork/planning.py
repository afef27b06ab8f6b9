"""What the form of a plan knows of each address, and what it says beside a field before anything is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities.gates import queries as gates
from fcms.activities.gates.facts import Place
from fcms.cases.models import Case
from fcms.lib.gatepolicy import locations
from fcms.subjects.words import day_words

from . import permissions, queries, rules


@dataclass(frozen=True, slots=True)
class Offered:
    """An address to choose: what its choice says, and the kind of place that was said of it, "" for none."""

    where: queries.Where
    place: Place
    words: str
    known: str


def offered(case: Case, user: User, places: Sequence[queries.Where]) -> list[Offered]:
    """The addresses with the kind of place and the mark of each, in as many questions as for one."""
    found = [Place(one.address_key, one.words, "", _lead(one), case.subject_id) for one in places]
    now, day = timezone.now(), permissions.today_of(permissions.office_of(user))
    facts = gates.facts_of([(case, place) for place in found], now=now, day=day) if found else []
    return [_offered(*row) for row in zip(places, found, (one.at for one in facts), strict=True)]


def _lead(where: queries.Where) -> int | None:
    return where.lead.pk if where.lead else None


def _offered(where: queries.Where, place: Place, at: Any) -> Offered:
    kind = locations().kinds.get(at.kind, "")
    said = [where.words, f"{kind}, as said before" if kind else ""]
    said += [f"do not return until {day_words(at.mark.until)}"] if at.mark else []
    return Offered(where, place, "; ".join(one for one in said if one), at.kind if kind else "")


def refusals(case: Case, user: User, one: Offered, values: Mapping[str, Any]) -> dict[str, str]:
    """What stands against a plan, by the field that it is said beside; what was typed is kept."""
    day, kind = values["planned_on"], values.get("place_kind") or one.known
    verdicts = {
        "place_kind": rules.says_kind(kind, one.known),
        "planned_on": rules.planned_for(day, today=permissions.today_of(permissions.office_of(user))),
        "where": rules.not_doubled(queries.doubled(case, one.where.address_key, day)),
    }
    if all(verdicts.values()) and str(values.get("operation_name", "")).strip():
        answers = gates.answers(case, replace(one.place, kind=kind), now=timezone.now(), day=day)
        verdicts["operation_name"] = rules.gates_open(answers)
    return {name: verdict.sentence for name, verdict in verdicts.items() if not verdict}
