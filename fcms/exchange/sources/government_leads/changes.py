"""What each row would become: a lead, with the team that gets it and the subject it is linked to, or the queue it
waits in."""

from __future__ import annotations

from fcms.cases.models import Case
from fcms.exchange.changes import Change, Changes, Effect, Narrowing
from fcms.exchange.models import Intake, StagedRow
from fcms.offices.models import ZipRoute
from fcms.offices.queries import rule_sentence
from fcms.subjects.models import ANumber, Subject
from fcms.subjects.words import said_value

from .layout import LEADS

COMPARED = {"family_name": "family_name", "given_name": "given_name", "birth_date": "birth_on"}
"""The columns of a lead that say something of the subject, and the subject's own."""
_A_NUMBER, _ZIP = (LEADS.index[name] + 1 for name in ("a_number", "zip"))
_OURS = (
    "exists (select from subjects_anumber a where a.number = exchange_stagedrow.canonical"
    f"[{_A_NUMBER}] and a.withdrawn_at is null)"
)
_ROUTED = (
    "exists (select from offices_ziproute z where z.zip = exchange_stagedrow.canonical"
    f"[{_ZIP}] and z.office_id is not null)"
)
EFFECTS = {
    "LINKED": Narrowing("A lead on a subject of ours", _OURS),
    "UNLINKED": Narrowing("A lead on nobody we know", f"not {_OURS}"),
    "UNROUTED": Narrowing("A lead that no ZIP code routes", f"not {_ROUTED}"),
}
"""By what the rows become, by their A-Number and ZIP code alone."""
Cells = dict[str, str | None]


def changes(intake: Intake, rows: list[StagedRow]) -> Changes:
    """What each row would become, by file and row; routes, subjects and cases are looked up for all together."""
    cells = {(row.file, row.row): dict(zip(LEADS.index, row.canonical, strict=True)) for row in rows}
    routes = ZipRoute.objects.filter(zip__in={said["zip"] for said in cells.values() if said["zip"]})
    by_zip = {route.zip: route for route in routes.select_related("office", "team")}
    subjects = _subjects(cells)
    live = Case.objects.live().filter(subject__in={one.pk for one in subjects.values()}).order_by()
    cases = dict(live.values_list("subject_id", "number"))
    return {
        place: [
            _routed(said, by_zip.get(said["zip"] or "")),
            _linked(subjects.get(place), cases),
            *_compared(said, subjects.get(place)),
        ]
        for place, said in cells.items()
    }


def _subjects(cells: dict[tuple[str, int], Cells]) -> dict[tuple[str, int], Subject]:
    """The subject of each row by its A-Number; whoever else it may be about, a person says afterwards."""
    numbers = ANumber.objects.filter(
        number__in={said["a_number"] for said in cells.values() if said["a_number"]}, withdrawn_at=None
    )
    by_number = {one.number: one.subject for one in numbers.select_related("subject")}
    return {
        place: by_number[said["a_number"]]
        for place, said in cells.items()
        if said["a_number"] is not None and said["a_number"] in by_number
    }


def _routed(said: Cells, route: ZipRoute | None) -> Change:
    if route is not None and route.office is not None:
        team = f", team {route.team.number}" if route.team else ""
        to = f"{route.office.name}{team}"
        return Change("", "", "", f"A lead for {to}.", Effect.NEW, f"To {to}.")
    rule = route.rule if route is not None else "UNKNOWN_ZIP" if said["zip"] else "NO_ZIP"
    sentence = f"A lead that waits in Not routed. {rule_sentence(rule)}".strip()
    return Change("", "", "", sentence, Effect.NEW, "Not routed.")


def _linked(subject: Subject | None, cases: dict[int, str]) -> Change:
    if subject is None:
        sentence = "It waits in Not linked until a person says whom it is about."
        return Change("", "", "", sentence, Effect.ASKS, "Not linked.")
    case = cases.get(subject.pk)
    about = f"case {case}" if case else "who has no live case"
    sentence = f"Linked to {subject.number}, {about}."
    return Change("", "", "", sentence, Effect.NEW, f"On {subject.number}.")


def _compared(said: Cells, subject: Subject | None) -> list[Change]:
    if subject is None:
        return []
    found = []
    for theirs, ours in COMPARED.items():
        held, new = str(getattr(subject, ours)), said[theirs]
        if not new:
            continue
        same = held.upper() == new.upper()
        effect = (
            "The same as the subject's." if same else "Kept with the lead; the subject's own value stays."
        )
        old = str(said_value(ours, held)) if held else ""
        found.append(Change(theirs, old, str(said_value(ours, new)), effect, Effect.SAME))
    return found
