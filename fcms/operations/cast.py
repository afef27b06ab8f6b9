"""The synthetic users of the demonstration: headquarters, and an officer, a supervisor and a director an office."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from fcms.offices.models import Office, OfficeKind

HEADQUARTERS = (
    ("hq.analyst", "hq_analyst", "Management and Program Analyst"),
    ("hq.supervisor", "hq_supervisor", "Section Chief"),
    ("admin", "administrator", "System Administrator"),
    ("auditor", "auditor", "Information Systems Auditor"),
    ("privacy", "privacy_officer", "Privacy Officer"),
    ("counsel", "counsel", "Associate Legal Advisor"),
    ("records", "records_officer", "Records Officer"),
)
FIELD = (
    ("officer", "officer", "Deportation Officer"),
    ("supervisor", "supervisor", "Supervisory Detention and Deportation Officer"),
    ("director", "director", "Field Office Director"),
)
GIVEN = (
    "Robin Alex Jordan Casey Morgan Taylor Jamie Avery Riley Quinn Dana Leslie Kerry Shannon Marion Terry Lee Sandy "
    "Frances Sidney Toby Jessie Carmen Noel"
).split()
FAMILY = (
    "Sample Specimen Example Placeholder Fixture Template Mockley Testerman Dummett Modelle Prober Standin Proxy "
    "Facsim Patterne Draughton Scheman Blankley Nominal Instance Sketcher Prototype Simul Trialov Exemplar"
).split()


def people() -> Iterator[dict[str, Any]]:
    """Yield what `add_user` takes for each demonstration user; names are invented and follow from the order."""
    names = (f"{GIVEN[n % len(GIVEN)]} {FAMILY[(n * 7 + n // len(GIVEN)) % len(FAMILY)]}" for n in count())
    headquarters = Office.objects.get(kind=OfficeKind.HQ)
    lines = count(100)
    for username, role, title in HEADQUARTERS:
        yield _person(username, next(names), title, role, headquarters, next(lines))
    for office in Office.objects.filter(kind=OfficeKind.FIELD).order_by("code"):
        team = office.teams.order_by("number").first()
        for suffix, role, title in FIELD:
            person = _person(f"{office.code.lower()}.{suffix}", next(names), title, role, office, next(lines))
            yield {**person, "team": team if suffix != "director" else None}


def _person(username: str, name: str, title: str, role: str, office: Office, line: int) -> dict[str, Any]:
    return {
        "username": username,
        "name": name,
        "position_title": title,
        "role": role,
        "office": office,
        "telephone": f"202-555-{100 + line % 100:04d}",
    }
