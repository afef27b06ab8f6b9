"""Extracts for tests: written in memory, loaded and applied by the real actions."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from PIL import Image

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.offices.tests.make import make_offices
from fcms.subjects.tests.make import make_officer

LEAD = {
    "source_reference": "R-1",
    "source_kind": "STATE_CORRECTIONS",
    "source_agency": "Sample State DOC",
    "source_officer": "Sgt. Sample",
    "a_number": "",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "birth_date": "1971-03-04",
    "received_on": "2009-11-20",
    "line_1": "100 SAMPLE WAY",
    "line_2": "APT 3",
    "city": "Dallas",
    "state": "TX",
    "zip": "75201",
    "first_seen": "2009-10-01",
    "last_seen": "2009-11-01",
    "notes": "Works nights.",
}
"""A lead without a flaw but that nobody has its A-Number."""
PERSON = {
    "a_number": "A900700001",
    "family_name": "Okonjo",
    "given_name": "Marisol",
    "sex": "F",
    "birth_date": "1971-03-04",
    "case_category": "5B",
    "docket_office": "DAL",
    "order_kind": "REMOVAL",
    "final_order_date": "2004-05-06",
    "custody_status": "AT_LARGE",
}
"""A subject of EID whose category opens a case at Dallas."""
SSN, FBI, FIN, SID, TECS = "901-45-6781", "SYN123456", "900123456789", "XX01234567", "SAMPLE9087"


def make_analyst(role: str = "hq_supervisor") -> User:
    """A person at headquarters who loads, reviews and applies extracts."""
    return make_officer("HQ", role)


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str] = (), end: str = "\r\n") -> bytes:
    """A CSV with a header; columns are those of the first row unless given."""
    listed = list(rows)
    names = list(columns) or list(listed[0])
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode("utf-8")


def leads(*changes: Mapping[str, Any], **end: str) -> bytes:
    """A CSV of leads: the sample with each of `changes`, and a reference of its own."""
    return table(
        ({**LEAD, "source_reference": f"R-{n}", **one} for n, one in enumerate(changes, 1)), LEAD, **end
    )


def bundle(
    files: Mapping[str, bytes],
    /,
    *,
    pictures: Mapping[str, bytes] | None = None,
    said: Any = None,
    **manifest: Any,
) -> bytes:
    """A bundle with a true manifest; `manifest` overrides its entries, `said` replaces its bytes."""
    listed = [
        {
            "name": name,
            "rows": max(content.count(b"\n") - 1, 0),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in files.items()
    ]
    whole = {
        "format": "fcms-extract/1",
        "kind": "eid-daily",
        "producer": "EID",
        "extract_id": "EID-20091121-01",
        "as_of": "2009-11-21",
        "created_at": "2009-11-22T02:00:00Z",
        "files": listed,
        **manifest,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(whole) if said is None else said)
        for name, content in {**files, **(pictures or {})}.items():
            archive.writestr(name, content)
    return out.getvalue()


def eid(*people: Mapping[str, Any], **more: Any) -> bytes:
    """A bundle of EID with these subjects; keyword arguments named as files (aliases=[…]) add rows to them."""
    names = ("aliases", "addresses", "charges", "apprehensions", "convictions", "photographs")
    columns = list(dict.fromkeys(name for person in people for name in {**PERSON, **person}))
    files = {"subjects.csv": table(({**PERSON, **person} for person in people), columns)} if people else {}
    for name in (*names, "non_fugitive_removals"):
        rows = more.pop(name, None)
        if rows is not None:
            files[f"{name}.csv"] = table(rows)
    return bundle(files, **more)


def jpeg(colour: str = "navy", *, comment: bytes = b"") -> bytes:
    """A small photograph of nothing; `comment` hides in its metadata."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", comment=comment)
    return out.getvalue()


def load(content: bytes, *, by: User | None = None, kind: str = "government-leads", **given: Any) -> Intake:
    """Receive and stage a file."""
    make_offices()
    by = by or make_analyst()
    intake = actions.receive(io.BytesIO(content), by=by, kind=kind, **given)
    return actions.stage(intake, by=by)


def load_eid(*people: Mapping[str, Any], by: User | None = None, **more: Any) -> Intake:
    """Receive and stage a bundle of EID."""
    return load(eid(*people, **more), by=by, kind="eid-daily")


def apply(intake: Intake, *, by: User | None = None) -> Intake:
    """Accept all clean rows and apply them."""
    by = by or make_analyst()
    return actions.apply(actions.accept_all_clean(intake, by=by), by=by)


def found(intake: Intake) -> list[tuple[int, str, str]]:
    """The findings in rows: (row, rule, column)."""
    return list(
        Finding.objects.filter(intake=intake, row__gt=0)
        .order_by("row", "rule", "column")
        .values_list("row", "rule", "column")
    )


def row(intake: Intake, number: int = 1, file: str = "") -> StagedRow:
    """One staged row, of the main file unless said."""
    files = {"government-leads": "leads.csv", "eid-daily": "subjects.csv"}
    return StagedRow.objects.get(intake=intake, row=number, file=file or files[intake.kind])
