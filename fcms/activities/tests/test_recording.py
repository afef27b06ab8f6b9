"""What a team did is recorded on its lead or case, signed, and corrected only by those who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from fcms.accounts.actions import change_user
from fcms.activities import actions, queries
from fcms.activities.models import Activity
from fcms.audit.models import Change
from fcms.lib.actor import Job, acting
from fcms.lib.dates import local_day
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import ARRESTED_ON, Work, make_activity, make_arrest, make_work

pytestmark = pytest.mark.django_db


@pytest.mark.promise("PIA-0-8", "PIA-1.1-5")
def test_an_action_keeps_its_type_officer_title_office_place_operation_and_notes(work: Work) -> None:
    done = make_activity(work, "VISIT", operation_name="Sample Sweep", notes="Resident 1 said nothing.")
    done = Activity.objects.get(pk=done.pk)
    assert (done.type, done.visit_outcome) == ("VISIT", "NOT_THERE")
    assert (done.officer_name, done.officer_title) == (work.officer.name, work.officer.position_title)
    assert done.office.code == "DAL"
    assert done.team == work.officer.team
    assert (done.location, done.operation_name) == ("100 SAMPLE WAY APT 3, DALLAS TX", "Sample Sweep")
    assert done.notes == "Resident 1 said nothing."


@pytest.mark.promise("PIA-0-8")
def test_what_is_recorded_on_a_lead_stands_on_its_case_too(work: Work) -> None:
    done = make_activity(work)
    assert done.case == work.case
    assert queries.done_on_lead(work.lead) == queries.done_on_case(work.case) == [done]


def test_the_signature_stays_as_it_was_when_the_officer_is_promoted(work: Work) -> None:
    done = make_activity(work)
    change_user(work.officer, by=Job("tests"), position_title="Supervisory officer")
    assert Activity.objects.get(pk=done.pk).officer_title == "Officer"


@pytest.mark.parametrize(("days", "late"), [(0, False), (2, False), (3, True), (400, True)])
def test_an_action_recorded_more_than_two_days_after_it_was_taken_is_marked_late(
    work: Work, days: int, late: bool
) -> None:
    today = local_day(timezone.now(), "America/Chicago")
    assert make_activity(work, acted_on=today - timedelta(days=days)).late is late


@pytest.mark.parametrize(
    ("type", "values", "sentence"),
    [
        ("RECORDS_CHECK", {"check_system": ""}, "which system"),
        ("RECORDS_CHECK", {"check_result": ""}, "what the check found"),
        ("RECORDS_CHECK", {"check_result": "ADDRESS_CONFIRMED"}, "fits this kind of check"),
        ("ADDRESS_CHECK", {"check_result": "STILL_FUGITIVE"}, "fits this kind of check"),
        ("VISIT", {"visit_outcome": ""}, "what the visit found"),
        ("VISIT", {"visit_outcome": "Mr. Sample opened"}, "Choose from the lists"),
        ("INTERVIEW", {"acted_on": date(2002, 12, 31)}, "2003"),
        ("INTERVIEW", {"acted_on": timezone.now().date() + timedelta(days=2)}, "future"),
        ("DANCE", {}, "type of action"),
        ("ARREST", {}, "Record the arrest"),
    ],
)
@pytest.mark.promise("PIA-0-8")
def test_what_does_not_say_enough_is_refused_with_what_to_do(
    work: Work, type: str, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        make_activity(work, type, **values)
    assert not Activity.objects.exists()


@pytest.mark.promise("PIA-0-8", "PIA-0-10")
@pytest.mark.parametrize(
    "values",
    [
        {"type": "RECORDS_CHECK", "check_system": "", "check_result": "UNCLEAR"},
        {"type": "VISIT", "visit_outcome": ""},
        {"type": "VISIT", "visit_outcome": "A NAME"},
        {"type": "ARREST", "case": None, "lead": None},
    ],
)
def test_the_database_refuses_it_too(work: Work, values: dict[str, Any]) -> None:
    row = {
        "acted_on": date(2026, 3, 4),
        "officer": work.officer,
        "office": work.officer.office,
        "case": work.case,
    }
    with pytest.raises(IntegrityError), acting(Job("tests"), "around the rules"):
        Activity.objects.create(**{**row, "recorded_at": timezone.now(), **values})


def test_an_action_about_a_person_names_the_lead_or_case(work: Work) -> None:
    with pytest.raises(Refused, match="lead or the case"):
        actions.record_activity(by=work.officer, type="INTERVIEW", acted_on=date(2026, 3, 4))
    done = actions.record_activity(
        by=work.officer, type="OTHER_DUTY", acted_on=date(2026, 3, 4), notes="Court security."
    )
    assert done.case is None


def test_a_lead_and_a_case_that_do_not_belong_together_are_not_mixed(work: Work) -> None:
    other = make_work(work.officer)
    with pytest.raises(Refused, match="another case"):
        make_activity(work, case=other.case)


@pytest.mark.promise("PIA-0-8")
def test_an_officer_of_another_office_does_not_record(work: Work) -> None:
    stranger = Work(make_officer("MIA"), work.case, work.lead, work.subject)
    for on in ("lead", "case"):
        with pytest.raises(Refused, match="another office"):
            make_activity(stranger, on=on)
    with pytest.raises(Refused, match="another office"):
        make_arrest(stranger)


def test_an_open_lead_opens_the_case_of_another_office_until_it_is_closed() -> None:
    work = make_work(office="MIA")
    assert make_activity(work, on="case").office.code == "DAL"
    make_arrest(work)
    with pytest.raises(Refused, match="another office"):
        make_activity(work, on="case", acted_on=date(2026, 3, 5))


def test_a_role_that_reads_does_not_record(work: Work) -> None:
    analyst = Work(make_officer("HQ", role="hq_analyst"), work.case, work.lead, work.subject)
    with pytest.raises(Refused, match="Your role reads"):
        make_activity(analyst)


def test_a_supervisor_records_what_an_officer_of_the_office_did_and_nobody_else_does(work: Work) -> None:
    supervisor = make_officer("DAL", role="supervisor")
    done = make_activity(Work(supervisor, work.case, work.lead, work.subject), officer=work.officer)
    assert (done.officer, done.recorded_by) == (work.officer, supervisor)
    for by, officer in ((make_officer("DAL"), work.officer), (supervisor, make_officer("MIA"))):
        with pytest.raises(Refused, match="your own actions"):
            make_activity(Work(by, work.case, work.lead, work.subject), officer=officer)


def test_a_job_says_which_officer_acted(work: Work) -> None:
    given = {"type": "INTERVIEW", "acted_on": date(2026, 3, 4), "case": work.case}
    with pytest.raises(Refused, match="which officer"):
        actions.record_activity(by=Job("synthetic data"), **given)
    done = actions.record_activity(by=Job("synthetic data"), officer=work.officer, **given)
    assert (done.officer, done.recorded_by) == (work.officer, None)


# --- correcting


@pytest.mark.promise("PIA-1.1-5")
def test_the_officer_corrects_and_the_history_keeps_what_it_said(work: Work) -> None:
    done = make_activity(work, notes="Ran EID.")
    actions.correct_activity(
        done,
        by=work.officer,
        reason="Misread the screen.",
        values={"check_result": "UNCLEAR", "notes": "Ran EID."},
    )
    assert Activity.objects.get(pk=done.pk).check_result == "UNCLEAR"
    newest, oldest = queries.history_of_activity(done)
    assert (newest.event, newest.reason) == ("activity corrected", "Misread the screen.")
    assert newest.changes == [("check result", "Still a fugitive", "Unclear")]
    assert oldest.event == "activity recorded"
    assert work.officer.name in oldest.who


def test_a_supervisor_of_the_office_corrects_another_officer_does_not(work: Work) -> None:
    done = make_activity(work)
    values = {"notes": "EID was asked twice."}
    for role, office in (("officer", "DAL"), ("supervisor", "MIA"), ("hq_analyst", "HQ")):
        with pytest.raises(Refused, match="corrected by the officer"):
            actions.correct_activity(done, by=make_officer(office, role=role), reason="x", values=values)
    actions.correct_activity(done, by=make_officer("DAL", role="supervisor"), reason="Twice.", values=values)
    assert Activity.objects.get(pk=done.pk).notes == "EID was asked twice."


@pytest.mark.parametrize(
    ("values", "reason", "sentence"),
    [
        ({"notes": "New."}, " ", "Say why"),
        ({"notes": ""}, "A reason.", "Nothing was changed"),
        ({"check_result": ""}, "A reason.", "what the check found"),
        ({"acted_on": date(2090, 1, 1)}, "A reason.", "future"),
    ],
)
def test_a_correction_keeps_the_rules(work: Work, values: dict[str, Any], reason: str, sentence: str) -> None:
    done = make_activity(work)
    with pytest.raises(Refused, match=sentence):
        actions.correct_activity(done, by=work.officer, reason=reason, values=values)


def test_what_cannot_be_corrected_stays(work: Work) -> None:
    done = make_activity(work)
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.correct_activity(done, by=work.officer, reason="x", values={"type": "VISIT", "officer": None})


def test_a_change_that_names_nobody_is_refused_by_the_database(work: Work) -> None:
    done = make_activity(work)
    with pytest.raises(DatabaseError, match="nobody is named"), transaction.atomic():
        Activity.objects.filter(pk=done.pk).update(notes="Rewritten.")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Activity.objects.filter(pk=done.pk).delete()
    assert Change.objects.filter(table="activities_activity", row=done.pk).count() == 1


@pytest.mark.parametrize("type", ["ADDRESS_CHECK", "RECORDS_CHECK"])
def test_only_a_supervisor_moves_a_check_to_a_later_day(work: Work, type: str):
    done = make_activity(work, type)
    later, earlier = ARRESTED_ON + timedelta(days=1), ARRESTED_ON - timedelta(days=1)
    with pytest.raises(Refused, match="a supervisor"):
        actions.correct_activity(done, by=work.officer, reason="Typed wrong.", values={"acted_on": later})
    done = actions.correct_activity(
        done, by=work.officer, reason="Typed wrong.", values={"acted_on": earlier}
    )
    chief = make_officer("DAL", role="supervisor")
    done = actions.correct_activity(done, by=chief, reason="Seen.", values={"acted_on": later})
    assert done.acted_on == later
    visit = make_activity(work, "VISIT")
    actions.correct_activity(visit, by=work.officer, reason="Typed wrong.", values={"acted_on": later})
