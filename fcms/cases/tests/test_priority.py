"""The priority of a case follows what it is made of, at once, as a set and at night, and keeps what it was."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import bulk
from fcms.cases.models import Case
from fcms.cases.priority import actions, queries
from fcms.lib import priority
from fcms.lib.actor import Job, acting
from fcms.subjects import actions as subjects
from fcms.subjects.bulk import NewFact, add_facts
from fcms.subjects.gangs import actions as gangs
from fcms.subjects.gangs.queries import statements_that_say, today
from fcms.subjects.merging import actions as merging
from fcms.subjects.models import Conviction, Subject
from fcms.subjects.retraction.actions import take_back
from fcms.subjects.tests.make import extract_origin, make_officer, make_subject

from .make import make_case

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-0-4")]


def points(case: Case) -> int:
    found = queries.score_of(case.pk)
    assert found is not None
    return found.points


def convicted(subject: Subject, code: str, on: str = "2004-03", **more: Any) -> Conviction:
    said = {
        "offense_code": code,
        "summary": "As convicted.",
        "convicted_on": on,
        "jurisdiction": "US",
        **more,
    }
    return subjects.add_conviction(subject, by=Job("tests"), origin=extract_origin(), **said)


def reviewed(subject: Subject, until: date, by: User | None = None) -> Any:
    return gangs.record(
        subject,
        by=by or make_officer("DAL", "supervisor"),
        statement=statements_that_say(subject)[0],
        transnational=True,
        basis=("COURT_FINDING", "PRISON_RECORD"),
        review_by=until,
    )


def version_2(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    second = dataclasses.replace(priority.system(), version=2, **changes)
    monkeypatch.setattr("fcms.cases.priority.actions.system", lambda: second)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *(("36B", 40), ("3601", 40), ("1116", 40), ("3699", 40), ("13A", 40), ("1399", 40)),
        *(("23C", 20), ("90D", 20), ("36A", 20), ("5404", 20), ("", 20)),
        *(("30D", 0), ("49C", 0), ("0301", 0), ("0305", 0)),
    ],
)
def test_a_conviction_counts_on_one_ground(code: str, expected: int):
    case = make_case()
    assert points(case) == 0
    convicted(case.subject, code)
    assert points(case) == expected


def test_grounds_are_added_and_each_counts_once_with_its_latest_day():
    case = make_case()
    for code, on in (("13A", "1999"), ("120", "2004-03-05"), ("23C", "2001"), ("36B", ""), ("30D", "2005")):
        convicted(case.subject, code, on)
    found = queries.score_of(case.pk)
    assert found is not None
    assert [(part.ground, part.points, part.since) for part in found.parts] == [
        ("child_sex_offense", 40, ""),
        ("violent_conviction", 40, "2004-03-05"),
        ("other_conviction", 20, "2001"),
    ]
    assert (found.points, found.version) == (100, priority.system().version)
    assert found.words.startswith("Sex offense against a child · +40, Violent conviction 2004 · +40")


def test_a_withdrawn_conviction_and_one_abroad_where_those_do_not_count(monkeypatch: pytest.MonkeyPatch):
    case = make_case()
    abroad = convicted(case.subject, "13A", jurisdiction="FOREIGN")
    assert points(case) == 40
    version_2(monkeypatch, foreign_convictions=False)
    actions.score_everything()
    assert points(case) == 0
    monkeypatch.undo()
    actions.score_everything()
    subjects.withdraw(abroad, by=make_officer("DAL", "supervisor"), reason="Vacated.")
    assert points(case) == 0


def test_a_reviewed_transnational_gang_counts_until_its_review_lapses(monkeypatch: pytest.MonkeyPatch):
    case = make_case(gang_affiliation="Sample Thirteen")
    assert points(case) == 0
    reviewed(case.subject, today() + timedelta(days=30))
    assert points(case) == 40
    for days, expected in ((30, 40), (31, 0)):
        day = today() + timedelta(days=days)
        monkeypatch.setattr("fcms.cases.priority.actions.today", lambda day=day: day)
        actions.score_everything()
        assert points(case) == expected
    assert queries.changes_of(case.pk)[0].why == "A day passed: a review began to hold or lapsed"


def test_every_change_of_points_or_version_is_kept_and_nothing_else(monkeypatch: pytest.MonkeyPatch):
    case = make_case()
    convicted(case.subject, "13A", "2004")
    convicted(case.subject, "13A", "2005")
    assert actions.score_everything() == 0
    version_2(monkeypatch)
    assert actions.score_everything() == 1
    told = [(one.before, one.after, one.version, one.why) for one in queries.changes_of(case.pk)]
    assert told == [
        (40, 40, 2, "The written system changed"),
        (0, 40, 1, "The record of the subject changed"),
    ]
    found = queries.score_of(case.pk)
    assert found is not None
    assert found.parts[0].since == "2005"


def test_keeper_history_is_never_edited_and_scores_are_written_by_the_function_alone():
    case = make_case()
    for statement in (
        "update cases_prioritychange set after = 100",
        "delete from cases_prioritychange",
        "update cases_casepriority set points = 100",
        f"insert into cases_prioritychange (case_id, at, after, parts, version, why)"
        f" values ({case.pk}, now(), 100, '[]', 1, 'RECORD')",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _run(statement)
    assert points(case) == 0


def test_one_case_and_all_cases_are_scored_alike():
    cases = [make_case() for _ in range(6)]
    for case, codes in zip(
        cases, (("13A",), ("23C", "36B"), (), ("30D",), ("", "13A"), ("9999",)), strict=True
    ):
        for code in codes:
            if code != "9999":
                convicted(case.subject, code)
    one_by_one = {case.pk: points(case) for case in cases}
    with connection.cursor() as cursor:
        cursor.execute(
            "select case_id, points from cases_priority_of(array(select id from cases_case), %s::jsonb, %s)",
            [priority.system().as_json, today()],
        )
        assert dict(cursor.fetchall()) == one_by_one
    assert sorted(one_by_one.values()) == [0, 0, 0, 40, 60, 60]


def test_facts_and_cases_that_are_entered_as_a_set_are_scored_with_it():
    held = make_case().subject
    said = {"offense_code": "13A", "summary": "", "convicted_on": "2004", "jurisdiction": "US"}
    fact = NewFact(held.pk, held.key_slot, "conviction", said, extract_origin())
    assert add_facts([fact], by=Job("tests")) == 1
    assert points(Case.objects.get(subject=held)) == 40

    subject = make_subject()
    convicted(subject, "36B")
    statement = subject.statements.order_by("id")[0]
    now = "2026-11-01T00:00:00Z"
    past = bulk.PastCase(
        subject_id=subject.pk,
        statement_id=statement.pk,
        office_id=subject.docket_office_id,
        status="OPEN",
        basis="FINAL_ORDER",
        basis_on=date(2004, 5, 6),
        opened_at=now,  # type: ignore[arg-type]
        opened_on=date(2026, 11, 1),
        changed_at=now,  # type: ignore[arg-type]
    )
    past.steps.append(
        bulk.PastStep("OPENED", "OPEN", "", subject.docket_office_id, date(2026, 11, 1), now)  # type: ignore[arg-type]
    )
    (key,) = bulk.enter_set([past], by=Job("tests"))
    assert queries.scores([key])[key].points == 40


def test_what_an_extract_said_no_longer_counts_when_it_is_taken_back():
    case = make_case(by=make_officer("DAL"))
    said = {"offense_code": "13A", "summary": "", "convicted_on": "2004", "jurisdiction": "US"}
    subjects.add_conviction(case.subject, by=Job("tests"), origin=extract_origin("I26-000003-6"), **said)
    assert points(case) == 40
    take_back("I26-000003-6", by=make_officer("HQ", "hq_supervisor"), reason="The wrong day was sent.")
    assert points(case) == 0


def test_grounds_follow_a_merge_and_go_back():
    case, other = make_case(), make_subject(docket_office="DAL", gang_affiliation="Sample Thirteen")
    convicted(other, "23C")
    reviewed(other, today() + timedelta(days=100))
    by = make_officer("HQ", "hq_supervisor")
    made = merging.merge(case.subject, other, by=by, reason="The same person.")
    assert points(case) == 60
    merging.unmerge(made, by=by, reason="Two persons.")
    assert points(case) == 0


# --- on pages


@pytest.fixture
def browser() -> Client:
    found = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        found.force_login(make_officer("DAL"))
    return found


def test_the_case_shows_points_grounds_and_how_they_came_to_be(browser: Client):
    case = make_case(gang_affiliation="Sample Thirteen")
    convicted(case.subject, "13A", "2004-03")
    page = browser.get(reverse("cases:case", args=[case.number])).content.decode()
    assert 'Priority <strong class="num">40</strong>' in page
    assert "Violent conviction 2004 · +40" in page
    assert "nobody has reviewed it" in page
    assert 'From <span class="num">0</span> to <strong class="num">40</strong> points' in page


def test_the_list_sorts_and_narrows_by_priority(browser: Client):
    numbers = {}
    for code in ("", "13A", "30D"):
        case = make_case()
        convicted(case.subject, code)
        numbers[code] = case.number
    text = browser.get(reverse("cases:list"), {"sort": "-priority"}).content.decode()
    assert text.index(numbers["13A"]) < text.index(numbers[""]) < text.index(numbers["30D"])
    text = browser.get(reverse("cases:list"), {"sort": "priority"}).content.decode()
    assert text.index(numbers["13A"]) > text.index(numbers[""]) > text.index(numbers["30D"])
    narrowed = browser.get(reverse("cases:list"), {"priority": "any"}).content.decode()
    assert numbers["13A"] in narrowed
    assert numbers["30D"] not in narrowed


def test_pages_of_the_list_by_priority_hold_each_case_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fcms.cases.queries.page_of.__kwdefaults__", {"size": 2})
    cases = [make_case() for _ in range(7)]
    for case in cases[::2]:
        convicted(case.subject, "23C")
    user, seen, query = make_officer("DAL"), [], {"sort": "-priority"}
    while query:
        page = queries_of_list(user, query)
        seen += [case.number for case in page]
        query = {"sort": "-priority", **dict([page.next.split("&")[-1].split("=")])} if page.next else {}
    assert len(seen) == len(set(seen)) == 7
    by_points = [points(Case.objects.get(number=number)) for number in seen]
    assert by_points == sorted(by_points, reverse=True)


def queries_of_list(user: User, query: dict[str, str]) -> Any:
    from fcms.cases.queries import listing

    return listing(user, {}, query).page


def test_nothing_but_pages_lists_and_reports_reads_a_priority():
    """Nothing acts on it: outside its own room, only what shows it names it."""
    root = Path(__file__).resolve().parents[2]
    words = ("CasePriority", "PriorityChange", "priority__points", "priority.queries", "cases_casepriority")
    code = [path for path in root.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    naming = {
        path.relative_to(root).as_posix()
        for path in code
        if any(word in path.read_text("utf-8") for word in words)
    }
    shows = {
        "cases/models.py",
        "cases/keepers.py",
        "cases/queries.py",
        "leads/queries.py",
        "leads/ranking/panels.py",
    }
    assert {name for name in naming if not name.startswith("cases/priority/")} == shows


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
