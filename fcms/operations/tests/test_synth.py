from __future__ import annotations

import os
import re
import signal
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from fcms.activities.models import Activity, Arrest
from fcms.activities.tallies import enforcement
from fcms.cases.lifecycle import Status as CaseStatus
from fcms.cases.models import Case, CaseStep
from fcms.database import vault
from fcms.encounters.tallies import enforcement as encounters
from fcms.leads.lifecycle import Status as LeadStatus
from fcms.leads.models import Lead
from fcms.leads.tallies import leads as leads_report
from fcms.lib.verdict import Refused
from fcms.operations.synthesis import load_population
from fcms.operations.synthetic import loading, population
from fcms.operations.synthetic.identity import a_number, fbi, non_fugitive_a_number
from fcms.operations.synthetic.places import known_places
from fcms.operations.synthetic.population import Plan, invent
from fcms.subjects.models import Address, ANumber, Identifier, Subject
from fcms.subjects.queries import criminal_on

pytestmark = pytest.mark.usefixtures("home")
TODAY = date(2026, 11, 23)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks so small that a small population has several."""
    monkeypatch.setattr(population, "CHUNK", 40)


@pytest.fixture
def loaded(home: None) -> None:
    """A small population."""
    load_population(subjects=400, leads=800, seed=5)


def rows(table: str, columns: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"select {columns} from {table} order by {columns}")
        return cursor.fetchall()


def test_the_same_seed_invents_the_same_people_whoever_asks():
    chunk = next(Plan(60, 120, 9, TODAY).chunks())
    once, again = (invent(chunk, known_places()) for _ in range(2))
    assert (once.people, once.lives, once.trails) == (again.people, again.lives, again.trails)
    other = invent(next(Plan(60, 120, 10, TODAY).chunks()), known_places())
    assert not {one.a_number for one in once.people} & {one.a_number for one in other.people}


def test_the_same_seed_is_not_loaded_twice():
    assert load_population(subjects=30, leads=60, seed=3) == 90
    before = (Subject.objects.count(), Lead.objects.count(), Activity.objects.count())
    assert load_population(subjects=30, leads=60, seed=3) == 0
    assert (Subject.objects.count(), Lead.objects.count(), Activity.objects.count()) == before


def test_a_load_that_was_killed_goes_on_where_it_stopped(few, monkeypatch):
    write = population._record
    calls = []

    def killed(story, case_ids):
        calls.append(story)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(story, case_ids)

    monkeypatch.setattr(population, "_record", killed)
    with pytest.raises(KeyboardInterrupt):
        load_population(subjects=100, leads=150, seed=4)
    assert Subject.objects.count() == 40
    load_population(subjects=100, leads=150, seed=4)
    assert (Subject.objects.count(), Lead.objects.count()) == (100, 150)


def test_a_larger_population_of_the_seed_completes_the_smaller_one(few):
    load_population(subjects=50, leads=100, seed=6)
    small = set(ANumber.objects.values_list("number", flat=True))
    load_population(subjects=100, leads=200, seed=6)
    large = set(ANumber.objects.values_list("number", flat=True))
    assert small < large
    assert large == {a_number(6, index) for index in range(100)}
    references = Lead.objects.values_list("source_reference", flat=True)
    assert len(references) == len(set(references))


def test_leads_alone_and_nothing_at_all():
    assert load_population(subjects=0, leads=0, seed=1) == 0
    load_population(subjects=0, leads=25, seed=1)
    assert Lead.objects.filter(subject=None).count() == 25


def test_outside_a_demonstration_nobody_is_invented(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(Refused, match="demonstration only"):
        load_population(subjects=1, leads=1, seed=1)


@pytest.mark.parametrize("seed", [-1, 100_000_000])
def test_a_seed_that_no_name_of_a_load_can_carry_is_refused(seed):
    with pytest.raises(Refused, match="A seed is a whole number"):
        load_population(subjects=1, leads=1, seed=seed)


def test_nobody_could_be_real(loaded):
    assert {number[:3] for (number,) in rows("subjects_anumber", "number")} <= {f"A9{n}" for n in range(10)}
    for table in ("subjects_address", "leads_lead"):
        for (line,) in rows(table, "line_1"):
            assert re.fullmatch(r"\d+ SAMPLE WAY|PO BOX \d+", line)
    known = set(rows("offices_ziproute", "zip, city, state"))
    assert set(rows("subjects_address", "zip, city, state")) <= known
    for one in Identifier.objects.select_related("subject").order_by("id"):
        plain = vault.subjects.unseal(one.subject.key_slot, one.sealed, context=f"subject.{one.kind}")
        assert re.fullmatch(FORMS[one.kind], plain), one.kind


FORMS = {
    "SSN": r"9\d\d(0[1-9]|[1-4]\d)(?!0000)\d{4}",
    "FBI": r"SYN\d{6}",
    "FIN": r"999\d{9}",
    "SID": r"XX\d{7}",
    "TECS": r"SYN\d{8}",
}


def test_numbers_of_a_series_are_each_given_once():
    for number in (a_number, non_fugitive_a_number):
        drawn = [number(1, index) for index in range(20_000)]
        assert len(set(drawn)) == len(drawn)
        assert all(re.fullmatch(r"A9\d{8}", one) for one in drawn)
    assert all(re.fullmatch(r"SYN\d{6}", fbi(1, index)) for index in range(500))


def test_every_state_of_cases_and_leads_is_there(loaded):
    cases = Counter(Case.objects.order_by().values_list("status", flat=True))
    assert set(cases) == set(CaseStatus.values)
    assert cases["OPEN"] > sum(cases.values()) / 2
    assert set(Lead.objects.order_by().values_list("status", flat=True)) == set(LeadStatus.values)
    assert Lead.objects.filter(subject=None).exists()
    assert Subject.objects.filter(cases=None).exists()


def test_cases_are_old_and_some_very_old(loaded):
    ages = sorted(
        (timezone.localdate() - day).days / 365 for day in Case.objects.values_list("basis_on", flat=True)
    )
    assert 3 < ages[len(ages) // 2] < 8
    assert sum(age > 15 for age in ages) > len(ages) / 20
    assert max(ages) < 30


def test_some_subjects_have_many_leads_and_addresses_and_some_none(loaded):
    leads = Counter(Lead.objects.order_by().values_list("subject_id", flat=True))
    addresses = Counter(Address.objects.order_by().values_list("subject_id", flat=True))
    assert set(addresses.values()) == {1, 2, 3, 4}
    assert max(leads[one] for one in leads if one) > 6
    assert Subject.objects.filter(leads=None).exists()


def test_about_a_quarter_was_convicted(loaded):
    convicted = Subject.objects.exclude(convictions=None).distinct().count() / 400
    assert 0.2 < convicted < 0.34


def test_a_subject_says_what_its_case_says(loaded):
    for case in Case.objects.select_related("subject").order_by("id"):
        subject = case.subject
        if case.status in ("IN_CUSTODY", "REMOVED"):
            assert subject.custody_on == case.custody_on
            assert (subject.removed_on, subject.custody_status == "REMOVED") == (
                case.removed_on,
                case.status == "REMOVED",
            )
        if case.closure_reason == "DIED":
            assert subject.died_on is not None


def test_the_backlog_balances_every_month(loaded):
    """Opening and what came in equal closing and what went out, for OPEN and COLD together (`house.md` 10)."""
    steps = list(
        CaseStep.objects.order_by("effective_on", "id").values_list(
            "case_id", "effective_on", "was", "status"
        )
    )
    first = min(step[1] for step in steps)
    day, opening = first.replace(day=1), 0
    while day <= timezone.localdate():
        end = (day + timedelta(days=32)).replace(day=1)
        month = [step for step in steps if day <= step[1] < end]
        backlog = ("OPEN", "COLD")
        came = sum(was not in backlog and status in backlog for _, _, was, status in month)
        went = sum(was in backlog and status not in backlog for _, _, was, status in month)
        latest = {case: status for case, on, _, status in steps if on < end}
        assert opening + came - went == sum(status in backlog for status in latest.values())
        opening, day = opening + came - went, end
    assert opening == Case.objects.filter(status__in=("OPEN", "COLD")).count()


def test_each_case_tells_one_story_from_its_opening_on(loaded):
    stories: dict[int, list[CaseStep]] = {}
    for step in CaseStep.objects.order_by("id"):
        stories.setdefault(step.case_id, []).append(step)
    for steps in stories.values():
        assert (steps[0].step, steps[0].was) == ("OPENED", "")
        for before, after in pairwise(steps):
            assert after.was == before.status
            assert before.effective_on <= after.effective_on <= timezone.localdate()
            assert before.at < after.at


def test_an_arrest_says_whether_the_person_was_criminal_on_that_day(loaded):
    arrests = list(Arrest.objects.select_related("case__subject").order_by("id"))
    assert arrests
    assert any(arrest.criminal for arrest in arrests)
    for arrest in arrests:
        assert arrest.criminal == criminal_on(arrest.case.subject, arrest.arrested_on)


def test_an_arrest_closed_its_lead_and_is_signed_by_an_officer_of_its_office(loaded):
    deeds = (
        Activity.objects.filter(type="ARREST").exclude(lead=None).select_related("lead", "officer__office")
    )
    assert deeds.count() > 3
    for one in deeds.order_by("id"):
        assert one.lead.outcome == "ARRESTED"
        assert one.officer.office_id == one.office_id


def test_reports_of_past_months_have_numbers_that_add_up(loaded):
    since, until = date(2000, 1, 1), timezone.localdate()
    counted = leads_report(since, until).values()
    assert sum(row["leads_received"] for row in counted) == Lead.objects.count()
    assert sum(row["leads_closed"] for row in counted) == Lead.objects.filter(status="CLOSED").count()
    arrested = [
        sum(v for k, v in row.items() if "arrests" in k) for row in enforcement(since, until).values()
    ]
    assert sum(arrested) == Arrest.objects.count()
    uncounted = [
        sum(v for k, v in row.items() if "arrests" in k) for row in encounters(since, until).values()
    ]
    assert sum(uncounted) == Activity.objects.exclude(verification="").count() == 8
    recent = enforcement(until - timedelta(days=365), until)
    assert sum(sum(row.values()) for row in recent.values()) > 5


def test_what_several_processes_load_is_all_gathered(monkeypatch):
    monkeypatch.setattr(loading, "_load", lambda chunk, places: (chunk, True))
    ready = dict(loading._start(part, None) for part in ([1, 3], [2]))
    assert sorted(loading._gather(ready)) == [(1, True), (2, True), (3, True)]


def test_a_process_that_is_killed_ends_the_load_with_a_sentence(monkeypatch):
    monkeypatch.setattr(loading, "_load", lambda chunk, places: os.kill(os.getpid(), signal.SIGKILL))
    ready = dict(loading._start(part, None) for part in ([1], [2]))
    with pytest.raises(Refused, match="Run the command again"):
        list(loading._gather(ready))
    for process in ready.values():
        process.join()
