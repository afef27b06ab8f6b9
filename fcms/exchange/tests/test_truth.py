"""Extracts meet what people decided: corrections stand, merged subjects are one, what is taken back may come again."""

from __future__ import annotations

import pytest

from fcms.accounts.models import User
from fcms.subjects import actions as subjects
from fcms.subjects import queries
from fcms.subjects.conflicts.queries import open_ones
from fcms.subjects.merging.actions import merge, unmerge
from fcms.subjects.models import Echo, SourceKind, Subject
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

from .make import PERSON, apply, jpeg, load_eid

pytestmark = pytest.mark.django_db
OWN, SECOND = PERSON["a_number"], "A900700002"
HOME = {"a_number": OWN, "line_1": "100 SAMPLE WAY", "city": "Dallas", "state": "TX", "zip": "75201"}


@pytest.fixture
def boss(db: None) -> User:
    return make_officer("HQ", "hq_supervisor")


def held(number: str = OWN) -> Subject:
    found = queries.subject_by_a_number(number)
    assert found is not None
    return found


@pytest.mark.promise("PIA-1.5-3")
def test_an_extract_leaves_what_an_officer_corrected_and_says_how_much_it_contradicts(boss: User) -> None:
    first = apply(load_eid({}))
    assert first.result["conflicts with what a person settled"] == 0
    subjects.correct_subject(
        held(), by=boss, origin=officer_origin(boss), values={"birth_on": "1970-01-02", "sex": "M"}
    )
    again = apply(load_eid({"middle_name": "Ana"}))
    assert again.result["conflicts with what a person settled"] == 2
    assert (held().birth_on, held().sex, held().middle_name) == ("1970-01-02", "M", "Ana")
    assert {one.column for one in open_ones()} == {"birth_on", "sex"}
    third = apply(load_eid({"middle_name": "Anna"}))
    assert third.result["conflicts with what a person settled"] == 0


@pytest.mark.promise("PIA-1.5-3")
def test_an_extract_lays_before_the_office_what_another_system_contradicts(boss: User) -> None:
    first = apply(load_eid({}))
    assert "conflicts between sources" not in first.result
    other = Origin(SourceKind.LEGACY, "FCMS-1", first.as_of, intake="I26-000050-1", file="cases.csv", row=7)
    before = held()
    said = "5B" if before.case_category != "5B" else "8E"
    subjects.correct_subject(before, by=boss, origin=other, values={"case_category": said})
    again = apply(load_eid({"middle_name": "Ana"}))
    assert again.result["conflicts between sources"] == 1
    [conflict] = open_ones()
    assert (conflict.column, conflict.held, conflict.said) == ("case_category", before.case_category, said)
    assert "conflicts between sources" not in apply(load_eid({"middle_name": "Anna"})).result


@pytest.mark.promise("PIA-1.2-1", "PIA-1.4-1")
def test_an_extract_that_was_wrong_is_taken_back_and_the_corrected_one_brings_the_person_again(
    boss: User,
) -> None:
    wrong = apply(load_eid({"family_name": "Exemplar"}, addresses=[HOME]))
    before = held()
    counts = subjects.take_back(wrong.number, by=boss, reason="The file was of another day.").counts
    assert (counts["subjects withdrawn"], counts["facts withdrawn"]) == (1, 2)
    assert queries.subject_by_a_number(OWN) is None
    right = apply(load_eid({}, addresses=[HOME]))
    assert right.result["subjects entered"] == 1
    assert held().pk != before.pk
    assert held().family_name == "Okonjo"


def test_facts_that_two_extracts_say_stay_with_the_one_that_remains(boss: User) -> None:
    photograph = {"a_number": OWN, "taken_on": "2004-05-06", "file": "photos/one.jpg"}
    given = {"addresses": [HOME], "photographs": [photograph], "pictures": {"photos/one.jpg": jpeg()}}
    apply(load_eid({"a_number": SECOND}))
    base = apply(load_eid({}))
    said = apply(load_eid({"ssn": "901-45-6781"}, **given))
    again = apply(load_eid({"ssn": "901-45-6781"}, extract_id="EID-20091121-02", **given))
    assert again.result["facts already held"] == 2
    assert again.result["photographs already held"] == 1
    assert Echo.objects.count() == 3
    subjects.take_back(said.number, by=boss, reason="Sent twice.")
    for kind in ("address", "identifier", "photograph"):
        [line] = queries.facts_of(held(), kind)
        assert not line.withdrawn, kind
        assert again.number in line.source.where, kind
    assert queries.later_than(base.number) != []


@pytest.mark.promise("PIA-1.5-3")
def test_an_extract_about_either_of_two_merged_subjects_is_about_the_kept_one(boss: User) -> None:
    apply(load_eid({}, {"a_number": SECOND, "family_name": "Exemplar"}))
    kept, other = held(), held(SECOND)
    made = merge(kept, other, by=boss, reason="The same fingerprint number.")
    picture = {"a_number": SECOND, "taken_on": "2004-05-06", "file": "photos/one.jpg"}
    apply(
        load_eid(
            {"a_number": SECOND, "birth_place": "Sampletown"},
            photographs=[picture],
            pictures={"photos/one.jpg": jpeg()},
        )
    )
    assert held().birth_place == held(SECOND).birth_place == "Sampletown"
    assert held(SECOND) == kept
    unmerge(made, by=boss, reason="Another person after all.")
    assert held(SECOND) == other
    assert held(SECOND).birth_place == ""
    assert held().birth_place == "Sampletown"


def test_a_photograph_of_a_merged_subject_is_known_again(boss: User) -> None:
    picture = {"a_number": SECOND, "taken_on": "2004-05-06", "file": "photos/one.jpg"}
    files = {"photographs": [picture], "pictures": {"photos/one.jpg": jpeg()}}
    apply(load_eid({}, {"a_number": SECOND, "family_name": "Exemplar"}, **files))
    merge(held(), held(SECOND), by=boss, reason="The same fingerprint number.")
    again = apply(load_eid({"a_number": SECOND}, **files))
    assert again.result["photographs already held"] == 1


def test_what_a_person_hears_of_a_merge_is_that_an_undo_stops_at_it(boss: User) -> None:
    extract = apply(load_eid({}))
    assert queries.later_than(extract.number) == []
    merge(held(), make_subject(by=boss), by=boss, reason="The same fingerprint number.")
    [(_, sentence)] = queries.later_than(extract.number)
    assert sentence.startswith("It was merged with subject ")
