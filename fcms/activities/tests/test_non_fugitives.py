"""A non-fugitive arrest: counted after verification, and nothing in the activity leads to the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from fcms.activities import actions, queries
from fcms.activities.models import Activity, Arrest
from fcms.audit.models import Change
from fcms.encounters import tallies
from fcms.encounters.models import StatisticalArrest
from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject
from fcms.subjects.tests.make import make_officer, make_subject

from .make import ARRESTED_ON, count_non_fugitive, make_work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.promise("PIA-0-10", "PIA-1.1-8", "PIA-1.1-4")
def test_an_arrest_is_counted_and_the_activity_says_who_verified_when_and_how() -> None:
    officer = make_officer("DAL")
    done = count_non_fugitive(officer, criminal=True)
    assert (done.type, done.officer, done.case, done.lead) == ("ARREST", officer, None, None)
    assert (done.check_system, done.verification, done.verified_on) == (
        "EID",
        "Interview; Fingerprints",
        ARRESTED_ON,
    )
    numbers = tallies.enforcement(ARRESTED_ON, ARRESTED_ON)[officer.office_id]
    assert numbers == {"non_fugitive_arrests_criminal": 1, "non_fugitive_arrests_non_criminal": 0}
    assert not Arrest.objects.exists()


@pytest.mark.promise("PIA-0-10")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"check_system": ""}, "Verify identity and status"),
        ({"verification": " "}, "Verify identity and status"),
        ({"verified_on": None}, "Verify identity and status"),
        ({"verified_on": ARRESTED_ON - DAY}, "before the arrest"),
        ({"verified_on": date(2090, 1, 1)}, "future"),
        ({"arrested_on": date(2090, 1, 1)}, "future"),
        ({"city": ""}, "city"),
        ({"a_number": "A1"}, "A-Number"),
    ],
)
def test_without_verification_or_facts_nothing_is_counted(values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        count_non_fugitive(make_officer("DAL"), **values)
    assert not Activity.objects.exists()
    assert not StatisticalArrest.objects.only("id").exists()


@pytest.mark.promise("PIA-0-10")
def test_a_person_with_a_live_case_is_a_fugitive() -> None:
    work = make_work()
    with pytest.raises(Refused, match=f"{work.case.number}, Dallas"):
        count_non_fugitive(work.officer, a_number=work.lead.a_number)
    assert not Activity.objects.exists()


def test_a_person_known_here_without_a_case_is_counted_and_not_linked() -> None:
    make_subject(a_number="A900777001")
    done = count_non_fugitive(make_officer("DAL"), a_number="A900777001")
    assert done.subject is None
    assert Subject.objects.count() == 1


@pytest.mark.promise("PIA-1.1-4", "PIA-2.1-4")
def test_no_record_but_the_shut_table_holds_the_a_number() -> None:
    count_non_fugitive(make_officer("DAL"), a_number="A900123987")
    kept = str([*Activity.objects.values(), *Change.objects.values()])
    assert "900123987" not in kept


@pytest.mark.promise("PIA-2.1-4")
def test_counting_does_not_tell_whether_the_person_was_counted_before() -> None:
    officer = make_officer("DAL")
    first = count_non_fugitive(officer)
    second = count_non_fugitive(officer)
    ignored = {"id", "recorded_at"}
    said = [
        {k: v for k, v in one.items() if k not in ignored} for one in Activity.objects.values().order_by("id")
    ]
    assert said[0] == said[1]
    assert first.pk != second.pk
    assert StatisticalArrest.objects.values_list("id", flat=True).count() == 1


@pytest.mark.promise("PIA-1.1-4")
def test_what_was_counted_is_not_corrected() -> None:
    officer = make_officer("DAL")
    done = count_non_fugitive(officer)
    for values in ({"location": "Elsewhere"}, {"notes": "A900555001"}):
        with pytest.raises(Refused, match="neither is changed"):
            actions.correct_activity(done, by=officer, reason="x", values=values)


def test_a_role_that_reads_does_not_count() -> None:
    with pytest.raises(Refused, match="Your role reads"):
        count_non_fugitive(make_officer("HQ", role="hq_analyst"))


def test_it_stands_in_the_list_of_activities_without_the_person() -> None:
    officer = make_officer("DAL")
    done = count_non_fugitive(officer)
    assert list(queries.activities_for(officer)) == [done]
    assert done.finding == "of a non-fugitive, counted"
