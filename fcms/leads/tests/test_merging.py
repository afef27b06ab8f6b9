"""Two subjects who are one person: merged by headquarters with all that is known of them, and separated again."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, transaction
from django.forms.models import model_to_dict

from fcms.accounts.models import User
from fcms.audit.models import Change
from fcms.cases import actions as cases
from fcms.cases.lifecycle import ClosureReason, Status
from fcms.cases.models import Case
from fcms.cases.queries import cases_of
from fcms.cases.tests.make import make_case, shown
from fcms.leads.models import Lead
from fcms.lib.actor import acting
from fcms.lib.verdict import Refused
from fcms.subjects import actions, queries
from fcms.subjects.conflicts.queries import of_subject
from fcms.subjects.merging.actions import merge, unmerge
from fcms.subjects.models import Address, Identifier, Merge, MergeMove, NameKeys, Statement, Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.search import Asked, search
from fcms.subjects.tests.make import make_a_number, make_officer, make_subject

from .make import make_lead

pytestmark = pytest.mark.django_db
HOME = {"line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}
WHY = "The same fingerprint number."


@pytest.fixture
def officer(db: None) -> User:
    return make_officer("DAL")


@pytest.fixture
def boss(db: None) -> User:
    return make_officer("HQ", "hq_supervisor")


def known(subject: Subject) -> Subject:
    return Subject.objects.get(pk=subject.pk)


def pair(officer: User, **other: Any) -> tuple[Subject, Subject]:
    """Two subjects with an alias, an address and a number each, one of the numbers the same."""
    subjects = []
    for street, born, ssn, more in (
        ("100 SAMPLE WAY", "1971-03-04", "900-01-0001", {}),
        ("200 SAMPLE WAY", "1972", "900-01-0002", {"family_name": "Exemplar", **other}),
    ):
        subjects.append(
            make_subject(
                by=officer,
                birth_on=born,
                aliases=[{"family_name": "Specimen", "given_name": "Ana" if street[0] == "1" else "Bea"}],
                addresses=[{**HOME, "line_1": street}],
                identifiers={"SSN": ssn, "FIN": "900123456789"},
                **more,
            )
        )
    return subjects[0], subjects[1]


IGNORED = {"changed_at", "waiting_since", "ranked_at"}
THEIRS = ("subjects", "cases", "leads")
OF_THE_MERGE = {"Merge", "MergeMove", "Conflict", "CaseStep"}
WORKED_OUT = {"LeadScore", "AddressScore"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of subjects, cases and leads but for the story of the merge itself, and scores, worked out anew."""
    found = {}
    for app in THEIRS:
        for model in apps.get_app_config(app).get_models():
            if model.__name__ not in OF_THE_MERGE | WORKED_OUT:
                names = [field.attname for field in model._meta.concrete_fields if field.name not in IGNORED]
                rows = model._base_manager.order_by("pk").values(*names)
                found[model.__name__] = [
                    {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
                    for row in rows
                ]
    return found


@pytest.mark.promise("PIA-1.5-3", "PIA-1.2-1")
@pytest.mark.parametrize("kept_case", [None, "OPEN", "COLD", "IN_CUSTODY", "REMOVED", "CLOSED"])
@pytest.mark.parametrize("other_case", [None, "OPEN", "COLD", "IN_CUSTODY", "CLOSED"])
def test_a_merge_that_is_undone_leaves_every_row_as_it_was(
    officer: User, boss: User, kept_case: str | None, other_case: str | None
) -> None:
    kept, other = pair(officer, birth_place="Sampletown", citizenship_claim=True, docket_office="DAL")
    for subject, status in ((kept, kept_case), (other, other_case)):
        if status:
            make_case(subject=subject, status=status)
        make_lead(a_number=queries.a_number_of(subject))
    if kept_case == other_case == "IN_CUSTODY":
        with pytest.raises(Refused, match="one arrest cannot be told from two"):
            merge(known(kept), known(other), by=boss, reason=WHY)
        return
    before = everything()
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    assert everything() != before
    assert Case.objects.live().filter(subject=other).count() == 0
    assert Case.objects.live().count() <= 1
    unmerge(made, by=boss, reason="Another person after all.")
    after = everything()
    assert after == before


@pytest.mark.promise("PIA-1.5-3")
def test_what_is_known_of_both_is_read_through_the_kept_one(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    numbers = {queries.a_number_of(kept), queries.a_number_of(other)}
    rows = list(Statement.objects.order_by("pk").values("pk", "subject_id", "said"))
    merge(known(kept), known(other), by=boss, reason=WHY)
    page = queries.page_of(known(kept), "who")
    assert set(page.a_numbers) == numbers
    assert {line.words for line in page.facts["alias"]} == {"Specimen, Ana", "Specimen, Bea"}
    assert len(queries.facts_of(kept, "address")) == 2
    assert queries.statements_of(kept).count() == len(rows)
    assert list(Statement.objects.order_by("pk").values("pk", "subject_id", "said")) == rows
    for number in numbers:
        assert queries.subject_by_a_number(number) == kept
    ssns = {queries.revealed(one) for one in Identifier.objects.filter(subject=kept, kind="SSN")}
    assert ssns == {"900-01-0001", "900-01-0002"}
    assert Identifier.objects.filter(subject=kept, kind="FIN").count() == 1


def test_a_search_for_either_finds_the_kept_one_alone(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    merge(known(kept), known(other), by=boss, reason=WHY)
    for words in ("Okonjo", "Exemplar", "Specimen", "200 Sample Way", "900-01-0002"):
        assert [hit.id for hit in search(officer, Asked(words)).hits] == [kept.pk], words
    assert [hit.id for hit in search(officer, Asked(office="DAL")).hits] == [kept.pk]


def test_what_was_not_known_is_taken_over_and_what_protects_stays(officer: User, boss: User) -> None:
    kept, other = pair(officer, birth_place="Sampletown", confidential_1367=True)
    actions.correct_subject(
        kept, by=officer, origin=officer_origin(officer), values={"confidential_1367": False}
    )
    merge(known(kept), known(other), by=boss, reason=WHY)
    kept = known(kept)
    assert (kept.birth_place, kept.confidential_1367, kept.birth_on) == ("Sampletown", True, "1971-03-04")
    [line] = queries.lines_of(kept, ["birth_place"])
    assert line.reason == "said of the subject that was merged into this one"
    [shown] = of_subject(kept)
    assert (shown.label, shown.held, shown.said) == ("Date of birth", "4 Mar 1971", "1972")


def test_of_two_live_cases_one_closes_as_merged_and_its_leads_go_to_the_other(
    officer: User, boss: User
) -> None:
    kept, other = pair(officer)
    stays, ends = make_case(subject=kept), make_case(subject=other, status=Status.COLD)
    lead = make_lead(a_number=queries.a_number_of(other))
    assert lead.case_id == ends.pk
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    ends.refresh_from_db()
    assert (ends.status, ends.closure_reason, ends.closed_by) == (Status.CLOSED, ClosureReason.MERGED, boss)
    assert {case.pk for case in cases_of(kept)} == {stays.pk, ends.pk}
    lead.refresh_from_db()
    assert (lead.subject_id, lead.case_id) == (kept.pk, stays.pk)
    unmerge(made, by=boss, reason="Another person after all.")
    ends.refresh_from_db()
    assert (ends.status, ends.subject_id) == (Status.COLD, other.pk)
    assert [step.step for step in ends.steps.order_by("id")][-3:] == ["CLOSED", "REOPENED", "WENT_COLD"]


def test_the_case_in_custody_goes_on_whichever_subject_is_kept(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    ends, stays = make_case(subject=kept), make_case(subject=other, status=Status.IN_CUSTODY)
    merge(known(kept), known(other), by=boss, reason=WHY)
    assert Case.objects.live().get() == stays
    assert known(kept).custody_status == "ICE_CUSTODY"
    assert Case.objects.get(pk=ends.pk).closure_reason == ClosureReason.MERGED


@pytest.mark.promise("PIA-1.5-3")
def test_what_was_added_later_stays_with_the_kept_one(officer: User, boss: User) -> None:
    kept, other = pair(officer, birth_place="Sampletown")
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    origin = officer_origin(officer)
    added = actions.add_address(
        known(kept), by=officer, origin=origin, **{**HOME, "line_1": "300 SAMPLE WAY"}
    )
    theirs = Address.objects.get(subject=kept, line_1="200 SAMPLE WAY")
    actions.withdraw(theirs, by=officer, reason="Torn down.")
    actions.correct_subject(
        known(kept),
        by=officer,
        origin=origin,
        values={"birth_place": "Exampleville", "gang_affiliation": "Sample"},
    )
    lead = make_lead(a_number=queries.a_number_of(kept), source_reference="R-9")
    case = make_case(subject=known(kept))
    unmerge(made, by=boss, reason="Another person after all.")
    assert Address.objects.get(pk=added.pk).subject_id == kept.pk
    theirs.refresh_from_db()
    assert theirs.subject_id == other.pk
    assert theirs.withdrawn_at is not None
    assert (known(kept).birth_place, known(kept).gang_affiliation) == ("Exampleville", "Sample")
    assert known(other).birth_place == "Sampletown"
    assert Lead.objects.get(pk=lead.pk).subject_id == kept.pk
    assert Case.objects.get(pk=case.pk).subject_id == kept.pk
    assert of_subject(known(kept)) == []


def test_a_case_opened_since_keeps_the_merged_one_closed(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    ends = make_case(subject=kept)
    make_case(subject=other, status=Status.IN_CUSTODY)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    stays = Case.objects.live().get()
    cases.remove(stays, by=boss, removed_on=stays.custody_on, evidence=shown("REMOVED"))  # type: ignore[arg-type]
    actions.correct_subject(
        known(kept),
        by=boss,
        origin=officer_origin(boss),
        values={"custody_status": "AT_LARGE", "custody_on": None, "removed_on": None},
    )
    later = make_case(subject=known(kept))
    unmerge(made, by=boss, reason="Another person after all.")
    assert Case.objects.get(pk=ends.pk).status == Status.CLOSED
    assert Case.objects.live().get() == later


def test_merges_are_undone_the_last_one_first(officer: User, boss: User) -> None:
    first, second = pair(officer)
    third = make_subject(by=officer, family_name="Placeholder")
    before = everything()
    one = merge(known(second), known(first), by=boss, reason=WHY)
    two = merge(known(third), known(second), by=boss, reason=WHY)
    assert known(first).merged_into_id == third.pk
    assert len(queries.page_of(known(third), "who").a_numbers) == 3
    assert queries.statements_of(third).count() == Statement.objects.count()
    with pytest.raises(Refused, match="Undo that merge first"):
        unmerge(one, by=boss, reason="Wrong.")
    unmerge(two, by=boss, reason="Wrong.")
    assert known(first).merged_into_id == second.pk
    unmerge(one, by=boss, reason="Wrong.")
    assert everything() == before


# --- who may, and what is refused


@pytest.mark.parametrize(
    ("role", "office"), [("officer", "DAL"), ("supervisor", "DAL"), ("director", "DAL"), ("hq_analyst", "HQ")]
)
@pytest.mark.promise("PIA-1.5-3")
def test_merging_and_separating_are_a_right_of_their_own(
    officer: User, boss: User, role: str, office: str
) -> None:
    kept, other = pair(officer)
    person = make_officer(office, role)
    with pytest.raises(Refused, match="does not merge"):
        merge(known(kept), known(other), by=person, reason=WHY)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    with pytest.raises(Refused, match="does not separate"):
        unmerge(made, by=person, reason="Wrong.")


def test_what_cannot_be_merged_is_refused_with_its_reason(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    third = make_subject(by=officer)
    with pytest.raises(Refused, match="one person: the document"):
        merge(known(kept), known(other), by=boss, reason=" ")
    with pytest.raises(Refused, match="with itself"):
        merge(known(kept), known(kept), by=boss, reason=WHY)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    with pytest.raises(Refused, match="other subject was merged"):
        merge(known(third), known(other), by=boss, reason=WHY)
    with pytest.raises(Refused, match="Open the one that stands"):
        merge(known(other), known(third), by=boss, reason=WHY)
    unmerge(made, by=boss, reason="Wrong.")
    with pytest.raises(Refused, match="undone already"):
        unmerge(made, by=boss, reason="Wrong.")


def test_no_case_opens_on_a_subject_that_was_merged(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    merge(known(kept), known(other), by=boss, reason=WHY)
    with pytest.raises(Refused, match="on the one that stands"):
        make_case(subject=known(other))


def test_no_subject_is_left_without_an_a_number(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    actions.withdraw(kept.anumbers.get(primary=True), by=officer, reason="Not theirs.")
    assert queries.a_number_of(kept)
    with pytest.raises(Refused, match="left without an A-Number"):
        unmerge(made, by=boss, reason="Wrong.")
    actions.add_a_number(known(kept), by=officer, origin=officer_origin(officer), number=make_a_number())
    unmerge(made, by=boss, reason="Wrong.")
    assert queries.a_number_of(kept)
    assert queries.a_number_of(other)


@pytest.mark.promise("PIA-1.5-3")
def test_the_trail_names_the_merge_and_its_undoing(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    unmerge(made, by=boss, reason="Wrong.")
    told = Change.objects.filter(table="subjects_subject", row=other.pk, operation="U").order_by("id")
    assert [(one.event, one.actor, one.reason) for one in told] == [
        ("subjects merged", boss.actor_key, WHY),
        ("subjects separated again", boss.actor_key, "Wrong."),
    ]
    assert [
        line.event
        for line in queries.page_of(known(kept), "history").history
        if line.table == "subjects_merge"
    ]


@pytest.mark.promise("PIA-1.5-3")
def test_the_keeper_moves_no_fact_but_with_a_merge_and_forgets_no_move(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    with (
        pytest.raises(IntegrityError, match="only when the two are merged"),
        transaction.atomic(),
        acting(boss, "test"),
    ):
        Address.objects.filter(subject=other).update(subject=kept)
    merge(known(kept), known(other), by=boss, reason=WHY)
    for forget in (lambda: MergeMove.objects.update(was=None), lambda: Merge.objects.update(reason="x")):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(boss, "test"):
            forget()


def test_names_are_searched_under_the_subject_they_belong_to(officer: User, boss: User) -> None:
    kept, other = pair(officer)
    made = merge(known(kept), known(other), by=boss, reason=WHY)
    assert NameKeys.objects.filter(subject=kept).count() == 3
    unmerge(made, by=boss, reason="Wrong.")
    assert NameKeys.objects.filter(subject=kept).count() == 2
    assert model_to_dict(known(other))["family_name"] == "Exemplar"
