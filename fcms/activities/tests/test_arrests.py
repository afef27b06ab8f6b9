"""An arrest: one transaction with its case and lead, criminal as of its day, counted once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities import actions, permissions, queries, tallies
from fcms.activities.models import Activity, Arrest
from fcms.cases import actions as cases
from fcms.cases.models import Case, CaseStep
from fcms.cases.tests.make import shown
from fcms.leads import actions as leads
from fcms.leads.models import Lead, LeadStep
from fcms.leads.tests.make import make_lead, make_team_officer
from fcms.lib.verdict import Refused
from fcms.subjects.actions import add_conviction
from fcms.subjects.models import Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer

from .make import ARRESTED_ON, PLACE, Work, dallas, make_arrest, make_work

pytestmark = pytest.mark.django_db
BURGLARY, ILLEGAL_ENTRY = "2200", "0301"
DAY = timedelta(days=1)


def convict(work: Work, code: str, on: str) -> None:
    """Add a conviction that an officer has known of since that day."""
    origin = officer_origin(work.officer)
    add_conviction(
        work.subject,
        by=work.officer,
        origin=origin,
        offense_code=code,
        summary="Sample",
        convicted_on=on,
        jurisdiction="US",
    )


def counted(since: date = ARRESTED_ON, until: date = ARRESTED_ON, office: str = "DAL") -> tuple[int, int]:
    numbers = tallies.enforcement(since, until).get(dallas().pk if office == "DAL" else -1, {})
    names = ("fugitive_arrests_criminal", "fugitive_arrests_non_criminal")
    return tuple(numbers.get(name, 0) for name in names)  # type: ignore[return-value]


# --- one transaction


@pytest.mark.promise("PIA-0-9", "PIA-1.1-5")
def test_an_arrest_takes_the_case_into_custody_and_closes_its_lead(work: Work) -> None:
    arrest = make_arrest(work, notes="No incident.", line_2="APT 3")
    case, lead, subject = (type(r)._base_manager.get(pk=r.pk) for r in (work.case, work.lead, work.subject))
    assert (case.status, case.custody_on) == ("IN_CUSTODY", ARRESTED_ON)
    assert (subject.custody_status, subject.custody_on) == ("ICE_CUSTODY", ARRESTED_ON)
    assert (lead.status, lead.outcome, lead.closed_by) == ("CLOSED", "ARRESTED", work.officer)
    assert arrest.address == "100 SAMPLE WAY APT 3, DALLAS TX 75201"
    assert (arrest.activity.type, arrest.activity.lead, arrest.activity.notes) == (
        "ARREST",
        lead,
        "No incident.",
    )
    assert (arrest.office.code, arrest.team) == ("DAL", work.officer.team)


@pytest.mark.promise("PIA-0-9")
@pytest.mark.parametrize("breaks", ["lead", "case", "subject"])
def test_if_one_part_cannot_be_done_nothing_is(
    work: Work, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise Refused("It cannot be done.")

    where = {"lead": (leads, "_step"), "case": (cases, "_step"), "subject": (cases, "_tell_subject")}
    monkeypatch.setattr(*where[breaks], fails)
    before = standing(work)
    with pytest.raises(Refused, match="cannot be done"):
        make_arrest(work)
    assert standing(work) == before
    assert not Activity.objects.exists()
    assert not Arrest.objects.exists()


def standing(work: Work) -> list[Any]:
    rows = [
        type(record)._base_manager.filter(pk=record.pk).values().get()
        for record in (work.case, work.lead, work.subject)
    ]
    return [*rows, CaseStep.objects.count(), LeadStep.objects.count()]


def test_an_arrest_without_a_lead_leaves_open_leads_to_a_person(work: Work) -> None:
    make_arrest(work, lead=None)
    assert Case.objects.get(pk=work.case.pk).status == "IN_CUSTODY"
    assert Lead.objects.get(pk=work.lead.pk).status == "WORKING"
    assert queries.open_leads_on(work.case, work.officer) == [work.lead]


def test_what_an_arrest_does_is_said_beforehand(work: Work) -> None:
    lines = queries.consequences(work.case, work.lead, ARRESTED_ON, work.officer)
    assert lines == [
        f"Case {work.case.number} goes into custody as of 4 Mar 2026, and its subject with it.",
        f"Lead {work.lead.number} is closed with the outcome “Subject arrested”.",
        "It counts as one non-criminal fugitive arrest of Dallas, by the convictions that are known as of that day.",
    ]
    make_lead(by=work.officer, a_number=work.lead.a_number)
    assert queries.consequences(work.case, work.lead, ARRESTED_ON, work.officer)[-1].startswith(
        "1 other open lead"
    )


def test_a_cold_case_can_end_in_an_arrest(work: Work) -> None:
    cases.go_cold(work.case, by=work.officer, note="Nothing new.", evidence=shown("WENT_COLD"))
    make_arrest(work)
    assert Case.objects.get(pk=work.case.pk).status == "IN_CUSTODY"


# --- what is refused


@pytest.mark.promise("PIA-0-9")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"line_1": " "}, "street address"),
        ({"city": ""}, "city"),
        ({"state": "ZZ"}, "two letters"),
        ({"arrested_on": timezone.now().date() + 2 * DAY}, "future"),
        ({"arrested_on": date(2004, 5, 5)}, "before the basis"),
    ],
)
def test_an_arrest_that_cannot_be_right_is_refused(work: Work, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        make_arrest(work, **values)
    assert not Arrest.objects.exists()


def test_a_person_in_custody_is_not_arrested_again(work: Work) -> None:
    make_arrest(work)
    verdict = permissions.may_arrest(work.officer, case=Case.objects.get(pk=work.case.pk))
    assert verdict.sentence == "The subject is in custody already."
    with pytest.raises(Refused, match="in custody already"):
        make_arrest(work, lead=None, arrested_on=ARRESTED_ON + 9 * DAY)


def test_a_lead_of_another_case_is_not_closed_by_it(work: Work) -> None:
    other = make_work(work.officer)
    with pytest.raises(Refused, match="another case"):
        make_arrest(work, lead=other.lead)


def test_a_closed_lead_did_not_lead_to_an_arrest(work: Work) -> None:
    leads.close(work.lead, by=work.officer, outcome="ADDRESS_BAD")
    with pytest.raises(Refused, match="closed"):
        make_arrest(work)


def test_a_lead_without_a_case_says_what_is_missing(work: Work) -> None:
    verdict = permissions.may_arrest(work.officer, case=None, lead=work.lead)
    assert verdict.sentence == "This lead is not linked to a live case. Link it to its subject first."


# --- criminal as of that day


@pytest.mark.promise("PIA-1.1-8")
@pytest.mark.parametrize(
    ("code", "convicted_on", "criminal"),
    [
        (BURGLARY, "2010-01-02", True),
        (BURGLARY, "2026-03-04", True),
        (BURGLARY, "2026-03-05", False),
        (ILLEGAL_ENTRY, "2010-01-02", False),
        (None, "", False),
    ],
)
def test_criminal_means_convicted_by_the_day_of_arrest_and_not_of_an_immigration_offense_alone(
    work: Work, code: str | None, convicted_on: str, criminal: bool
) -> None:
    if code:
        convict(work, code, convicted_on)
    assert make_arrest(work).criminal is criminal
    assert counted() == (int(criminal), int(not criminal))


@pytest.mark.promise("PIA-1.1-8")
def test_what_is_learned_later_does_not_change_what_was_counted(work: Work) -> None:
    arrest = make_arrest(work)
    convict(work, BURGLARY, "2010-01-02")
    assert Arrest.objects.get(pk=arrest.pk).criminal is False
    assert counted() == (0, 1)


# --- counting


@pytest.mark.promise("PIA-1.1-8")
def test_an_arrest_counts_on_its_day_for_the_office_of_the_arresting_team() -> None:
    work = make_work(office="MIA")
    make_arrest(work)
    assert work.case.office.code == "MIA"
    assert counted() == (0, 1)
    assert counted(ARRESTED_ON + DAY, ARRESTED_ON + DAY) == (0, 0)
    assert counted(ARRESTED_ON - DAY, ARRESTED_ON - DAY) == (0, 0)


@pytest.mark.promise("PIA-1.1-8")
@pytest.mark.parametrize(("days", "arrests"), [(0, 1), (1, 1), (2, 2)])
def test_two_arrests_of_a_person_within_a_day_count_once(work: Work, days: int, arrests: int) -> None:
    make_arrest(work)
    case = Case.objects.get(pk=work.case.pk)
    cases.release(
        case,
        by=work.officer,
        note="Held without papers.",
        released_on=ARRESTED_ON,
        evidence=shown("RELEASED"),
    )
    make_arrest(work, lead=None, arrested_on=ARRESTED_ON + days * DAY)
    assert counted(ARRESTED_ON, ARRESTED_ON + 9 * DAY) == (0, arrests)
    assert counted(ARRESTED_ON + DAY, ARRESTED_ON + 9 * DAY) == (0, arrests - 1)


def test_arrests_of_two_persons_on_one_day_are_two(work: Work) -> None:
    make_arrest(work)
    make_arrest(make_work(work.officer))
    assert counted() == (0, 2)


@pytest.mark.promise("PIA-1.1-8")
def test_the_counting_role_reads_no_arrest_and_no_person(work: Work) -> None:
    make_arrest(work)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role fcms_counts")
        for table in ("activities_arrest", "activities_activity", "cases_case"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(f"select id from public.{table}")
        cursor.execute("select * from counts.activities_arrests")
        columns = {column.name for column in cursor.description}
        cursor.execute("set local role none")
    assert columns == {"office_id", "team_id", "arrested_on", "criminal", "targeted", "arrests"}


# --- correcting


def test_a_corrected_date_of_arrest_is_corrected_on_its_case_too(work: Work) -> None:
    arrest = make_arrest(work)
    day = ARRESTED_ON + DAY
    values = {"acted_on": day, "city": "IRVING", "targeted": False}
    actions.correct_activity(
        arrest.activity, by=work.officer, reason="Read off the wrong form.", values=values
    )
    arrest = Arrest.objects.get(pk=arrest.pk)
    assert (arrest.arrested_on, arrest.city, arrest.targeted) == (day, "IRVING", False)
    assert arrest.activity.acted_on == day
    assert Case.objects.get(pk=work.case.pk).custody_on == day
    assert Subject.objects.get(pk=work.subject.pk).custody_on == day
    assert counted(day, day) == (0, 1)
    events = {line.event for line in queries.history_of_activity(arrest.activity)}
    assert events == {"arrest recorded", "activity corrected"}


def test_a_corrected_date_cannot_lie_before_the_basis_or_lose_the_place(work: Work) -> None:
    arrest = make_arrest(work)
    for values, sentence in (
        ({"acted_on": date(2004, 1, 1)}, "before the basis"),
        ({"line_1": ""}, "street address"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.correct_activity(arrest.activity, by=work.officer, reason="x", values=values)
    assert Case.objects.get(pk=work.case.pk).custody_on == ARRESTED_ON


def test_a_later_custody_is_left_alone_when_an_earlier_arrest_is_corrected(work: Work) -> None:
    arrest = make_arrest(work)
    cases.release(
        Case.objects.get(pk=work.case.pk),
        by=work.officer,
        note="Let go.",
        released_on=ARRESTED_ON,
        evidence=shown("RELEASED"),
    )
    again = ARRESTED_ON + 30 * DAY
    make_arrest(work, lead=None, arrested_on=again)
    values = {"acted_on": ARRESTED_ON - DAY}
    actions.correct_activity(arrest.activity, by=work.officer, reason="A day early.", values=values)
    assert Case.objects.get(pk=work.case.pk).custody_on == again


def test_a_supervisor_records_the_arrest_that_an_officer_made(work: Work) -> None:
    supervisor: User = make_officer("DAL", role="supervisor")
    arrest = make_arrest(Work(supervisor, work.case, work.lead, work.subject), officer=work.officer)
    assert (arrest.activity.officer, arrest.activity.recorded_by) == (work.officer, supervisor)
    assert arrest.team == work.officer.team


def test_the_place_is_kept_as_given_without_blanks_around_it() -> None:
    work = make_work(make_team_officer("DAL", 2))
    arrest = make_arrest(work, **{**PLACE, "city": " DALLAS ", "line_2": " "})
    assert (arrest.city, arrest.line_2, arrest.team) == ("DALLAS", "", work.officer.team)
