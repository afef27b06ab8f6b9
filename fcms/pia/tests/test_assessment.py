"""The text, the promises that quote it, and the inventory."""

from __future__ import annotations

import pytest

from fcms.pia import assessment
from fcms.pia.datum import ADDITIONS, Datum
from fcms.pia.promises import BY_ID, CHAPTERS, PROMISES, Promise

EXPECTED = """
    0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-9 0-10 0-11 0-12 0-13 0-14 0-15
    1.1-1 1.1-2 1.1-3 1.1-4 1.1-5 1.1-6 1.1-7 1.1-8 1.1-9 1.2-1 1.3-1 1.3-2 1.3-3 1.4-1 1.4-2
    1.5-1 1.5-2 1.5-3 1.5-4 1.7-1 1.7-2
    2.1-1 2.1-2 2.1-3 2.1-4 2.2-1 2.3-1 2.4-1 2.4-2
    3.1-1 3.2-1 3.2-2 3.2-3 3.2-4 3.2-5 3.2-6
    4.1-1 5.1-1 5.1-2 5.3-1 5.4-1 6.1-1 7.1-1 7.2-1 7.4-1
    8.1-1 8.1-2 8.1-3 8.2-1 8.3-1 8.4-1 8.5-1 8.5-2 8.5-3 8.5-4 8.5-5 8.5-6 9.3-1
"""


def test_every_promise_of_the_requirements_is_listed_once():
    assert [promise.id for promise in PROMISES] == [f"PIA-{name}" for name in EXPECTED.split()]
    assert len(BY_ID) == len(PROMISES)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.id)
def test_each_quotation_stands_in_the_assessment(promise: Promise):
    assert promise.quotations
    for quotation in promise.quotations:
        assert assessment.says(quotation), quotation


def test_words_that_the_assessment_does_not_say_are_not_found():
    assert not assessment.says("ICE shares FCMS data that contains PII with other DHS components")


def test_the_text_holds_the_whole_document_and_nothing_of_the_website():
    text = assessment.printed()
    assert text.startswith("Privacy Impact Assessment\nfor the")
    assert text.rstrip().endswith("Chief Privacy Officer\nDepartment of Homeland Security")
    assert "Subscribe" not in text
    assert "Citebook" not in text


def test_every_section_and_question_of_the_assessment_becomes_a_part():
    anchors = [part.anchor for part in assessment.parts()]
    assert len(anchors) == len(set(anchors))
    assert {f"section-{number}" for number in range(1, 10)} <= set(anchors)
    assert {f"section-{promise.section}" for promise in PROMISES if promise.section != "0"} <= set(anchors)


def test_no_word_of_the_text_is_lost_in_the_parts():
    shown = " ".join(" ".join([part.title, *part.paragraphs]) for part in assessment.parts())
    printed = assessment.printed()
    for furniture in assessment._PAGE_FURNITURE.findall(printed):
        printed = printed.replace(furniture, "", 1)
    assert sorted(shown.replace("Title page", "").split()) == sorted(printed.replace("•", "").split())


def test_every_promise_belongs_to_a_chapter():
    assert {promise.chapter for promise in PROMISES} == set(CHAPTERS)


def test_a_promise_with_a_malformed_id_is_refused():
    with pytest.raises(ValueError, match="PIA-1.5-3"):
        _ = Promise("PIA-1.5", PROMISES[0].kind, "", ()).section


def test_every_item_of_the_inventory_cites_a_promise_and_every_addition_has_its_reason():
    for datum in Datum:
        assert datum.promise in BY_ID, datum
        assert bool(datum.addition_because) == (datum.heading == ADDITIONS), datum
    assert len({datum.words for datum in Datum}) == len(Datum)


@pytest.mark.promise("PIA-1.7-1")
def test_the_list_of_additions_is_closed():
    """Another addition is a change of the assessment: it needs a decision record, and then this test's consent."""
    assert [datum.name for datum in Datum if datum.addition_because] == [
        "ORDER_AND_STAY",
        "FAILURE_TO_REPORT",
        "CITIZENSHIP_CLAIM",
        "CONFIDENTIALITY_FLAG",
        "DEATH",
        "INMATE_NUMBER",
        "PLAN_CONTACT",
        "USER_EMAIL",
        "CRIMINAL_AT_ARREST",
        "NON_FUGITIVE_REMOVAL_DATE",
        "SOURCE_STATEMENT",
        "DISCLOSURE_RECIPIENT",
        "USERNAME",
    ]
