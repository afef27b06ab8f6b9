"""Leads of the version before: on their cases, at their offices, open or closed with what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fcms.cases.models import Case
from fcms.leads.bulk import PastLead, PastStep
from fcms.leads.bulk import enter_set as enter_leads
from fcms.leads.models import Lead
from fcms.offices.models import ZipRoute
from fcms.offices.queries import current_edition
from fcms.subjects.addresses import address_key

from .accepted import Row, in_batches
from .codes import words
from .ledger import Known
from .work import Work

BY_HAND = "BY_HAND"


def take_over(work: Work) -> None:
    """Enter the leads of the dump; those taken over before are noted."""
    for batch in in_batches(work.intake, "leads.csv"):
        known = work.ledger.known("leads.csv", [row.text("legacy_lead_number") for row in batch])
        cases = about(work, batch)
        _note_known(work, batch, known)
        fresh = []
        for row in batch:
            if row.text("legacy_lead_number") in known:
                continue
            if row.text("legacy_case_number") and row.text("legacy_case_number") not in cases:
                work.ledger.refused(row, "Its case was not taken over.")
                continue
            fresh.append(row)
        _enter(work, fresh, cases)
        work.ledger.flush()
        work.told("taking over leads", len(batch))


def about(work: Work, rows: list[Row]) -> dict[str, Case]:
    """The cases here that rows name, by what they were called there."""
    known = work.ledger.known("cases.csv", [row.text("legacy_case_number") for row in rows])
    found = Case.objects.in_bulk([one.record_id for one in known.values()])
    return {key: found[one.record_id] for key, one in known.items() if one.record_id in found}


def _note_known(work: Work, batch: list[Row], known: Mapping[str, Known]) -> None:
    held = Lead.objects.in_bulk([one.record_id for one in known.values()])
    for row in batch:
        key = row.text("legacy_lead_number")
        if key not in known:
            continue
        one = known[key]
        lead = held.get(one.record_id)
        closed = lead is not None and lead.status == "CLOSED"
        differs = lead is not None and closed != (row.text("status") == "CLOSED")
        note = "Taken over before."
        if differs:
            note += f" There it is {row.text('status').lower()} now: the office decides."
        work.ledger.merged(row, "LEAD", one.record_id, one.number, key=key, note=note, differs=differs)
        work.done["leads taken over before"] += 1


def _enter(work: Work, rows: list[Row], cases: dict[str, Case]) -> None:
    routes = ZipRoute.objects.in_bulk(list({row.text("zip") for row in rows} - {""}), field_name="zip")
    leads = [
        _lead(work, row, cases.get(row.text("legacy_case_number")), routes.get(row.text("zip")))
        for row in rows
    ]
    keys = enter_leads(leads, by=work.by, intake=work.intake.number, file="leads.csv")
    numbers = dict(Lead.objects.filter(pk__in=keys).values_list("pk", "number"))
    for row, key in zip(rows, keys, strict=True):
        named = row.text("legacy_lead_number")
        work.ledger.taken_over(row, "LEAD", key, numbers[key], key=named)
    work.done["leads taken over"] += len(keys)


def _lead(work: Work, row: Row, case: Case | None, route: ZipRoute | None) -> PastLead:
    received = date.fromisoformat(row.text("received_on"))
    line_1, line_2, code = row.text("line_1"), row.text("line_2"), row.text("zip")
    office_id = work.holder(row.text("office"))
    lead = PastLead(
        row=row.number,
        source_kind=words().source_kind(row.text("source_agency")),
        source_agency=row.text("source_agency"),
        source_officer=row.text("source_officer"),
        source_reference=row.text("legacy_lead_number"),
        received_on=received,
        entered_at=work.at(received, office_id),
        line_1=line_1,
        line_2=line_2,
        city=row.text("city"),
        state=row.text("state"),
        zip=code,
        address_key=address_key(line_1, line_2, code) if line_1 else "",
        notes=row.text("notes"),
        subject_id=case.subject_id if case else None,
        case_id=case.pk if case else None,
    )
    lead.steps = _steps(work, row, lead, office_id, route)
    return lead


def _steps(
    work: Work, row: Row, lead: PastLead, office_id: int | None, route: ZipRoute | None
) -> list[PastStep]:
    """Received, sent to its office (the one named there, else by its ZIP code), and closed where it was."""
    team_id, edition, code = None, None, ""
    if office_id is not None:
        lead.rule = BY_HAND
    elif route is not None and route.office_id:
        office_id, team_id, lead.rule = route.office_id, route.team_id, route.rule
        edition, code = current_edition(), lead.zip
    else:
        lead.rule = route.rule if route else "UNKNOWN_ZIP" if lead.zip else "NO_ZIP"
    steps = [PastStep("RECEIVED", "NEW", lead.entered_at)]
    if office_id is not None:
        rule = lead.rule
        at = lead.entered_at
        steps.append(PastStep("ROUTED", "ROUTED", at, office_id, team_id, None, rule, edition, code))
    if row.text("status") == "CLOSED":
        closed = date.fromisoformat(row.text("closed_on"))
        at = max(work.at(closed, office_id, 1), lead.entered_at)
        lead.closed_by_id = work.stand_in(office_id).pk
        end = PastStep("CLOSED", "CLOSED", at, office_id, team_id, outcome=row.text("outcome"))
        end.note, end.by_id = "As the version before recorded it.", lead.closed_by_id
        steps.append(end)
    return steps
