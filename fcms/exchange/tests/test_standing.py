"""The rules over everything stored: each seen to open a finding, not to, and to close it; who owns and settles it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.cases import actions as cases
from fcms.cases.tests.make import make_case
from fcms.exchange.intake.locks import Busy, alone_with_the_rules
from fcms.exchange.standing import actions, bulk, queries, rules
from fcms.exchange.standing.models import RuleRun, StandingFinding
from fcms.leads.tests.make import make_lead
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices.models import Office, ZipRoute
from fcms.subjects import actions as subjects
from fcms.subjects.bulk import NewSubject, enter_set
from fcms.subjects.codes import SourceKind
from fcms.subjects.models import StandardAddress, Subject
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

pytestmark = [pytest.mark.django_db, pytest.mark.promise("PIA-1.5-3")]
SSN = "900-12-3456"
WAY = {"line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}


def quiet(step: str, done: int, total: int) -> None:
    pass


def run() -> RuleRun:
    return actions.run(report=quiet)


def one(**values: Any) -> Subject:
    """A subject without anything to doubt, unless `values` bring it."""
    born = {"birth_on": f"19{50 + Subject.objects.count()}-03-04", "custody_status": "AT_LARGE"}
    return make_subject(**{**born, **values})


def found(rule: str = "") -> list[tuple[str, str]]:
    """The open findings: (rule, record), of one rule where it is named."""
    listed = StandingFinding.objects.filter(settled_at=None).order_by("rule", "record", "key")
    return list((listed.filter(rule=rule) if rule else listed).values_list("rule", "record"))


def told(system: str, intake: str = "I26-000002-6") -> Origin:
    return Origin(SourceKind.GOVERNMENT, system, date(2026, 11, 21), intake=intake, file="rows.csv", row=1)


# --- each rule


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"birth_on": "1971-01-01"}, "R-DOB-DEFAULT"),
        ({"birth_on": "1890-05-06"}, "R-AGE"),
        ({"last_entry_on": "2006-07"}, "R-ENTRY-AFTER-ORDER"),
        ({"removed_on": "2003-02-01"}, "R-REMOVED-EARLY"),
        ({"addresses": [{**WAY, "line_1": "CORNER OF SAMPLE AND SPECIMEN"}]}, "R-ADDRESS-FORM"),
        ({"addresses": [{**WAY, "city": "Placeholder Springs"}]}, "R-ZIP-CITY"),
    ],
)
def test_a_rule_opens_one_finding_once_and_it_closes_when_it_is_no_longer_so(
    values: dict[str, Any], rule: str
) -> None:
    clean, doubtful = one(addresses=[WAY]), one(**values)
    opened = run()
    assert found() == [(rule, doubtful.number)]
    assert (opened.opened, opened.closed, opened.standing) == (1, 0, 1)
    again = run()
    assert found() == [(rule, doubtful.number)]
    assert (again.opened, again.closed, again.standing) == (0, 0, 1)
    assert (clean.number, rule) not in found()
    _withdraw_or_correct(doubtful, values)
    last = run()
    assert found() == []
    assert (last.opened, last.closed) == (0, 1)
    finding = StandingFinding.objects.get()
    assert (finding.how, finding.settled_by, finding.gone_at) == ("GONE", None, finding.settled_at)


def _withdraw_or_correct(subject: Subject, values: dict[str, Any]) -> None:
    by = make_officer("DAL")
    if "addresses" in values:
        subjects.withdraw(subject.addresses.get(), by=by, reason="Not where anybody lives.")
        return
    right = {"birth_on": "1980-05-06", "last_entry_on": "1999-07", "removed_on": "2005-02-01"}
    wrong = {name: right[name] for name in values if name in right}
    subjects.correct_subject(subject, by=by, origin=officer_origin(by), values=wrong)


def test_a_date_of_the_history_before_the_birth_is_found_however_it_came() -> None:
    born_late = {"family_name": "Sample", "birth_on": "2005-05-06", "final_order_on": "2004-05-06"}
    enter_set([NewSubject("A900700001", told("Version before"), born_late)], by=Job("tests"))
    one()
    run()
    finding = StandingFinding.objects.get()
    assert (finding.rule, finding.key) == ("R-ORDER", "final_order_on")


@pytest.mark.parametrize(
    ("now", "rule"),
    [({"state": "FL", "city": "Miami"}, "R-ZIP-STATE"), ({"zip": "00009"}, "R-ZIP-UNKNOWN")],
)
def test_an_address_is_looked_at_again_by_the_directory_in_use(now: dict[str, str], rule: str) -> None:
    subject = one(addresses=[WAY])
    one(addresses=[{**WAY, "zip": "75202"}])
    run()
    assert found() == []
    with acting(Job("tests"), "another directory"):
        ZipRoute.objects.filter(zip="75201").update(**now)
    run()
    assert found(rule) == [(rule, subject.number)]


def test_a_conviction_before_the_birth_is_found() -> None:
    subject = one(birth_on="1985")
    subjects.add_conviction(
        subject, by=make_officer("DAL"), origin=told("X"), convicted_on="1984-05", summary="S"
    )
    subjects.add_conviction(
        subject, by=make_officer("DAL"), origin=told("X"), convicted_on="1985", summary="S"
    )
    run()
    assert found() == [("R-ORDER", subject.number)]


def test_a_social_security_number_of_two_subjects_is_found_for_each_and_not_once_it_is_withdrawn() -> None:
    first, second = one(identifiers={"SSN": SSN}), one(identifiers={"SSN": SSN})
    one(identifiers={"SSN": "900-12-3457"})
    run()
    assert found() == [("R-SSN-SHARED", first.number), ("R-SSN-SHARED", second.number)]
    assert {finding.other for finding in StandingFinding.objects.all()} == {first, second}
    subjects.withdraw(second.identifiers.get(), by=make_officer("DAL"), reason="Somebody else's.")
    run()
    assert found() == []


def test_two_a_numbers_of_one_person_are_found_and_not_once_merged() -> None:
    first, second = one(birth_on="1971-03-04"), one(birth_on="1971-03-04")
    one(birth_on="1971-03-05")
    one(birth_on="1972-01-01", family_name="Default"), one(birth_on="1972-01-01", family_name="Default")
    run()
    assert found("R-A-NUMBER-PAIR") == [
        ("R-A-NUMBER-PAIR", first.number),
        ("R-A-NUMBER-PAIR", second.number),
    ]
    from fcms.subjects.merging.actions import merge

    merge(first, second, by=make_officer("HQ", "hq_supervisor"), reason="The same person.")
    run()
    assert found("R-A-NUMBER-PAIR") == []


@pytest.mark.parametrize(
    ("column", "said", "rule"), [("birth_on", "1961-03-04", "R-DOB-TWO"), ("sex", "M", "R-SEX-TWO")]
)
def test_two_sources_that_disagree_are_found_until_an_officer_settles_it(
    column: str, said: str, rule: str
) -> None:
    by = make_officer("DAL")
    subject = one(birth_on="1971-03-04")
    agreed = one(birth_on="1975-03-04")
    subjects.correct_subject(subject, by=by, origin=told("State DOC"), values={column: said})
    subjects.correct_subject(agreed, by=by, origin=told("State DOC"), values={"birth_place": "Sampletown"})
    run()
    assert found() == [(rule, subject.number)]
    right = "1966-03-04" if column == "birth_on" else "F"
    subjects.correct_subject(subject, by=by, origin=officer_origin(by), values={column: right})
    run()
    assert found() == []


def test_a_source_that_corrects_itself_disagrees_with_nobody() -> None:
    subject = one(birth_on="1971-03-04")
    own = Origin(SourceKind.EID, "EID", date(2026, 11, 22), intake="I26-000003-4", file="subjects.csv", row=1)
    subjects.correct_subject(subject, by=make_officer("DAL"), origin=own, values={"birth_on": "1971-04-03"})
    run()
    assert found() == []


def test_one_address_for_a_crowd_is_found_once() -> None:
    crowd = [one(addresses=[WAY]) for _ in range(10)]
    run()
    assert found() == [("R-MASS-ADDRESS", crowd[0].number)]


def test_a_missing_unit_is_found_where_the_building_has_units_written_in_any_way() -> None:
    one(addresses=[{**WAY, "line_1": "100 Sample Wy Apt 3"}])
    without = one(addresses=[WAY])
    one(addresses=[{**WAY, "line_1": "102 SAMPLE WAY"}])
    run()
    assert found() == [("R-UNIT-MISSING", without.number)]
    assert StandardAddress.objects.get(key=without.addresses.get().key).flags == ["UNIT_MISSING"]


def test_a_lead_whose_zip_code_lies_in_another_state_is_found_until_it_is_closed() -> None:
    lead = make_lead(state="FL")
    make_lead(line_1="101 SAMPLE WAY")
    run()
    assert found() == [("R-ZIP-STATE", lead.number)]
    assert StandingFinding.objects.get().office == lead.office
    from fcms.leads import actions as leads
    from fcms.leads.lifecycle import Outcome

    leads.close(lead, by=make_officer("DAL"), outcome=Outcome.ADDRESS_BAD)
    run()
    assert found() == []


# --- standard addresses


@pytest.mark.promise("PIA-1.3-3")
def test_each_distinct_address_is_standardised_once_and_what_came_stays() -> None:
    first = one(addresses=[{**WAY, "line_1": "100 sample wy", "line_2": "Apt. 3"}])
    one(addresses=[{**WAY, "line_1": "100 SAMPLE WY", "line_2": "APT 3"}])
    make_lead(line_1="100 Sample Wy", line_2="Apt 3")
    assert bulk.standardise_new(quiet) == 1
    assert bulk.standardise_new(quiet) == 0
    kept = StandardAddress.objects.get()
    assert (kept.line, kept.zip, kept.parts["suffix"]) == ("100 SAMPLE WAY APT 3", "75201", "WAY")
    assert first.addresses.get().line_1 == "100 sample wy"


def test_an_older_standard_is_written_anew_and_one_that_nothing_has_goes() -> None:
    one(addresses=[WAY])
    bulk.standardise_new(quiet)
    StandardAddress.objects.update(version=0, street="OLD")
    StandardAddress.objects.create(key="0" * 32, street="X", version=1, standardised_at=timezone.now())
    run()
    assert [kept.street for kept in StandardAddress.objects.all()] == ["100 SAMPLE WAY"]


# --- a run


def test_a_run_that_was_killed_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    one(birth_on="1971-01-01"), one(birth_on="1890-05-06")
    asked: list[str] = []
    ask = actions._ask_range

    def cut_short(rule: Any, *given: Any, **more: Any) -> Any:
        asked.append(rule.rule)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return ask(rule, *given, **more)

    monkeypatch.setattr(actions, "_ask_range", cut_short)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert RuleRun.objects.get().finished_at is None
    done = run()
    assert asked.count("R-DOB-DEFAULT") == 1
    assert (RuleRun.objects.count(), done.opened) == (1, 2)
    assert {rule for rule, _ in found()} == {"R-DOB-DEFAULT", "R-AGE"}


def test_subjects_are_looked_at_range_by_range_and_none_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "RANGE", 2)
    everybody = [one(birth_on="1971-01-01") for _ in range(5)]
    run()
    assert {record for _, record in found("R-DOB-DEFAULT")} == {subject.number for subject in everybody}
    assert run().closed == 0


def test_two_runs_are_never_made_at_once(transactional_db: None, offices_loaded: None) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def second() -> bool:
        try:
            run()
        except Busy:
            return True
        finally:
            connection.close()
        return False

    with alone_with_the_rules(), ThreadPoolExecutor(1) as other:
        assert other.submit(second).result()


def test_a_run_left_long_ago_is_ended_and_a_new_one_begins() -> None:
    left = RuleRun.objects.create(started_at=timezone.now() - timedelta(days=2))
    assert run().pk != left.pk
    assert not RuleRun.objects.filter(finished_at=None).exists()


def test_what_the_run_changes_is_put_down_to_the_run() -> None:
    one(birth_on="1971-01-01")
    run()
    change = Change.objects.filter(table="exchange_standingfinding").latest("id")
    assert (change.actor, change.event) == ("job:rules", "rules asked")


# --- whose it is


def test_a_finding_belongs_to_the_office_of_the_case_and_follows_it() -> None:
    at_miami = make_case(subject=one(birth_on="1971-01-01"), office="MIA").subject
    docketed = one(birth_on="1972-01-01")
    nowhere = one(birth_on="1973-01-01", docket_office="")
    run()
    held = {finding.record: finding.office.code for finding in StandingFinding.objects.all()}
    assert held == {at_miami.number: "MIA", docketed.number: "DAL", nowhere.number: "HQ"}
    case = at_miami.cases.get()
    by = make_officer("MIA", "supervisor")
    actions.take(StandingFinding.objects.get(subject=at_miami), by=by)
    cases.transfer(case, by=by, office=Office.objects.get(code="DAL"), note="Moved.")
    run()
    finding = StandingFinding.objects.get(subject=at_miami)
    assert (finding.office.code, finding.person) == ("DAL", None)


@pytest.fixture
def finding() -> StandingFinding:
    one(birth_on="1971-01-01")
    run()
    return StandingFinding.objects.get()


def test_a_person_takes_it_and_settles_it_with_a_reason_and_it_is_not_opened_again(
    finding: StandingFinding,
) -> None:
    by = make_officer("DAL")
    assert actions.take(finding, by=by).person == by
    with pytest.raises(Refused, match="Say how it was settled"):
        actions.settle(finding, by=by, reason=" ")
    settled = actions.settle(finding, by=by, reason="The passport says so.")
    assert (settled.how, settled.settled_by, settled.reason) == ("PERSON", by, "The passport says so.")
    run()
    assert found() == []
    assert StandingFinding.objects.count() == 1
    with pytest.raises(Refused, match="settled already"):
        actions.settle(finding, by=by, reason="Once more.")
    with pytest.raises(Refused, match="nothing to take"):
        actions.take(finding, by=by)


def test_what_was_settled_is_opened_again_only_when_it_went_and_came_back(finding: StandingFinding) -> None:
    by = make_officer("DAL")
    actions.settle(finding, by=by, reason="The passport says so.")
    for born, opened in (("1971-03-04", 0), ("1971-01-01", 1)):
        subjects.correct_subject(finding.subject, by=by, origin=officer_origin(by), values={"birth_on": born})
        assert run().opened == opened


def test_nobody_of_another_office_or_without_the_right_settles_it(finding: StandingFinding) -> None:
    for by in (make_officer("MIA"), make_officer("HQ", "auditor"), make_officer("HQ", "counsel")):
        with pytest.raises(PermissionDenied):
            actions.take(finding, by=by)
        with pytest.raises(PermissionDenied):
            actions.settle(finding, by=by, reason="Mine.")
    assert actions.settle(finding, by=make_officer("HQ", "hq_analyst"), reason="Looked at.").how == "PERSON"


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("exchange_standing_settled_says_how", {"how": "PERSON"}),
        ("exchange_standing_about_something", {"subject": None}),
    ],
)
def test_the_keepers_hold_a_finding_whole(
    finding: StandingFinding, constraint: str, values: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), acting(actions.RUN, "tests"):
        StandingFinding.objects.filter(pk=finding.pk).update(**values)


def test_the_database_opens_a_finding_once(finding: StandingFinding) -> None:
    finding.pk = None
    with (
        pytest.raises(IntegrityError, match="exchange_standing_opened_once"),
        transaction.atomic(),
        acting(actions.RUN, "tests"),
    ):
        finding.save(force_insert=True)


def test_every_rule_asked_is_in_the_book_and_says_nothing_of_a_value() -> None:
    for rule in rules.all_rules():
        assert queries.rule_named(rule.rule).sentence
    names = [rule.name for rule in rules.all_rules()]
    assert len(names) == len(set(names))


# --- the screens


def page(client: Client, address: str, code: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == code, response.content[:1000]
    text = response.content.decode()
    assert "UNDEFINED" not in text
    return text


def test_the_list_the_page_the_panel_and_the_subject_show_what_is_open(
    finding: StandingFinding, signed_in: Callable[[User], Client]
) -> None:
    officer = make_officer("DAL")
    client = signed_in(officer)
    for address in (
        "/findings/",
        "/findings/?whose=free&rule=R-DOB-DEFAULT",
        "/",
        f"/subjects/{finding.record}/",
        finding.get_absolute_url(),
    ):
        assert "1 January may stand for an unknown birthday" in page(client, address), address
    assert "No finding fits" in page(client, "/findings/?whose=mine")
    assert client.post(f"/findings/{finding.pk}/take/").status_code == 302
    assert officer.name in page(client, "/findings/?whose=mine")
    short = client.post(f"/findings/{finding.pk}/settle/", {"reason": ""})
    assert short.status_code == 422
    assert client.post(f"/findings/{finding.pk}/settle/", {"reason": "It is so."}).status_code == 302
    assert "Settled by a person" in page(client, "/findings/?settled=yes")
    assert "It is so." in page(client, finding.get_absolute_url())


def test_headquarters_has_on_its_first_page_what_belongs_to_no_office(
    finding: StandingFinding, signed_in: Callable[[User], Client]
) -> None:
    analyst = make_officer("HQ", "hq_analyst")
    assert "The rules doubt nothing that is yours" in page(signed_in(analyst), "/")
    nowhere = one(birth_on="1973-01-01", docket_office="")
    run()
    text = page(signed_in(analyst), "/")
    assert nowhere.number in text
    assert finding.record not in text


def test_another_office_sees_none_of_it_and_states_a_purpose_to_open_one(
    finding: StandingFinding, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(make_officer("MIA"))
    assert finding.record not in page(client, "/findings/")
    assert finding.record not in page(client, finding.get_absolute_url(), 403)
    for verb in ("take", "settle"):
        assert client.post(f"/findings/{finding.pk}/{verb}/", {"reason": "Mine."}).status_code == 403
    assert StandingFinding.objects.get().how == ""


def test_headquarters_sees_all_and_headquarters_and_auditors_see_the_runs(
    finding: StandingFinding, signed_in: Callable[[User], Client]
) -> None:
    assert finding.record in page(signed_in(make_officer("HQ", "hq_analyst")), "/findings/?office=DAL")
    for role in ("hq_analyst", "hq_supervisor", "auditor"):
        text = page(signed_in(make_officer("HQ", role)), "/findings/runs/")
        assert "R-DOB-DEFAULT" in text
        assert finding.record not in text
        assert "The rules over everything stored" in page(signed_in(make_officer("HQ", role)), "/")
    assert signed_in(make_officer("DAL")).get("/findings/runs/").status_code == 403
    assert signed_in(make_officer("HQ", "auditor")).get("/findings/").status_code == 403


def test_before_the_first_run_the_pages_say_so(
    offices_loaded: None, signed_in: Callable[[User], Client]
) -> None:
    assert "were not asked yet" in page(signed_in(make_officer("DAL")), "/findings/")
    assert "were not asked yet" in page(signed_in(make_officer("HQ", "auditor")), "/findings/runs/")
