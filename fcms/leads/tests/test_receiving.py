"""Taking in a lead: its number, its values, its subject, its office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fcms.cases.tests.make import make_case
from fcms.leads import actions
from fcms.leads.lifecycle import Status, Step
from fcms.leads.models import Lead, LeadStep
from fcms.lib import numbers
from fcms.lib.verdict import Refused
from fcms.offices.queries import current_edition
from fcms.subjects.tests.make import make_a_number, make_officer, make_subject

from .make import DALLAS, LOS_ANGELES, MIAMI, SAMPLE, make_lead

pytestmark = pytest.mark.django_db


@pytest.mark.promise("PIA-0-2", "PIA-0-5", "PIA-1.5-2")
def test_a_lead_entered_by_hand_gets_its_number_its_moment_and_its_author_by_itself() -> None:
    officer = make_officer("DAL")
    first, second = make_lead(by=officer), make_lead(by=officer)
    assert numbers.is_number(first.number)
    assert first.number.startswith("L")
    assert first.number < second.number
    assert abs(first.entered_at - timezone.now()) < timedelta(minutes=1)
    assert first.entered_by == officer


@pytest.mark.promise("PIA-0-5")
@pytest.mark.parametrize("role", ["officer", "supervisor", "director", "hq_analyst", "hq_supervisor"])
def test_field_and_headquarters_officers_enter_leads(role: str) -> None:
    assert make_lead(by=make_officer("HQ" if role.startswith("hq") else "DAL", role)).pk


@pytest.mark.parametrize(
    "role", ["counsel", "privacy_officer", "auditor", "administrator", "records_officer"]
)
def test_whoever_only_reads_leads_enters_none(role: str) -> None:
    with pytest.raises(Refused, match="does not enter them"):
        make_lead(by=make_officer("HQ", role))


@pytest.mark.promise("PIA-0-7")
@pytest.mark.parametrize(("zip", "office"), [(DALLAS, "DAL"), (MIAMI, "MIA"), (LOS_ANGELES, "LOS")])
def test_the_zip_code_sends_a_lead_to_the_team_that_has_jurisdiction_there(zip: str, office: str) -> None:
    lead = make_lead(zip=zip, city="", state="")
    assert lead.status == Status.ROUTED
    assert (lead.office.code, lead.team.office.code) == (office, office)  # type: ignore[union-attr]
    step = LeadStep.objects.get(lead=lead, step=Step.ROUTED)
    assert (step.office, step.team, step.zip, step.rule) == (lead.office, lead.team, zip, lead.rule)
    assert step.edition is not None
    assert current_edition() is not None


@pytest.mark.promise("PIA-0-7")
@pytest.mark.parametrize(
    ("zip", "rule", "says"),
    [
        ("", "NO_ZIP", "no ZIP code"),
        ("00001", "UNKNOWN_ZIP", "does not know"),
        ("09001", "MILITARY", "military"),
        ("96799", "NO_AREA", "No field office answers"),
        ("75221", "PO_BOX", "post office boxes"),
    ],
)
def test_what_no_zip_code_can_route_waits_in_the_queue_with_its_reason(
    zip: str, rule: str, says: str
) -> None:
    lead = make_lead(zip=zip, city="", state="")
    assert (lead.status, lead.office, lead.rule) == (Status.NEW, None, rule)
    from fcms.leads.queries import route_sentence

    assert says in route_sentence(lead)


def test_a_lead_is_linked_to_the_subject_and_the_live_case_of_its_a_number() -> None:
    case = make_case(subject=make_subject(a_number="A900123456"))
    lead = make_lead(a_number="a900-123-456")
    assert (lead.a_number, lead.subject, lead.case) == ("A900123456", case.subject, case)


def test_a_lead_whose_a_number_nobody_has_waits_for_a_person() -> None:
    lead = make_lead(a_number=make_a_number())
    assert (lead.subject, lead.case, lead.status) == (None, None, Status.ROUTED)


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"zip": "7520"}, "five digits"),
        ({"a_number": "12"}, "seven to nine digits"),
        ({"received_on": "2999-01-01"}, "lies in the future"),
        ({"received_on": ""}, "Give the day the lead was received"),
        ({"birth_on": "1971-13"}, "01 to 12"),
        ({"source_kind": "RUMOUR"}, "from the list"),
        ({"state": "Texas"}, "two letters"),
        ({"family_name": "=cmd()"}, "signs that no name has"),
        ({"line_1": "X" * 101}, "at most 100"),
        ({"first_seen_on": "2009-03-02", "last_seen_on": "2009-03-01"}, "before being first seen"),
        ({"last_seen_on": date(2009, 11, 21)}, "after the lead was received"),
    ],
)
def test_what_is_not_well_formed_is_refused_with_what_to_correct(wrong: dict[str, object], says: str) -> None:
    before = Lead.objects.count()
    with pytest.raises(Refused, match=says):
        make_lead(**wrong)
    assert Lead.objects.count() == before


@pytest.mark.promise("PIA-1.1-6")
def test_what_a_source_says_is_kept_in_one_form() -> None:
    lead = make_lead(
        source_officer="  Sgt.  Sample ",
        source_reference="X-1",
        notes="Seen twice.\r\nWorks nights.",
        zip="75201-1234",
    )
    assert (lead.source_officer, lead.source_reference) == ("Sgt. Sample", "X-1")
    assert lead.notes == "Seen twice.\nWorks nights."
    assert lead.zip == "75201"
    assert len(lead.address_key) == 32


def test_the_same_reference_of_the_same_source_comes_in_once() -> None:
    officer = make_officer("DAL")
    lead = make_lead(by=officer, source_reference="DOC-77")
    with pytest.raises(Refused, match=lead.number):
        make_lead(by=officer, source_reference="DOC-77")
    assert make_lead(by=officer, source_reference="DOC-77", source_agency="Another agency").pk


def test_a_corrected_zip_code_routes_a_lead_that_nobody_holds_and_leaves_others_where_they_are() -> None:
    officer = make_officer("DAL")
    lead = actions.correct(make_lead(by=officer, status=Status.NEW), by=officer, values={"zip": DALLAS})
    assert (lead.status, lead.office.code) == (Status.ROUTED, "DAL")  # type: ignore[union-attr]
    lead = actions.correct(lead, by=officer, values={"zip": MIAMI, "state": "FL", "city": "Miami"})
    assert (lead.zip, lead.office.code) == (MIAMI, "DAL")  # type: ignore[union-attr]
    from fcms.leads.queries import belongs_elsewhere

    assert belongs_elsewhere(lead) == "Miami"


def test_a_correction_changes_something_that_can_be_kept() -> None:
    officer = make_officer("DAL")
    lead = make_lead(by=officer)
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.correct(lead, by=officer, values={"city": "Dallas"})
    with pytest.raises(Refused, match="five digits"):
        actions.correct(lead, by=officer, values={"zip": "1"})


def test_a_new_a_number_links_an_unlinked_lead_but_never_moves_a_linked_one() -> None:
    officer = make_officer("DAL")
    make_case(subject=make_subject(a_number="A900222333"))
    lead = actions.correct(make_lead(by=officer), by=officer, values={"a_number": "A900-222-333"})
    assert lead.subject is not None
    with pytest.raises(Refused, match="linked to its subject"):
        actions.correct(lead, by=officer, values={"a_number": make_a_number()})


def test_every_value_of_a_lead_has_room_in_its_column() -> None:
    from fcms.leads import fields

    for name in fields.LEAD:
        most = getattr(Lead._meta.get_field(name), "max_length", None)
        assert (
            most is None or name in ("source_kind", "received_on") or most >= len(str(SAMPLE.get(name, "")))
        )
