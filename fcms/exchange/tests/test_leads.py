"""An extract of leads from the door to the queues of the teams, by the real actions."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fcms.audit.models import Change
from fcms.cases.tests.make import make_case
from fcms.exchange import actions, queries
from fcms.exchange.lifecycle import Decision, RowState, Status
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.leads.models import Lead, LeadStep
from fcms.leads.tests.make import make_lead
from fcms.lib.verdict import Refused
from fcms.offices.queries import current_edition
from fcms.subjects.tests.make import make_officer, make_subject

from .make import apply, found, leads, load, make_analyst, row

pytestmark = pytest.mark.django_db
KNOWN = "A900123456"


def linked(**changes: Any) -> dict[str, Any]:
    """A lead about the subject who has the A-Number `KNOWN`: clean, without a finding."""
    return {"a_number": KNOWN, **changes}


def reject(intake: Intake, *rows: int, by: Any = None, reason: str = "Sent twice.") -> None:
    actions.decide(
        intake,
        by=by or make_analyst(),
        file="leads.csv",
        rows=rows,
        decision=Decision.REJECTED,
        reason=reason,
    )


def accept(intake: Intake, *rows: int, by: Any = None) -> None:
    actions.decide(intake, by=by or make_analyst(), file="leads.csv", rows=rows, decision=Decision.ACCEPTED)


@pytest.mark.promise("PIA-0-6")
def test_an_extract_is_received_staged_and_checked_and_nothing_of_it_is_a_fact_yet() -> None:
    make_case(subject=make_subject(a_number=KNOWN))
    intake = load(leads(linked(), linked(zip="7520")), producer="State DOC")
    assert (intake.status, intake.rows, intake.producer) == (Status.REVIEW, 2, "State DOC")
    assert intake.staged_at is not None
    assert found(intake) == [(2, "R-ZIP", "zip"), (2, "R-ZIP-MISSING", "zip")]
    assert not Lead.objects.exists()


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("wrong", "rule", "column"),
    [
        ({"a_number": "A90012X"}, "R-A-NUMBER", "a_number"),
        ({"zip": "7520"}, "R-ZIP", "zip"),
        ({"zip": "75201-12"}, "R-ZIP", "zip"),
        ({"state": "Texas"}, "R-CODE", "state"),
        ({"source_kind": "RUMOUR"}, "R-CODE", "source_kind"),
        ({"received_on": "20.11.2009"}, "R-DATE", "received_on"),
        ({"received_on": "2009-02-30"}, "R-DATE", "received_on"),
        ({"received_on": "2999-01-01"}, "R-DATE", "received_on"),
        ({"received_on": "1066-10-14"}, "R-DATE", "received_on"),
        ({"received_on": ""}, "R-REQUIRED", "received_on"),
        ({"birth_date": "1971-13"}, "R-DATE", "birth_date"),
        ({"birth_date": "2009-11-22"}, "R-ORDER", "birth_date"),
        ({"first_seen": "2009-11-02"}, "R-ORDER", "last_seen"),
        ({"source_reference": ""}, "R-REQUIRED", "source_reference"),
        ({"source_reference": "X" * 61}, "R-FORM", "source_reference"),
        ({"family_name": "0konjo"}, "R-FORM", "family_name"),
        ({"line_1": "100 SAMPLE\x07WAY"}, "R-FORM", "line_1"),
        ({"notes": "The number is 900-12-3456."}, "R-SSN", "notes"),
        ({"state": "FL"}, "R-ZIP-STATE", "zip"),
    ],
)
def test_a_wrong_value_is_an_error_with_its_column_and_never_repeated(
    wrong: Any, rule: str, column: str
) -> None:
    make_case(subject=make_subject(a_number=KNOWN))
    intake = load(leads(linked(), {**linked(), **wrong}))
    finding = Finding.objects.get(intake=intake, rule=rule)
    assert (finding.file, finding.row, finding.column, finding.severity) == ("leads.csv", 2, column, "ERROR")
    value = next(iter(wrong.values()))
    assert not value or value not in finding.message + finding.value_class
    assert finding.message.endswith(".")
    assert row(intake, 1).state == RowState.CLEAN
    assert row(intake, 2).state == RowState.ERROR


@pytest.mark.parametrize(
    ("doubtful", "rule"),
    [
        ({"birth_date": "1971-01-01"}, "R-DOB-DEFAULT"),
        ({"birth_date": "1971"}, "R-DOB-PARTIAL"),
        ({"birth_date": "1972-03-04"}, "R-DOB-TWO"),
        ({"family_name": "Somebody Else"}, "R-NAME-TWO"),
        ({"a_number": ""}, "R-UNLINKED"),
        ({"a_number": "A900999999"}, "R-UNLINKED"),
        ({"a_number": "A900777777"}, "R-NO-CASE"),
        ({"zip": "", "city": "", "state": ""}, "R-ZIP-MISSING"),
        ({"zip": "00001", "city": "", "state": ""}, "R-ZIP-UNKNOWN"),
        ({"city": "Houston"}, "R-ZIP-CITY"),
        ({"line_1": "PO BOX 12"}, "R-PO-BOX"),
        ({"notes": "=HYPERLINK(1)"}, "R-FORMULA"),
        ({"notes": "@SUM(A1)"}, "R-FORMULA"),
    ],
)
def test_what_is_doubtful_is_a_warning_and_does_not_stop_the_row(doubtful: Any, rule: str) -> None:
    make_case(subject=make_subject(a_number=KNOWN))
    make_subject(a_number="A900777777")
    intake = load(leads({**linked(), **doubtful}))
    finding = Finding.objects.filter(intake=intake, rule=rule).first()
    assert finding is not None
    assert finding.severity == "WARNING"
    assert row(intake).state == RowState.WARNING
    assert queries.counts_of(intake).clean == 1
    assert apply(intake).result["received"] == 1


def test_the_rows_by_state_and_by_decision_add_up_to_all_rows() -> None:
    make_case(subject=make_subject(a_number=KNOWN))
    intake = load(
        leads(linked(), linked(), linked(birth_date="1971"), linked(zip="x"), linked(source_reference="R-1"))
    )
    counts = queries.counts_of(intake)
    assert (counts.without_finding, counts.warnings, counts.errors, counts.repeated) == (2, 1, 1, 1)
    assert counts.rows == intake.rows == 5
    accept(intake, 1)
    reject(intake, 4)
    counts = queries.counts_of(intake)
    assert (counts.accepted, counts.rejected, counts.waiting) == (1, 1, 3)
    actions.accept_all_clean(intake, by=make_analyst())
    counts = queries.counts_of(queries.intake_named(intake.number) or intake)
    assert (counts.accepted, counts.rejected, counts.waiting) == (3, 1, 1)


@pytest.mark.promise("PIA-1.4-1", "PIA-1.5-1")
def test_the_keeper_accepts_no_row_with_an_error_even_behind_the_actions() -> None:
    intake, by = load(leads({"zip": "7"})), make_analyst()
    with pytest.raises(Refused, match="Edit it until the error is gone"):
        accept(intake, 1)
    with pytest.raises(IntegrityError, match="exchange_row_no_error_accepted"), transaction.atomic():
        StagedRow.objects.filter(intake=intake).update(decision="ACCEPTED", decided_by=by)
    with pytest.raises(Refused, match="No row is accepted yet"):
        apply(intake)


def test_a_rejection_says_why() -> None:
    intake = load(leads({}))
    with pytest.raises(Refused, match="Say why the row is rejected"):
        reject(intake, 1, reason="  ")
    with pytest.raises(IntegrityError, match="exchange_row_rejected_says_why"), transaction.atomic():
        StagedRow.objects.filter(intake=intake).update(decision="REJECTED", decided_by=make_analyst())
    reject(intake, 1, reason="Not ours.")
    assert (row(intake).decision, row(intake).reason) == (Decision.REJECTED, "Not ours.")


def test_a_row_that_is_not_there_cannot_be_decided_or_edited() -> None:
    intake = load(leads({}))
    with pytest.raises(Refused, match="no row by one of these numbers"):
        accept(intake, 1, 7)
    with pytest.raises(Refused, match="no such row"):
        actions.edit_row(intake, by=make_analyst(), file="other.csv", row=1, cells={})


@pytest.mark.promise("PIA-1.4-1", "PIA-1.5-1")
def test_an_edited_row_is_checked_again_and_what_was_received_stays_beside_the_edit() -> None:
    make_case(subject=make_subject(a_number=KNOWN))
    intake, by = load(leads(linked(zip="7520", city="Waco"))), make_analyst()
    edited = actions.edit_row(
        intake, by=by, file="leads.csv", row=1, cells={"zip": " 75201 ", "city": "Dallas"}
    )
    assert (edited.state, found(intake)) == (RowState.CLEAN, [])
    assert (edited.edited_by, edited.decision) == (by, "")
    cells = {cell.column: cell for cell in queries.cells_of(intake, edited)}
    assert (cells["zip"].received, cells["zip"].value, cells["zip"].edited) == ("7520", "75201", True)
    assert not cells["line_1"].edited
    worse = actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={"zip": "33130"})
    assert worse.state == RowState.ERROR
    assert {rule for _, rule, _ in found(intake)} == {"R-ZIP-STATE"}
    assert apply_after_edit(intake, by) == "75201"


def apply_after_edit(intake: Intake, by: Any) -> str:
    actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={"zip": "75201"})
    apply(intake, by=by)
    return Lead.objects.get(intake=intake.number).zip


def test_the_same_row_twice_is_taken_once_and_a_rejected_or_corrected_one_repeats_nothing() -> None:
    same = {"source_reference": "SAME"}
    intake, by = load(leads(same, same, same)), make_analyst()
    assert [row(intake, n).state for n in (1, 2, 3)] == ["WARNING", "REPEATED", "REPEATED"]
    reject(intake, 1)
    assert [row(intake, n).state for n in (1, 2, 3)] == ["WARNING", "WARNING", "REPEATED"]
    accept(intake, 2)
    actions.edit_row(intake, by=by, file="leads.csv", row=3, cells={"source_reference": "OTHER"})
    assert row(intake, 3).state == "WARNING"
    actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={"source_reference": "SAME"})
    again = row(intake, 2)
    assert (again.state, again.decision) == ("REPEATED", "")


def test_what_was_received_before_in_another_extract_or_by_hand_is_repeated() -> None:
    apply(load(leads({"source_reference": "X-1"})))
    number = Lead.objects.get().number
    hand = make_lead(source_kind="TIP", source_agency="", source_reference="T-1")
    intake = load(
        leads(
            {"source_reference": "X-1", "notes": "Again."},
            {"source_kind": "TIP", "source_agency": "", "source_reference": "T-1"},
            {"source_reference": "X-1", "source_agency": "Another agency"},
        )
    )
    messages = (
        Finding.objects.filter(intake=intake, rule="R-REPEATED").order_by("row").values_list("row", "message")
    )
    assert [n for n, _ in messages] == [1, 2]
    assert [number in messages[0][1], hand.number in messages[1][1]] == [True, True]


def test_rows_received_from_elsewhere_after_they_were_accepted_stop_the_application_and_are_marked() -> None:
    by = make_analyst()
    first = load(leads({"source_reference": "X-1"}, {"source_reference": "X-2"}), by=by)
    second = load(leads({"source_reference": "X-1", "notes": "Other"}, {"source_reference": "X-3"}), by=by)
    apply(first, by=by)
    with pytest.raises(Refused, match="1 accepted rows were received from elsewhere"):
        apply(second, by=by)
    assert Lead.objects.count() == 2
    assert [row(second, n).state for n in (1, 2)] == ["REPEATED", "WARNING"]
    apply(second, by=by)
    assert sorted(Lead.objects.values_list("source_reference", flat=True)) == ["X-1", "X-2", "X-3"]


@pytest.mark.promise("PIA-0-6", "PIA-0-7")
def test_accepted_rows_become_leads_linked_and_routed_with_rule_and_edition() -> None:
    case = make_case(subject=make_subject(a_number=KNOWN))
    by = make_analyst()
    miami = {"zip": "33130", "city": "Miami", "state": "FL"}
    nowhere = {"zip": "", "city": "", "state": ""}
    intake = apply(load(leads(linked(), miami, nowhere, {"zip": "bad"}), by=by), by=by)
    assert intake.status == Status.APPLIED
    assert intake.result == {"received": 3, "routed": 2, "linked": 1}
    first, second, third = Lead.objects.filter(intake=intake.number).order_by("row")
    assert (first.subject, first.case, first.office.code) == (case.subject, case, "DAL")  # type: ignore[union-attr]
    assert (first.entered_by, first.file, first.row) == (by, "leads.csv", 1)
    assert (second.subject, second.office.code) == (None, "MIA")  # type: ignore[union-attr]
    assert (third.status, third.office, third.rule) == ("NEW", None, "NO_ZIP")
    step = LeadStep.objects.get(lead=first, step="ROUTED")
    edition = current_edition()
    assert edition is not None
    assert (step.rule, step.edition, step.zip, step.by) == (first.rule, edition, "75201", by)
    assert first.rule
    assert queries.row_of(intake, "leads.csv", 1).became == first.number  # type: ignore[union-attr]
    assert queries.row_of(intake, "leads.csv", 4).became == ""  # type: ignore[union-attr]


@pytest.mark.promise("PIA-1.4-1")
def test_only_accepted_rows_are_applied_and_only_once() -> None:
    by = make_analyst()
    intake = load(leads({}, {}, {}), by=by)
    accept(intake, 1, by=by)
    reject(intake, 2, by=by)
    intake = actions.apply(intake, by=by)
    assert (intake.applied_by, Lead.objects.count()) == (by, 1)
    with pytest.raises(Refused, match="applied already"):
        actions.apply(intake, by=by)
    for late in (lambda: accept(intake, 3), lambda: actions.accept_all_clean(intake, by=by)):
        with pytest.raises(Refused, match="no longer be changed"):
            late()
    assert Lead.objects.count() == 1


def test_a_failure_in_the_middle_of_applying_leaves_nothing_behind() -> None:
    by = make_analyst()
    intake = load(leads({}, {}, {}), by=by)
    # A value that no check lets through, put there behind the actions: the database refuses it in the middle.
    broken = row(intake, 2)
    broken.canonical[row_index("zip")] = "notazip"
    broken.save()
    before = Change.objects.filter(table="leads_lead").count()
    with pytest.raises(Exception, match="leads_lead_zip|value too long"), transaction.atomic():
        apply(intake, by=by)
    intake = queries.intake_named(intake.number) or intake
    assert (intake.status, Lead.objects.count(), LeadStep.objects.count()) == (Status.REVIEW, 0, 0)
    assert Change.objects.filter(table="leads_lead").count() == before
    actions.edit_row(intake, by=by, file="leads.csv", row=2, cells={"zip": "75201"})
    assert apply(intake, by=by).result["received"] == 3


def row_index(column: str) -> int:
    from fcms.exchange.sources.government_leads.layout import LEADS

    return LEADS.index[column]


@pytest.mark.promise("PIA-0-6", "PIA-1.4-1")
@pytest.mark.parametrize("role", ["officer", "supervisor", "director", "counsel", "auditor", "administrator"])
def test_only_headquarters_loads_reviews_and_applies(role: str) -> None:
    by = make_officer("DAL", role)
    with pytest.raises(Refused, match="Ask headquarters"):
        load(leads({}), by=by)
    intake = load(leads({}))
    for verb in (
        lambda: actions.accept_all_clean(intake, by=by),
        lambda: accept(intake, 1, by=by),
        lambda: actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={}),
        lambda: actions.refuse(intake, by=by, reason="Not mine."),
        lambda: actions.stage(intake, by=by),
        lambda: actions.ask_to_apply(intake, by=by),
        lambda: actions.apply(intake, by=by),
    ):
        with pytest.raises(Refused, match="Ask headquarters"):
            verb()


def test_the_trail_says_who_did_what_with_an_extract() -> None:
    by = make_analyst()
    intake = apply(load(leads({}), by=by), by=by)
    events = Change.objects.filter(table="exchange_intake", row=intake.pk).values_list("event", "actor")
    names = [event for event, _ in events]
    assert set(names) >= {"extract received", "extract staged", "rows decided", "extract applied"}
    assert {actor for _, actor in events} == {by.actor_key}


def test_a_row_whose_cells_are_odd_is_kept_as_it_was_received() -> None:
    odd = "He said \"no\\way\",\tthen {NULL}, 'x' {}\r\nand left; NULL"
    intake = load(leads({"notes": odd, "source_officer": "NULL", "line_2": '{"a"}'}))
    staged = row(intake)
    received = dict(zip(("x",), (staged.received[row_index("notes")],), strict=True))["x"]
    assert received == odd
    assert staged.canonical[row_index("notes")] == " ".join(odd.split())
    assert staged.canonical[row_index("source_officer")] == "NULL"
    assert staged.canonical[row_index("a_number")] is None
