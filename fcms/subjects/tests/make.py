"""Subjects and the people who work on them, made by performing the real actions; for the tests of every storey."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fcms.accounts.actions import add_user
from fcms.accounts.models import User
from fcms.lib.actor import Actor, Job
from fcms.offices.actions import load_reference
from fcms.offices.models import Office
from fcms.offices.queries import today
from fcms.subjects import actions
from fcms.subjects.gangs import actions as gangs
from fcms.subjects.gangs.queries import statements_that_say
from fcms.subjects.models import Conflict, GangReview, SourceKind, Subject
from fcms.subjects.origin import Origin, officer_origin

PASSWORD = "correct horse battery staple"
_SERIAL = itertools.count(1)


def make_officer(office: str = "DAL", role: str = "officer", **values: Any) -> User:
    """A person of an office (by its code), added by the administrator's action."""
    if not Office.objects.exists():
        load_reference(by=Job("tests"))
    serial = next(_SERIAL)
    given = {
        "username": f"{office.lower()}.{role}.{serial}".replace("_", "-"),
        "name": f"Sample Officer {serial}",
        "position_title": role.replace("_", " ").capitalize(),
        "telephone": "202-555-0123",
        **values,
    }
    return add_user(
        by=Job("tests"),
        password=PASSWORD,
        role=role,
        office=Office.objects.get(code=office),
        team=None,
        **given,
    )


def make_a_number() -> str:
    """An A-Number that nobody was ever given."""
    return f"A900{next(_SERIAL) + 100_000:06}"


def extract_origin(intake: str = "I26-000001-8", row: int = 2, as_of: date = date(2026, 11, 20)) -> Origin:
    """The origin of a row of an extract of EID."""
    return Origin(SourceKind.EID, "EID", as_of, intake=intake, file="subjects.csv", row=row)


def make_subject(
    *,
    by: Actor | None = None,
    origin: Origin | None = None,
    a_number: str = "",
    aliases: Any = (),
    addresses: Any = (),
    identifiers: Mapping[str, str] | None = None,
    **values: Any,
) -> Subject:
    """A subject entered by `by` (or, without, by an extract); `values` override those of the sample person."""
    if not Office.objects.exists():
        load_reference(by=Job("tests"))
    if origin is None:
        origin = officer_origin(by) if isinstance(by, User) else extract_origin()
    sample = {
        "family_name": "Okonjo",
        "given_name": "Marisol",
        "sex": "F",
        "birth_on": "1971-03-04",
        "case_category": "5B",
        "docket_office": "DAL",
        "order_kind": "REMOVAL",
        "final_order_on": "2004-05-06",
    }
    return actions.enter_subject(
        by=by or Job("tests"),
        origin=origin,
        a_number=a_number or make_a_number(),
        values={**sample, **values},
        aliases=aliases,
        addresses=addresses,
        identifiers=identifiers,
    )


def make_conflict(subject: Subject, by: User) -> Conflict:
    """A conflict on a subject's place of birth: an officer corrected it, and an extract says otherwise."""
    values = {"birth_place": "Sampletown"}
    subject = actions.correct_subject(subject, by=by, origin=officer_origin(by), values=values)
    said = {"birth_place": "Exampleville"}
    actions.correct_subject(subject, by=Job("tests"), origin=extract_origin("I26-000009-9"), values=said)
    return Conflict.objects.filter(subject=subject).latest("id")


def make_gang_review(subject: Subject, by: User) -> GangReview:
    """A review of what an extract says of a gang, by a supervisor of the office that holds the subject."""
    if not statements_that_say(subject):
        said = {"gang_affiliation": "Sample Thirteen"}
        subject = actions.correct_subject(
            subject, by=Job("tests"), origin=extract_origin("I26-000008-1"), values=said
        )
    return gangs.record(
        subject,
        by=by,
        statement=statements_that_say(subject)[0],
        transnational=True,
        basis=("COURT_FINDING", "PRISON_RECORD"),
        review_by=today() + timedelta(days=365),
    )
