"""Dumps of the version before for tests, each with every file and a true manifest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fcms.accounts.models import User
from fcms.exchange.models import Intake
from fcms.exchange.takeover.models import TakenOver

from .make import PERSON, apply, bundle, load, table

CASE = {
    **PERSON,
    "legacy_case_number": "OLD-1",
    "status": "OPEN",
    "opened_on": "2004-06-01",
    "closed_on": "",
    "closure_reason": "",
    "custody_date": "",
    "removed_date": "",
}
"""A case without a flaw: live, at Dallas."""
CLOSED = {"status": "CLOSED", "closed_on": "2008-02-03", "closure_reason": "DEPARTED"}
REMOVED = {
    "status": "REMOVED",
    "custody_status": "REMOVED",
    "custody_date": "2007-03-01",
    "removed_date": "2007-04-02",
}
HELD = {"status": "IN_CUSTODY", "custody_status": "ICE_CUSTODY", "custody_date": "2009-10-01"}
USER = {
    "username": "j.sample",
    "name": "Jo Sample",
    "title": "Deportation Officer",
    "office": "DAL",
    "phone": "555-0101",
    "role": "OFFICER",
}
STEP = {
    "legacy_case_number": "OLD-1",
    "step": "TRANSFERRED",
    "stepped_on": "2005-01-10",
    "from_office": "HOU",
    "to_office": "DAL",
    "reason": "Moved north.",
}
LEAD = {
    "legacy_lead_number": "OL-1",
    "legacy_case_number": "OLD-1",
    "source_agency": "Sample County Jail",
    "source_officer": "Sgt. Sample",
    "received_on": "2006-02-03",
    "line_1": "100 SAMPLE WAY",
    "line_2": "",
    "city": "Dallas",
    "state": "TX",
    "zip": "75201",
    "office": "DAL",
    "status": "OPEN",
    "closed_on": "",
    "outcome": "",
    "notes": "",
}
ACTIVITY = {
    "legacy_case_number": "OLD-1",
    "legacy_lead_number": "",
    "action_type": "SURVEILLANCE",
    "acted_on": "2006-03-04",
    "officer": "j.sample",
    "office": "DAL",
    "location": "100 SAMPLE WAY, DALLAS, TX",
    "operation_name": "",
    "notes": "Nobody came out.",
}
ENCOUNTER = {
    "a_number": "A905000001",
    "arrested_on": "2007-05-06",
    "city": "Dallas",
    "state": "TX",
    "office": "DAL",
    "criminal": "N",
    "removed_on": "",
}
SAMPLES: dict[str, Mapping[str, str]] = {
    "users": USER,
    "cases": CASE,
    "case_steps": STEP,
    "leads": LEAD,
    "activities": ACTIVITY,
    "non_fugitive_arrests": ENCOUNTER,
    "aliases": {"a_number": "A900700001", "kind": "AKA", "family_name": "Samplename", "given_name": ""},
    "addresses": {
        "a_number": "A900700001",
        "line_1": "100 SAMPLE WAY",
        "city": "Dallas",
        "state": "TX",
        "zip": "75201",
    },
    "charges": {"a_number": "A900700001", "charge": "237a1B"},
    "apprehensions": {"a_number": "A900700001", "apprehended_on": "2003-05-06"},
    "convictions": {
        "a_number": "A900700001",
        "offense_code": "5404",
        "summary": "Driving under the influence",
        "convicted_on": "2004-01-02",
        "jurisdiction": "US",
    },
}


def dump(*, sequence: int = 1, producer: str = "OLD", **files: list[Mapping[str, Any]]) -> bytes:
    """A dump with these files, each row the sample of its file with what is given."""
    contents = {}
    for name, rows in files.items():
        columns = list(dict.fromkeys([*SAMPLES[name], *(key for row in rows for key in row)]))
        contents[f"{name}.csv"] = table(({**SAMPLES[name], **row} for row in rows), columns)
    return bundle(
        contents,
        kind="legacy-fcms",
        producer=producer,
        extract_id=f"OLD-{sequence}",
        sequence=sequence,
        as_of="2009-11-21",
    )


def stage(by: User | None = None, **files: Any) -> Intake:
    """Receive and read a dump."""
    return load(dump(**files), by=by, kind="legacy-fcms")


def take_over(by: User | None = None, **files: Any) -> Intake:
    """Receive, read, accept what is clean, and take over."""
    return apply(stage(by, **files), by=by)


def became(intake: Intake) -> dict[str, str]:
    """What became of every record: its place and the outcome."""
    lines = TakenOver.objects.filter(intake=intake)
    return {f"{one.file}:{one.row}": one.outcome for one in lines}


def why(intake: Intake, file: str, row: int = 1) -> str:
    """What the accounting says of one record."""
    return TakenOver.objects.get(intake=intake, file=file, row=row).reason
