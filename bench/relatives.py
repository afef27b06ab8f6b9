"""Twins, fathers and sons of one name, and lent numbers among the subjects, brought in as an extract of EID."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from random import Random

from fcms.accounts.models import User
from fcms.exchange import actions
from fcms.subjects.models import ANumber, Subject

from .roster import Person, namesake, sibling

SHARE = 50
"""One subject in so many has a relative who is a subject too."""
FIRST = 904_000_000
"""Their A-Numbers lie where no synthetic person's do."""


def ready(by: User) -> None:
    """Bring them in, unless they are there."""
    count = Subject.objects.count() // SHARE
    if ANumber.objects.filter(number=f"A{FIRST}").exists():
        return
    rng = Random("relatives")
    step = max(Subject.objects.count() // count, 1)
    columns = ("family_name", "given_name", "middle_name", "sex", "birth_on")
    found = Subject.objects.exclude(birth_on="").filter(birth_on__regex=r"^\d{4}-\d\d-\d\d$").order_by("pk")
    people = [Person("", *values) for values in found.values_list(*columns)[::step]][:count]
    made = []
    for place, person in enumerate(people):
        relative = (sibling if place % 2 else namesake)(rng, person, f"A{FIRST + place}")
        # One in ten goes by the Social Security number of the one before.
        ssn = (
            f"90{place // 10 % 10}{place // 100 % 49 + 1:02}{place // 10 % 9_999 + 1:04}"
            if place % 10 < 2
            else ""
        )
        made.append((relative, ssn))
    print(f"{len(made):,} twins, fathers and sons of subjects are brought in")
    intake = actions.receive(_bundle(made), by=by, kind="eid-daily", producer="Bench")
    intake = actions.stage(intake, by=by)
    actions.apply(actions.accept_all_clean(intake, by=by), by=by)


def _bundle(made: list[tuple[Person, str]]) -> io.BytesIO:
    out = io.StringIO()
    writer = csv.writer(out)
    names = "a_number,family_name,given_name,middle_name,sex,birth_date,ssn,docket_office"
    writer.writerow(names.split(","))
    for person, ssn in made:
        who = (person.key, person.family, person.given, person.middle, person.sex, person.birth)
        writer.writerow([*who, ssn, "DAL"])
    content = out.getvalue().encode()
    manifest = {
        "format": "fcms-extract/1",
        "kind": "eid-daily",
        "producer": "Bench",
        "extract_id": "BENCH-RELATIVES",
        "as_of": "2026-11-21",
        "created_at": "2026-11-22T02:00:00Z",
        "files": [{"name": "subjects.csv", "rows": len(made), "sha256": hashlib.sha256(content).hexdigest()}],
    }
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("subjects.csv", content)
    bundle.seek(0)
    return bundle
