"""Activities of the version before, signed as they were there; arrests among them with their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fcms.accounts.models import User
from fcms.activities.bulk import PastActivity, PastArrest, record_set
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.subjects.models import Subject
from fcms.subjects.queries import criminal_on

from .accepted import Row, in_batches
from .codes import words
from .leads import about
from .reworded import known_in_other_words
from .rows import place_of
from .users import Officers
from .work import Work

UNNAMED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Matter:
    """What an action was about, where that is here."""

    lead: Lead | None
    case: Case | None

    @property
    def case_id(self) -> int | None:
        """The case: the one named, else that of the lead."""
        return self.case.pk if self.case else self.lead.case_id if self.lead else None

    @property
    def subject_id(self) -> int | None:
        """The person it was about."""
        one = self.case or self.lead
        return one.subject_id if one else None

    @property
    def office_id(self) -> int | None:
        """Who holds what it was about."""
        one = self.case or self.lead
        return one.office_id if one else None


def take_over(work: Work) -> None:
    """Record the activities of the dump; the same one twice, there or in an earlier dump, is one."""
    officers = Officers.of(work)
    for batch in in_batches(work.intake, "activities.csv"):
        known = work.ledger.known("activities.csv", [row.key for row in batch])
        matters, fresh = _matters(work, batch), {}
        twice: list[Row] = []
        for row in batch:
            matter = matters.get(row.number)
            if row.key in known:
                one = known[row.key]
                note = "The same action stands in the dump before." if one.now else "Taken over before."
                work.ledger.merged(row, "ACTIVITY", one.record_id, one.number, key=row.key, note=note)
                work.done["activities taken over before"] += 1
            elif row.key in fresh:
                twice.append(row)
            elif matter is None:
                work.ledger.refused(row, "Its case or its lead was not taken over.")
            elif work_of(row) == "ARREST" and matter.case_id is None:
                work.ledger.refused(row, "An arrest is of the person of a case, and this is of none.")
            else:
                fresh[row.key] = (row, _activity(work, row, matter, officers))
        reworded = _note_reworded(work, fresh)
        _write(work, list(fresh.values()), twice, reworded)
        work.told("taking over activities", len(batch))


def _note_reworded(work: Work, fresh: dict[str, tuple[Row, PastActivity]]) -> dict[str, int]:
    """Take out what an earlier dump told in other words, and say where it is; what is held stays as it is."""
    note = "Taken over before, there in other words now: what is held stays. Compare the two."
    found = {}
    for row, key in known_in_other_words(work, fresh.values()) if fresh else ():
        work.ledger.merged(row, "ACTIVITY", key, "", key=row.key, note=note, differs=True)
        work.done["activities told in other words"] += 1
        found[row.key] = key
        del fresh[row.key]
    return found


def work_of(row: Row) -> str:
    """The type of an action here."""
    return words().action[row.text("action_type")].type


def _matters(work: Work, batch: list[Row]) -> dict[int, Matter]:
    """What each row is about, by its number; a row whose lead or case is not here is left out."""
    cases = about(work, batch)
    known = work.ledger.known("leads.csv", [row.text("legacy_lead_number") for row in batch])
    held = Lead.objects.select_related("case").in_bulk([one.record_id for one in known.values()])
    found = {}
    for row in batch:
        named, told = row.text("legacy_lead_number"), row.text("legacy_case_number")
        lead = held.get(known[named].record_id) if named in known else None
        case = cases.get(told)
        if (named and lead is None) or (told and case is None):
            continue
        found[row.number] = Matter(lead, case or (lead.case if lead else None))
    return found


def _activity(work: Work, row: Row, matter: Matter, officers: Officers) -> PastActivity:
    act, day = words().action[row.text("action_type")], date.fromisoformat(row.text("acted_on"))
    written = row.text("officer")
    officer = officers.named(written) if written else None
    office_id = work.holder(row.text("office")) or (officer.office.field_office_id if officer else None)
    office_id = office_id or matter.office_id or work.headquarters.pk
    signed: User = officer or work.stand_in(office_id)
    one = PastActivity(
        type=act.type,
        officer_id=signed.pk,
        officer_name=signed.name if officer else written or UNNAMED,
        officer_title=signed.position_title if officer else UNNAMED,
        office_id=office_id,
        team_id=None,
        acted_on=day,
        recorded_at=work.now,
        lead_id=matter.lead.pk if matter.lead else None,
        case_id=matter.case_id,
        location=row.text("location"),
        operation_name=row.text("operation_name"),
        check_system=act.system,
        check_result=act.result,
        visit_outcome=act.found,
        notes=row.text("notes"),
    )
    if act.type == "ARREST":
        one.arrest = _arrest(row, matter, day)
    return one


def _arrest(row: Row, matter: Matter, day: date) -> PastArrest:
    place = place_of(row.text("location"))
    assert place is not None  # noqa: S101 - a row without one has an error and is never accepted
    criminal = criminal_on(Subject(pk=matter.subject_id), day)
    return PastArrest(
        matter.case_id or 0, place.line_1, "", place.city, place.state, place.zip, criminal=criminal
    )


def _write(
    work: Work, fresh: list[tuple[Row, PastActivity]], twice: list[Row], known: dict[str, int]
) -> None:
    keys = record_set([one for _, one in fresh], by=work.by)
    made = dict(known)
    for (row, _), key in zip(fresh, keys, strict=True):
        work.ledger.taken_over(row, "ACTIVITY", key, "", key=row.key)
        made[row.key] = key
    for row in twice:
        note = "The same action stands in the dump before."
        work.ledger.merged(row, "ACTIVITY", made[row.key], "", key=row.key, note=note)
    work.done["activities taken over"] += len(keys)
    work.done["activities told twice"] += len(twice)
    work.ledger.flush()
