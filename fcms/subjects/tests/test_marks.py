"""What protects a person is not taken out by whoever corrects the record."""

from __future__ import annotations

import pytest

from fcms.lib.actor import Job
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.conflicts.actions import settle
from fcms.subjects.forms import MARKS, PartForm
from fcms.subjects.models import Conflict, Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.queries import PARTS

from .make import extract_origin, make_officer, make_subject

pytestmark = pytest.mark.django_db


def faults(subject: Subject, clears: bool = False, **typed: str) -> set[str]:
    """What the form refuses when the part with the marks is sent as it stands, but for what was typed."""
    part = next(part for part, names in PARTS.items() if set(names) >= MARKS)
    shown = PartForm(part, subject)
    values = {name: shown.initial.get(name, "") for name in shown.fields}
    return set(PartForm(part, subject, {**values, **typed}, clears=clears).errors)


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("typed", ["", "N"])
def test_no_correction_takes_out_a_claim_to_citizenship(typed: str) -> None:
    subject = make_subject(citizenship_claim=True)
    assert faults(subject) == set()
    assert faults(subject, citizenship_claim=typed) == {"citizenship_claim"}
    assert faults(subject, clears=True, citizenship_claim=typed) == {"citizenship_claim"}
    assert faults(make_subject(citizenship_claim=False), citizenship_claim="Y") == set()


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize("typed", ["", "N"])
def test_only_whoever_clears_action_takes_out_the_mark_of_8_usc_1367(typed: str) -> None:
    subject = make_subject(confidential_1367=True)
    assert faults(subject, confidential_1367=typed) == {"confidential_1367"}
    assert faults(subject, clears=True, confidential_1367=typed) == set()


@pytest.mark.promise("PIA-0-3")
@pytest.mark.parametrize("column", sorted(MARKS))
def test_no_settling_of_sources_takes_a_mark_out(column: str) -> None:
    officer, supervisor = make_officer("DAL"), make_officer("DAL", "supervisor")
    subject = make_subject(by=officer)
    correct_subject(subject, by=officer, origin=officer_origin(officer), values={column: True})
    correct_subject(subject, by=Job("tests"), origin=extract_origin("I26-000009-9"), values={column: False})
    conflict = Conflict.objects.get(subject=subject)
    with pytest.raises(Refused, match="counsel|director"):
        settle(conflict, by=supervisor, keep="SAID", reason="EID says so.")
    settle(conflict, by=supervisor, keep="HELD", reason="The file says so.")
    assert getattr(Subject.objects.get(pk=subject.pk), column) is True
