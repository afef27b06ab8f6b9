"""The ledger of addresses: what visits found there, which are to be left alone, what verifies one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.activities import actions as activities
from fcms.activities.bulk import PastActivity, record_set
from fcms.activities.ledger import actions, policy, queries
from fcms.activities.ledger.doors import doors
from fcms.activities.models import Activity, AddressRecord, DoNotReturn
from fcms.activities.visits import last_visits
from fcms.audit.events import Event
from fcms.cases.tests.make import make_case
from fcms.leads import actions as leads
from fcms.leads.tests.make import make_lead, make_team_officer
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.pia.datum import Datum
from fcms.reports.addresses.tables import addresses
from fcms.subjects import actions as subjects
from fcms.subjects.merging import actions as merging
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import make_a_number, make_officer, make_subject

from .make import Work, make_activity, make_arrest, make_work

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day on which these tests act, whenever they run."""
    monkeypatch.setattr("fcms.activities.ledger.actions._today", lambda office: TODAY)
    monkeypatch.setattr("fcms.activities.ledger.permissions.today_of", lambda user: TODAY)
    return TODAY


def visited(work: Work, outcome: str, days: int = 1, **values: Any) -> Activity:
    """A visit so many days ago."""
    when = TODAY - timedelta(days=days)
    return make_activity(work, "VISIT", acted_on=when, visit_outcome=outcome, location="", **values)


def pair_of(work: Work) -> tuple[str, int]:
    """The address of the lead, and its subject."""
    return work.lead.address_key, work.subject.pk


def verified(work: Work, on: date = TODAY) -> queries.Verification | None:
    """What verifies the address of the lead for its subject."""
    return queries.verifications([pair_of(work)], on).get(pair_of(work))


# --- at which address an action was


def test_a_visit_on_a_lead_was_at_the_address_of_the_lead(work: Work):
    assert visited(work, "NOT_ANSWERED").address_key == work.lead.address_key
    assert AddressRecord.objects.get().key == work.lead.address_key


def test_a_visit_elsewhere_does_not_enter_the_ledger_of_the_lead(work: Work):
    one = make_activity(work, "VISIT", location="9 OTHER ROAD, DALLAS TX", visit_outcome="UNRELATED")
    assert one.address_key == ""
    assert not DoNotReturn.objects.exists()


def test_an_arrest_was_where_it_says(work: Work):
    arrest = make_arrest(work, line_1="7 ELM ST", line_2="")
    assert queries.visits(arrest.activity.address_key) == [arrest.activity]
    moved = {"line_1": "8 ELM ST", "acted_on": arrest.arrested_on}
    activities.correct_activity(arrest.activity, by=work.officer, reason="Typed wrong.", values=moved)
    assert queries.visits(arrest.activity.address_key) == []


# --- marks


def test_people_who_have_nothing_to_do_with_it_are_left_alone_by_everybody(work: Work):
    visited(work, "UNRELATED")
    other = make_work()
    assert other.lead.address_key == work.lead.address_key
    found = queries.marks([work.lead.address_key], TODAY)[work.lead.address_key]
    assert (found.reason, found.subject, found.until) == ("UNRELATED", None, TODAY + timedelta(days=364))
    assert pair_of(other) in queries.marks_of([pair_of(other)], TODAY)


def test_who_has_moved_is_not_looked_for_there_but_another_may_be(work: Work):
    visited(work, "MOVED")
    other = make_work()
    assert queries.marks([work.lead.address_key], TODAY) == {}
    found = queries.marks_of([pair_of(work), pair_of(other)], TODAY)
    assert list(found) == [pair_of(work)]


@pytest.mark.parametrize("outcome", ["FOUND", "NOT_THERE", "NOT_ANSWERED"])
def test_an_ordinary_visit_marks_nothing(work: Work, outcome: str):
    visited(work, outcome)
    assert queries.marks_of([pair_of(work)], TODAY) == {}


def test_a_mark_ends_by_itself(work: Work):
    visited(work, "UNRELATED")
    key = work.lead.address_key
    last = DoNotReturn.objects.get().until
    assert key in queries.marks([key], last)
    assert queries.marks([key], last + timedelta(days=1)) == {}


def test_an_old_visit_entered_late_marks_nothing_any_more(work: Work):
    visited(work, "UNRELATED", days=400)
    assert not DoNotReturn.objects.exists()


def corrected(one: Activity, by: User, **values: Any) -> None:
    """What was recorded, put right with a reason that names somebody."""
    activities.correct_activity(one, by=by, reason="A neighbour said so.", values=values)


def test_a_supervisor_corrects_a_visit_and_the_ledger_does_not_repeat_the_reason(work: Work):
    one = visited(work, "UNRELATED")
    corrected(one, make_officer("DAL", "supervisor"), visit_outcome="MOVED")
    before, after = DoNotReturn.objects.order_by("pk")
    assert before.lift_reason == "The visit was corrected."
    assert (after.reason, after.subject_id) == ("MOVED", work.subject.pk)
    assert queries.marks([work.lead.address_key], TODAY) == {}


@pytest.mark.promise("PIA-1.5-4")
@pytest.mark.parametrize(
    "values",
    [
        {"visit_outcome": "NOT_ANSWERED"},
        {"visit_outcome": "MOVED"},
        {"acted_on": TODAY - timedelta(days=2)},
        {"acted_on": TODAY - timedelta(days=500)},
        {"location": "9 OTHER ROAD, DALLAS TX"},
    ],
)
def test_an_officer_lifts_no_mark_by_correcting_a_visit(work: Work, values: dict[str, Any]):
    one = visited(work, "UNRELATED")
    with pytest.raises(Refused, match="ask your supervisor"):
        corrected(one, work.officer, **values)
    assert list(queries.marks([work.lead.address_key], TODAY)) == [work.lead.address_key]
    one.refresh_from_db()
    assert (one.visit_outcome, one.acted_on) == ("UNRELATED", TODAY - timedelta(days=1))
    corrected(one, make_officer("DAL", "supervisor"), **values)


def test_an_officer_corrects_a_visit_whose_address_stays_left_alone_as_long(work: Work):
    one = visited(work, "UNRELATED")
    corrected(one, work.officer, visit_outcome="NO_SUCH_UNIT")
    assert queries.marks([work.lead.address_key], TODAY)[work.lead.address_key].reason == "NO_SUCH_UNIT"
    old = visited(work, "UNRELATED", days=400)
    corrected(old, work.officer, visit_outcome="NOT_ANSWERED")


def marked(work: Work, by: User | None = None, **values: Any) -> DoNotReturn:
    """A mark set by hand at the address of the lead."""
    sample: dict[str, Any] = {"reason": "COMPLAINT", "until": TODAY + timedelta(days=30)}
    return actions.mark_place(work.lead.address_key, by=by or work.officer, **{**sample, **values})


def test_an_officer_marks_an_address_that_nobody_has_been_to(work: Work):
    made = marked(work, words="Reference 12")
    assert queries.marks([work.lead.address_key], TODAY) == {work.lead.address_key: made}


def test_another_writing_of_the_same_door_is_marked_too_and_no_other_door(work: Work):
    written = [
        ("200 ELM STREET", "APT 3"),
        ("200 Elm St., Apt. 3", ""),
        ("200 ELM ST APT 4", ""),
        ("200 ELM ST", ""),
    ]
    same, also, beside, building = (
        make_lead(by=work.officer, line_1=line_1, line_2=line_2).address_key for line_1, line_2 in written
    )
    actions.mark_place(same, by=work.officer, reason="ORDERED", until=TODAY)
    assert set(queries.marks([same, also, beside, building], TODAY)) == {same, also}
    asked = doors([same, building])
    assert (asked[same].has_unit, asked[building].has_unit, asked[building].needs_unit) == (True, False, True)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": "BECAUSE"}, "Choose why"),
        ({"until": TODAY - timedelta(days=1)}, "lies in the past"),
        ({"until": TODAY + timedelta(days=1096)}, "Policy allows 1095 days"),
        ({"reason": "MOVED"}, "about one subject"),
    ],
)
def test_a_mark_without_what_it_needs_is_refused(work: Work, values: dict[str, Any], sentence: str):
    with pytest.raises(Refused, match=sentence):
        marked(work, **values)
    assert not AddressRecord.objects.exists()


def test_an_office_that_has_nothing_there_marks_nothing(work: Work):
    with pytest.raises(Refused, match="Your office has no lead, case or visit"):
        marked(work, by=make_team_officer("HOU"))


def test_only_a_supervisor_lifts_a_mark_early_and_only_once_with_a_reason(work: Work):
    made, chief = marked(work), make_officer("DAL", "supervisor")
    with pytest.raises(Refused, match="by a supervisor only"):
        actions.lift(made, by=work.officer, reason="Settled.")
    with pytest.raises(Refused, match="Say why"):
        actions.lift(made, by=chief, reason=" ")
    actions.lift(made, by=chief, reason="Settled.")
    assert queries.marks([work.lead.address_key], TODAY) == {}
    with pytest.raises(Refused, match="lifted already"):
        actions.lift(made, by=chief, reason="Again.")


def test_a_mark_about_one_subject_follows_it_into_a_merge_and_back(work: Work):
    visited(work, "MOVED")
    boss = make_officer("HQ", "hq_supervisor")
    kept = make_subject()
    merge = merging.merge(kept, work.subject, by=boss, reason="One person.")
    assert (work.lead.address_key, kept.pk) in queries.marks_of([(work.lead.address_key, kept.pk)], TODAY)
    merging.unmerge(merge, by=boss, reason="Two persons.")
    assert DoNotReturn.objects.get().subject_id == work.subject.pk


# --- keepers


@contextmanager
def written() -> Iterator[Any]:
    """A cursor that writes behind the actions, as nobody should."""
    with transaction.atomic(), acting(Job("tests"), Event.ADDRESS_MARKED), connection.cursor() as cursor:
        yield cursor


@pytest.mark.promise("PIA-1.5-4")
def test_the_keeper_of_marks_that_end_refuses_one_that_lasts_too_long(work: Work):
    made = marked(work)
    for value in ("set_on + most + 1", "set_on - 1"):
        with pytest.raises(DatabaseError, match="activities_mark_expires"), written() as cursor:
            cursor.execute(
                "insert into activities_donotreturn (address_id, reason, words, office_id, set_on, until, most,"
                f" set_at, lift_reason) select address_id, reason, words, office_id, set_on, {value}, most, set_at,"
                " '' from activities_donotreturn where id = %s",
                [made.pk],
            )


@pytest.mark.promise("PIA-1.5-4")
def test_the_keeper_of_marks_lets_nobody_rewrite_one(work: Work):
    made = marked(work)
    for change in ("until = until + 1", "reason = 'MOVED'", "set_on = set_on - 1"):
        with pytest.raises(DatabaseError, match="permission denied"), written() as cursor:
            cursor.execute(f"update activities_donotreturn set {change} where id = %s", [made.pk])


@pytest.mark.promise("PIA-1.7-1")
def test_the_ledger_has_no_place_for_a_name():
    named = {Datum.NAME, Datum.ALIAS, Datum.BIRTH_DATE, Datum.A_NUMBER, Datum.USER_NAME}
    for model in (AddressRecord, DoNotReturn):
        assert not set(model.Privacy.personal.values()) & named
        assert not any("name" in field.name for field in model._meta.get_fields())


# --- what verifies an address


def tip(by: User) -> Work:
    """A case whose lead is a tip, so that nothing verifies its address yet."""
    number = make_a_number()
    subject = make_subject(a_number=number, docket_office="DAL")
    case = make_case(subject=subject)
    lead = leads.accept(make_lead(by=by, a_number=number, source_kind="TIP"), by=by)
    return Work(by, case, lead, subject)


@pytest.fixture
def tipped(db: None) -> Work:
    return tip(make_team_officer("DAL"))


def test_a_tip_verifies_nothing_and_a_government_lead_does(tipped: Work, work: Work):
    assert verified(tipped) is None
    found = verified(work, max(TODAY, work.lead.received_on))
    assert found is not None
    assert found.source.startswith("lead")


@pytest.mark.parametrize(("system", "counts"), [("COMMERCIAL", False), ("", False), ("STATE", True)])
def test_a_check_verifies_unless_it_asked_commercial_records_or_nothing(
    tipped: Work, system: str, counts: bool
):
    make_activity(tipped, "ADDRESS_CHECK", acted_on=TODAY, check_system=system)
    assert (verified(tipped) is not None) == counts


@pytest.mark.parametrize(
    ("outcome", "counts"), [("FOUND", True), ("NOT_THERE", True), ("NOT_ANSWERED", False)]
)
def test_a_visit_verifies_where_the_subject_lives_there(tipped: Work, outcome: str, counts: bool):
    visited(tipped, outcome)
    assert (verified(tipped) is not None) == counts


def test_what_was_found_later_takes_a_verification_away(tipped: Work):
    make_activity(tipped, "ADDRESS_CHECK", acted_on=TODAY - timedelta(days=9))
    assert verified(tipped) is not None
    visited(tipped, "MOVED")
    assert verified(tipped) is None
    make_activity(tipped, "ADDRESS_CHECK", acted_on=TODAY)
    assert verified(tipped) is not None


def test_a_verification_is_of_one_subject_and_not_from_the_future(tipped: Work):
    other = tip(tipped.officer)
    make_activity(tipped, "ADDRESS_CHECK", acted_on=TODAY)
    assert verified(other) is None
    assert verified(tipped, TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("source", "counts"), [("EID", True), ("GOVERNMENT", True), ("COMMERCIAL", False), ("OFFICER", False)]
)
def test_a_statement_verifies_by_its_source(tipped: Work, source: str, counts: bool):
    lead = tipped.lead
    origin = officer_origin(tipped.officer)
    said = origin if source == "OFFICER" else Origin(source, "Sample", TODAY, "I26-000001-1", "a.csv", 1)
    subjects.add_address(
        tipped.subject,
        by=tipped.officer,
        origin=said,
        line_1=lead.line_1,
        line_2=lead.line_2,
        city=lead.city,
        state=lead.state,
        zip=lead.zip,
        seen_on=TODAY - timedelta(days=5),
    )
    found = verified(tipped)
    assert (found is not None) == counts
    assert found is None or found.on == TODAY - timedelta(days=5)


def test_many_verifications_take_as_many_queries_as_one(tipped: Work, django_assert_num_queries: Any):
    pairs = [pair_of(tipped), *(pair_of(tip(tipped.officer)) for _ in range(2))]
    pairs += [(f"{n:032x}", tipped.subject.pk) for n in range(5)]
    with django_assert_num_queries(4):
        queries.verifications(pairs, TODAY)
    with django_assert_num_queries(4):
        queries.marks_of(pairs, TODAY)


def test_every_outcome_of_the_policy_is_one_of_a_visit_and_every_mark_ends():
    table = policy.table()
    assert {"UNRELATED", "NO_SUCH_UNIT"} <= {code for code, one in table.of_outcome.items() if one.everybody}
    assert {"MOVED"} <= {code for code, one in table.of_outcome.items() if not one.everybody}
    assert "NOT_THERE" not in table.of_outcome
    assert "COMMERCIAL" not in table.check_systems


# --- in sets, and counted


def test_visits_taken_over_in_a_set_enter_the_ledger_and_mark_it(work: Work):
    officer, day = work.officer, TODAY - timedelta(days=9)
    signed = (officer.pk, officer.name, officer.position_title, officer.office.field_office_id, None)
    more = {"lead_id": work.lead.pk, "case_id": work.case.pk}
    made = timezone.now()
    there = PastActivity("VISIT", *signed, day, made, visit_outcome="UNRELATED", **more)
    elsewhere = PastActivity(
        "VISIT", *signed, day, made, visit_outcome="UNRELATED", location="9 Other Road", **more
    )
    record_set([there, elsewhere], by=Job("tests"))
    assert sorted(Activity.objects.values_list("address_key", flat=True)) == ["", work.lead.address_key]
    mark = queries.marks([work.lead.address_key], TODAY)[work.lead.address_key]
    assert (mark.set_on, mark.reason, mark.set_by) == (day, "UNRELATED", None)
    record_set([replace(there, address_key="")], by=Job("tests"))
    assert AddressRecord.objects.count() == 1


def test_the_ranking_reads_visits_at_the_address_whether_on_the_lead_or_on_the_case(work: Work):
    assert last_visits([pair_of(work)]) == {}
    visited(work, "NOT_THERE", days=3)
    visited(work, "MOVED", days=2, on="case", address_key=work.lead.address_key)
    assert last_visits([pair_of(work)]) == {pair_of(work): "NOT_THERE"}


def test_addresses_of_a_source_are_counted_by_what_visits_found(work: Work, tipped: Work):
    for outcome in ("FOUND", "NOT_THERE", "UNRELATED", "NOT_ANSWERED"):
        visited(work, outcome)
    visited(tipped, "MOVED")
    found = addresses(TODAY - timedelta(days=1), TODAY)
    rows = {row.name: tuple(row.figures[:4]) for row in found.sources}
    assert rows["Total"] == (5, 2, 2, 1)
    assert rows["Tip"] == (1, 0, 1, 0)
    assert [str(figure) for figure in found.offices[-1].figures[4:]] == ["50.0", "50.0"]
    assert addresses(TODAY, TODAY).sources[-1].figures[0] == 0
