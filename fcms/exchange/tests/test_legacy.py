"""The version before this one is taken over: into which records, with which past, and what of it stays out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fcms.accounts.models import User
from fcms.activities.models import Activity, Arrest
from fcms.cases.models import Case
from fcms.encounters.models import StatisticalArrest
from fcms.encounters.tallies import enforcement
from fcms.exchange import actions
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.exchange.takeover import queries
from fcms.leads.models import Lead
from fcms.subjects.models import Address, Alias, Identifier, Statement, Subject
from fcms.subjects.tests.make import make_subject

from .legacy import ACTIVITY, CASE, CLOSED, HELD, REMOVED, became, stage, take_over, why
from .make import apply, eid, found, load, make_analyst

pytestmark = pytest.mark.django_db


def steps(case: Case) -> list[tuple[str, str, str, str]]:
    """The steps of a case, the oldest first: what, when, at which office, why."""
    taken = case.steps.order_by("id").select_related("office")
    return [(one.step, one.effective_on.isoformat(), one.office.code, one.reason) for one in taken]


@pytest.mark.promise("PIA-0-15")
def test_every_file_becomes_records_with_their_source() -> None:
    intake = take_over(
        users=[{}],
        cases=[{"ssn": "901-45-6781"}],
        aliases=[{}],
        addresses=[{}],
        charges=[{}],
        apprehensions=[{}],
        convictions=[{}],
        case_steps=[{}],
        leads=[{}],
        activities=[{}],
        non_fugitive_arrests=[{}],
    )
    assert set(became(intake).values()) == {"TAKEN_OVER"}
    subject = Subject.objects.get()
    said = Statement.objects.filter(subject=subject).order_by("id")[0]
    assert (said.source, said.system, said.intake, said.file, said.row) == (
        "LEGACY",
        "OLD",
        intake.number,
        "cases.csv",
        1,
    )
    case, lead, activity = Case.objects.get(), Lead.objects.get(), Activity.objects.get()
    assert (case.subject, case.office.code, case.status) == (subject, "DAL", "OPEN")
    assert steps(case) == [
        ("OPENED", "2004-06-01", "HOU", ""),
        ("TRANSFERRED", "2005-01-10", "DAL", ""),
    ]
    assert (lead.case, lead.subject, lead.status, lead.source_reference) == (case, subject, "ROUTED", "OL-1")
    assert (lead.source_kind, lead.intake, lead.row) == ("STATE_CORRECTIONS", intake.number, 1)
    assert (activity.case, activity.officer.username, activity.officer_name) == (
        case,
        "j.sample",
        "Jo Sample",
    )
    assert StatisticalArrest.objects.count() == 1
    assert Identifier.objects.get(subject=subject).kind == "SSN"


@pytest.mark.promise("PIA-0-15")
def test_the_accounting_adds_up_to_the_manifest_file_by_file() -> None:
    intake = take_over(
        cases=[{}, {"legacy_case_number": "OLD-2", "a_number": "nonsense"}],
        leads=[{}, {"legacy_lead_number": "OL-2", "legacy_case_number": "OLD-9"}],
        aliases=[{}, {}],
    )
    found = {one.file: one for one in queries.accounts(intake)}
    assert all(one.adds_up for one in found.values())
    told = {name: (one.in_dump, one.taken_over, one.merged, one.refused) for name, one in found.items()}
    assert told == {"cases.csv": (2, 1, 0, 1), "leads.csv": (2, 1, 0, 1), "aliases.csv": (2, 1, 1, 0)}
    assert why(intake, "cases.csv", 2).startswith("R-A-NUMBER: ")
    assert why(intake, "leads.csv", 2).startswith("R-LEGACY-REF: No case of the extract")
    assert queries.total(queries.accounts(intake)).accounted == 6


def test_what_a_reviewer_rejected_or_nobody_accepted_is_refused_with_the_reason(analyst: User) -> None:
    intake = stage(analyst, cases=[{}], aliases=[{}, {"family_name": "Othersample"}])
    actions.decide(intake, by=analyst, file="cases.csv", rows=[1], decision="ACCEPTED")  # type: ignore[arg-type]
    actions.decide(
        intake,
        by=analyst,
        file="aliases.csv",
        rows=[2],
        decision="REJECTED",  # type: ignore[arg-type]
        reason="Another person.",
    )
    intake = actions.apply(intake, by=analyst)
    assert why(intake, "aliases.csv", 1) == "Nobody accepted this row."
    assert why(intake, "aliases.csv", 2) == "Rejected in the review: Another person."
    assert Alias.objects.count() == 0


def hanging(intake: Intake) -> set[tuple[str, int]]:
    """The rows that are said to hang on something refused."""
    found = Finding.objects.filter(intake=intake, rule="R-LEGACY-HANGS").order_by("id")
    return set(found.values_list("file", "row"))


@pytest.mark.promise("PIA-0-15")
def test_what_hangs_on_a_case_that_is_wrong_says_so_and_no_more_once_it_is_put_right(analyst: User) -> None:
    intake = stage(
        analyst,
        users=[{}],
        cases=[{"sex": "?"}, {"legacy_case_number": "OLD-2", "a_number": "A900700002"}],
        aliases=[{}, {"a_number": "A900700002"}],
        case_steps=[{}],
        leads=[{}, {"legacy_lead_number": "OL-2", "legacy_case_number": "OLD-2"}],
        activities=[
            {},
            {"legacy_case_number": "", "legacy_lead_number": "OL-1"},
            {"legacy_case_number": "OLD-2"},
        ],
    )
    hang = {
        *(("aliases.csv", 1), ("case_steps.csv", 1), ("leads.csv", 1)),
        *(("activities.csv", 1), ("activities.csv", 2)),
    }
    assert hanging(intake) == hang
    actions.edit_row(intake, by=analyst, file="cases.csv", row=1, cells={"sex": "F"})
    assert hanging(intake) == set()
    assert set(StagedRow.objects.filter(intake=intake).order_by().values_list("state", flat=True)) == {
        "CLEAN"
    }
    for decision, expected in (("REJECTED", hang), ("", set())):
        actions.decide(intake, by=analyst, file="cases.csv", rows=[1], decision=decision, reason="Not ours.")  # type: ignore[arg-type]
        assert hanging(intake) == expected
    actions.decide(intake, by=analyst, file="cases.csv", rows=[1], decision="REJECTED", reason="Not ours.")  # type: ignore[arg-type]
    intake = actions.apply(actions.accept_all_clean(intake, by=analyst), by=analyst)
    assert why(intake, "leads.csv", 1) == "Its case was not taken over."
    assert {place for place, outcome in became(intake).items() if outcome == "REFUSED"} == {
        "cases.csv:1",
        *(f"{file}:{row}" for file, row in hang),
    }


@pytest.mark.parametrize(
    ("case", "told", "expected"),
    [
        (
            CLOSED,
            [],
            [("OPENED", "2004-06-01", "DAL", ""), ("CLOSED", "2008-02-03", "DAL", "LEFT_THE_COUNTRY")],
        ),
        (
            REMOVED,
            [],
            [
                ("OPENED", "2004-06-01", "DAL", ""),
                ("ARRESTED", "2007-03-01", "DAL", ""),
                ("REMOVED", "2007-04-02", "DAL", ""),
            ],
        ),
        (
            HELD,
            [
                {"step": "CLOSED", "stepped_on": "2006-01-01", "reason": "USC"},
                {"step": "REOPENED", "stepped_on": "2006-05-01", "reason": "Not so."},
            ],
            [
                ("OPENED", "2004-06-01", "DAL", ""),
                ("CLOSED", "2006-01-01", "DAL", "CITIZEN"),
                ("REOPENED", "2006-05-01", "DAL", ""),
                ("ARRESTED", "2009-10-01", "DAL", ""),
            ],
        ),
        (
            CLOSED,
            [
                {"step": "CLOSED", "stepped_on": "2005-01-01", "reason": "deceased"},
                {"step": "REOPENED", "stepped_on": "2005-02-01"},
                {"step": "TRANSFERRED", "stepped_on": "2006-01-01", "from_office": "DAL", "to_office": "HOU"},
                {"step": "CLOSED", "stepped_on": "2008-02-03", "reason": "DEPARTED"},
            ],
            [
                ("OPENED", "2004-06-01", "DAL", ""),
                ("CLOSED", "2005-01-01", "DAL", "DIED"),
                ("REOPENED", "2005-02-01", "DAL", ""),
                ("TRANSFERRED", "2006-01-01", "HOU", ""),
                ("CLOSED", "2008-02-03", "HOU", "LEFT_THE_COUNTRY"),
            ],
        ),
    ],
)
def test_a_case_keeps_its_past_and_stands_where_it_stood(
    case: dict[str, str], told: list[dict[str, str]], expected: list[tuple[str, ...]]
) -> None:
    intake = take_over(cases=[case], case_steps=told) if told else take_over(cases=[case])
    one = Case.objects.get()
    assert (one.status, steps(one)) == (case["status"], expected)
    assert set(became(intake).values()) == {"TAKEN_OVER"}
    who = set(one.steps.values_list("by__username", flat=True))
    assert all(name.startswith("version-before.") for name in who)  # not whoever took the dump over
    if case is CLOSED:
        assert one.closed_by is not None
        assert not one.closed_by.is_active
        assert one.closed_by.username.startswith("version-before.")


def test_a_subject_who_is_here_is_completed_and_nothing_settled_is_overwritten() -> None:
    subject = make_subject(a_number="A900700001", family_name="Held", given_name="", sex="U", birth_on="1980")
    intake = take_over(cases=[{"birth_date": "1971-03-04", "gang_affiliation": "Mock Avenue Boys"}])
    subject.refresh_from_db()
    assert (subject.family_name, subject.birth_on) == ("Held", "1980")
    assert (subject.given_name, subject.sex, subject.gang_affiliation) == ("Marisol", "F", "Mock Avenue Boys")
    said = Statement.objects.filter(subject=subject, source="LEGACY").get().said
    assert (said["family_name"], said["birth_on"]) == ("Okonjo", "1971-03-04")
    assert became(intake) == {"cases.csv:1": "TAKEN_OVER"}
    assert Case.objects.get().subject == subject


def test_a_live_case_that_is_here_stays_the_one_and_what_hangs_on_the_old_one_moves_to_it() -> None:
    apply(load(eid({"a_number": "A900700001"}), kind="eid-daily"))
    here = Case.objects.get()
    intake = take_over(cases=[HELD], case_steps=[{}], leads=[{}], activities=[{}], aliases=[{}])
    assert Case.objects.get() == here
    assert (here.status, Lead.objects.get().case, Activity.objects.get().case) == ("OPEN", here, here)
    assert became(intake) == {
        "cases.csv:1": "MERGED",
        "case_steps.csv:1": "REFUSED",
        "leads.csv:1": "TAKEN_OVER",
        "activities.csv:1": "TAKEN_OVER",
        "aliases.csv:1": "TAKEN_OVER",
    }
    assert "There it was in custody, here it is open" in why(intake, "cases.csv")
    assert next(one.differing for one in queries.accounts(intake)) == 1


def test_two_cases_of_one_person_are_two_cases_of_one_subject() -> None:
    earlier = {"legacy_case_number": "OLD-0", "opened_on": "2004-05-07", "family_name": "Oldname", **CLOSED}
    later = {"legacy_case_number": "OLD-5", "opened_on": "2008-05-07", "final_order_date": "2008-05-06"}
    take_over(cases=[earlier, later])
    subject = Subject.objects.get()
    assert subject.family_name == "Okonjo"
    assert sorted(subject.cases.values_list("status", flat=True)) == ["CLOSED", "OPEN"]


@pytest.mark.promise("PIA-0-15")
def test_users_are_entered_without_a_way_to_sign_in_and_known_ones_merged() -> None:
    known = make_analyst("hq_analyst")
    intake = take_over(
        users=[{}, {"username": known.username, "name": known.name, "office": "HQ", "role": "ADMIN"}],
        cases=[{}],
        activities=[{}, {"officer": "Jo Sample", "notes": "By name."}],
    )
    entered = User.objects.get(username="j.sample")
    assert (entered.is_active, entered.has_usable_password(), entered.role) == (False, False, "officer")
    assert (entered.position_title, entered.telephone) == ("Deportation Officer", "555-0101")
    assert not any(entered.may(one) for one in ("leads:read", "users:full", "intake_apply"))
    assert became(intake)["users.csv:2"] == "MERGED"
    known.refresh_from_db()
    assert (known.role, known.is_active) == ("hq_analyst", True)
    assert set(Activity.objects.values_list("officer", flat=True)) == {entered.pk}


def test_an_action_of_somebody_unnamed_keeps_the_name_as_written_and_nobody_can_sign_in_as_them() -> None:
    take_over(
        cases=[{}], activities=[{"officer": "Pat Specimen"}, {"officer": "", "notes": "Who, nobody wrote."}]
    )
    named, unnamed = Activity.objects.order_by("id")
    assert (named.officer_name, unnamed.officer_name) == ("Pat Specimen", "Not recorded")
    assert named.officer == unnamed.officer
    assert (named.officer.username, named.officer.is_active) == ("version-before.dal", False)
    assert not named.officer.has_usable_password()


def test_an_arrest_has_its_place_and_whether_the_person_counted_as_criminal_then() -> None:
    arrest = {
        "action_type": "ARREST",
        "location": "12 SAMPLE WAY, Dallas, TX 75201",
        "acted_on": "2007-03-01",
    }
    take_over(cases=[REMOVED], convictions=[{}], activities=[arrest])
    one = Arrest.objects.get()
    assert (one.line_1, one.city, one.state, one.zip) == ("12 SAMPLE WAY", "Dallas", "TX", "75201")
    assert (one.criminal, one.case, one.activity.officer_name) == (True, Case.objects.get(), "j.sample")


@pytest.mark.parametrize(
    ("lead", "status", "expected"),
    [
        ({}, "ROUTED", ["RECEIVED", "ROUTED"]),
        ({"office": "", "zip": ""}, "NEW", ["RECEIVED"]),
        (
            {"status": "CLOSED", "closed_on": "2006-08-09", "outcome": "bad address"},
            "CLOSED",
            ["RECEIVED", "ROUTED", "CLOSED"],
        ),
        (
            {"status": "CLOSED", "closed_on": "2006-08-09", "outcome": "DUP", "office": "", "zip": ""},
            "CLOSED",
            ["RECEIVED", "CLOSED"],
        ),
    ],
)
def test_a_lead_stands_where_it_stood(lead: dict[str, str], status: str, expected: list[str]) -> None:
    take_over(cases=[{}], leads=[lead])
    one = Lead.objects.get()
    assert one.status == status
    assert list(one.steps.order_by("at", "id").values_list("step", flat=True)) == expected
    if status == "CLOSED":
        assert one.outcome in ("ADDRESS_BAD", "DUPLICATE")
        assert one.closed_at is not None
        assert one.closed_at.date().isoformat() == "2006-08-09"


@pytest.mark.promise("PIA-1.1-4")
def test_non_fugitive_arrests_are_counted_once_linked_to_nobody_and_their_rows_are_blanked() -> None:
    rows = [
        {},
        {"arrested_on": "2007-05-07"},
        {"a_number": "A905000002", "criminal": "Y", "removed_on": "2007-09-09"},
    ]
    intake = take_over(cases=[{}], non_fugitive_arrests=rows)
    assert (intake.result["non-fugitive arrests counted"], StatisticalArrest.objects.count()) == (2, 2)
    counts = next(one for one in queries.accounts(intake) if one.file == "non_fugitive_arrests.csv")
    assert (counts.in_dump, counts.taken_over, counts.merged, counts.adds_up) == (3, 2, 1, True)
    assert not counts.listed
    assert not queries.records(intake, "non_fugitive_arrests.csv").exists()
    staged = intake.staged.filter(file="non_fugitive_arrests.csv")
    assert {cell for row in staged for cell in (*row.canonical, *row.cells)} == {None}
    found = enforcement(date(2007, 1, 1), date(2007, 12, 31))
    assert sum(sum(one.values()) for one in found.values()) == 3  # two arrests and one removal


# --- once more


@pytest.mark.promise("PIA-0-15")
def test_a_later_dump_doubles_nothing_and_brings_what_is_new() -> None:
    files: dict[str, Any] = {
        "users": [{}],
        "cases": [{}],
        "aliases": [{}],
        "case_steps": [{}],
        "leads": [{}],
        "activities": [{}],
        "non_fugitive_arrests": [{}],
    }
    take_over(**files)
    before = _numbers()
    later = {
        **files,
        "cases": [{}, {"legacy_case_number": "OLD-2", "a_number": "A900700002"}],
        "leads": [{}, {"legacy_lead_number": "OL-2", "legacy_case_number": "OLD-2"}],
        "activities": [{}, {"notes": "Later."}],
        "case_steps": [{}, {"stepped_on": "2009-01-02", "from_office": "DAL", "to_office": "HOU"}],
    }
    again = take_over(sequence=2, **later)
    assert became(again) == {
        "users.csv:1": "MERGED",
        "cases.csv:1": "MERGED",
        "cases.csv:2": "TAKEN_OVER",
        "aliases.csv:1": "MERGED",
        "case_steps.csv:1": "MERGED",
        "case_steps.csv:2": "REFUSED",
        "leads.csv:1": "MERGED",
        "leads.csv:2": "TAKEN_OVER",
        "activities.csv:1": "MERGED",
        "activities.csv:2": "TAKEN_OVER",
        "non_fugitive_arrests.csv:1": "MERGED",
    }
    assert [b - a for a, b in zip(before, _numbers(), strict=True)] == [1, 1, 1, 1, 0, 0, 0]
    assert why(again, "case_steps.csv", 2) == "Its case was here already and keeps its own steps."
    assert all(one.adds_up for one in queries.accounts(again))


def _numbers() -> list[int]:
    tables = (Subject, Case, Lead, Activity, Alias, StatisticalArrest)
    counts = [model.objects.count() for model in tables]  # type: ignore[attr-defined]
    return [*counts, User.objects.filter(username="j.sample").count()]


def test_what_changed_there_since_is_noted_and_left_to_the_office() -> None:
    take_over(cases=[{}], leads=[{}])
    closed = {"status": "CLOSED", "closed_on": "2009-08-09", "outcome": "MOVED"}
    again = take_over(sequence=2, cases=[CLOSED], leads=[closed], addresses=[{}])
    assert (Case.objects.get().status, Lead.objects.get().status) == ("OPEN", "ROUTED")
    assert "There it is closed now, here open: the office decides." in why(again, "cases.csv")
    assert [(one.file, one.differing) for one in queries.accounts(again)] == [
        ("cases.csv", 1),
        ("addresses.csv", 0),
        ("leads.csv", 1),
    ]
    assert Address.objects.count() == 1  # what is new of the subject is added all the same


@pytest.mark.promise("PIA-0-15")
def test_an_action_that_a_later_dump_tells_in_other_words_is_one_and_is_said_to_differ() -> None:
    one = {"notes": "Nobody came out."}
    again = {"notes": "Nobody came out all morning.", "location": "100 SAMPLE WAY APT 3, DALLAS, TX"}
    take_over(cases=[{}], activities=[one])
    second = take_over(sequence=2, cases=[{}], activities=[again])
    held = Activity.objects.get()
    assert held.notes == one["notes"]
    assert "in other words now" in why(second, "activities.csv")
    third = take_over(sequence=3, cases=[{}], activities=[again, {**again, "acted_on": "2006-03-05"}])
    assert Activity.objects.count() == 2
    assert why(third, "activities.csv") == "Taken over before."
    assert [(line.file, line.differing) for line in queries.accounts(second)] == [
        ("cases.csv", 0),
        ("activities.csv", 1),
    ]


def test_actions_of_one_day_that_cannot_be_told_apart_are_each_taken_as_told() -> None:
    take_over(cases=[{}], activities=[{"notes": "One."}])
    take_over(sequence=2, cases=[{}], activities=[{"notes": "Two."}, {"notes": "Three."}])
    assert Activity.objects.count() == 3
    take_over(sequence=3, cases=[{}], activities=[{"notes": "One."}, {"notes": "Four."}])
    assert Activity.objects.count() == 4


def test_another_system_has_keys_of_its_own() -> None:
    take_over(cases=[{}])
    other = take_over(producer="OTHER", cases=[{"a_number": "A900700009"}])
    assert (became(other), Case.objects.count()) == ({"cases.csv:1": "TAKEN_OVER"}, 2)


# --- what the checks find


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"cases": [{"status": "CLOSED", "closure_reason": "USC"}]}, ("R-REQUIRED", "closed_on")),
        ({"cases": [{**CLOSED, "closure_reason": "GONE FISHING"}]}, ("R-LEGACY-CODE", "closure_reason")),
        ({"cases": [{"closed_on": "2008-01-01"}]}, ("R-LEGACY-STATUS", "closed_on")),
        ({"cases": [{**HELD, "custody_date": ""}]}, ("R-REQUIRED", "custody_date")),
        ({"cases": [{**REMOVED, "custody_date": ""}]}, ("R-LEGACY-CUSTODY", "custody_date")),
        ({"cases": [{**REMOVED, "removed_date": "2007-02-01"}]}, ("R-ORDER", "removed_date")),
        ({"cases": [{**CLOSED, "closed_on": "2004-05-20"}]}, ("R-ORDER", "closed_on")),
        ({"cases": [{"opened_on": "2003-05-06"}]}, ("R-ORDER", "opened_on")),
        ({"cases": [{"opened_on": ""}]}, ("R-LEGACY-OPENED", "opened_on")),
        ({"cases": [{"case_category": "5C"}]}, ("R-LEGACY-CATEGORY", "case_category")),
        (
            {"cases": [{"case_category": "", "final_order_date": ""}]},
            ("R-CATEGORY-BASIS", "final_order_date"),
        ),
        ({"cases": [{}, {"legacy_case_number": "OLD-2"}]}, ("R-LEGACY-LIVE", "status")),
        ({"cases": [{}, {"a_number": "A900700002"}]}, ("R-REPEATED", "legacy_case_number")),
        ({"cases": [{"docket_office": "QQQ"}]}, ("R-OFFICE", "docket_office")),
        (
            {"cases": [{}], "case_steps": [{"legacy_case_number": "?"}]},
            ("R-LEGACY-REF", "legacy_case_number"),
        ),
        ({"cases": [{}], "case_steps": [{"stepped_on": "2004-01-01"}]}, ("R-LEGACY-STEP", "step")),
        ({"cases": [{}], "case_steps": [{"step": "REOPENED"}]}, ("R-LEGACY-STEP", "step")),
        ({"cases": [{}], "case_steps": [{"step": "CLOSED", "reason": "USC"}]}, ("R-LEGACY-STEP", "step")),
        ({"cases": [{}], "case_steps": [{"to_office": ""}]}, ("R-REQUIRED", "to_office")),
        ({"cases": [{}], "case_steps": [{"step": "CLOSED", "reason": "?"}]}, ("R-LEGACY-CODE", "reason")),
        ({"cases": [{}], "leads": [{"status": "CLOSED", "outcome": "DUP"}]}, ("R-REQUIRED", "closed_on")),
        ({"cases": [{}], "leads": [{"outcome": "DUP"}]}, ("R-LEGACY-STATUS", "outcome")),
        ({"cases": [{}], "leads": [{}, {}]}, ("R-REPEATED", "legacy_lead_number")),
        ({"cases": [{}], "activities": [{"action_type": "YOGA"}]}, ("R-LEGACY-CODE", "action_type")),
        ({"cases": [{}], "activities": [{"officer": "nobody"}]}, ("R-LEGACY-OFFICER", "officer")),
        ({"cases": [{}], "activities": [{}, {}]}, ("R-LEGACY-TWICE", "")),
        (
            {"cases": [{}], "activities": [{"action_type": "ARREST", "location": "at home"}]},
            ("R-LEGACY-PLACE", "location"),
        ),
        (
            {"cases": [{}], "activities": [{"legacy_lead_number": "OL-9"}]},
            ("R-LEGACY-REF", "legacy_lead_number"),
        ),
        (
            {"activities": [{"legacy_case_number": "", "action_type": "ARREST"}]},
            ("R-REQUIRED", "legacy_case_number"),
        ),
        ({"non_fugitive_arrests": [{"removed_on": "2006-01-01"}]}, ("R-ORDER", "removed_on")),
        ({"users": [{}, {}]}, ("R-REPEATED", "username")),
        ({"users": [{"office": "QQQ"}]}, ("R-OFFICE", "office")),
        ({"users": [{"username": "Jo Sample"}]}, ("R-FORM", "username")),
        ({"aliases": [{}]}, ("R-NO-SUBJECT", "a_number")),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, tuple) else "",
)
def test_each_fault_is_found_by_its_rule(files: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in {(rule, column) for _, rule, column in found(stage(**files))}


def test_a_user_name_that_belongs_to_another_person_here_is_an_error() -> None:
    known = make_analyst("hq_analyst")
    intake = stage(users=[{"username": known.username, "name": "Somebody Else"}])
    assert (1, "R-LEGACY-USER", "username") in found(intake)


def test_nothing_is_found_in_what_is_clean() -> None:
    intake = stage(
        users=[{}],
        cases=[{}],
        case_steps=[{}],
        leads=[{}],
        activities=[{}, {**ACTIVITY, "legacy_lead_number": "OL-1"}],
        non_fugitive_arrests=[{}],
    )
    assert found(intake) == []
    assert CASE["status"] == "OPEN"
