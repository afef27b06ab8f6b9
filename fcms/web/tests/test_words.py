"""Dates, spans and identifiers as they read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fcms.lib.paging import Page
from fcms.lib.verdict import no, yes
from fcms.web import words
from fcms.web.templatetags import fcms as tags

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "yesterday"),
        (-1, "tomorrow"),
        (3, "3 days ago"),
        (59, "59 days ago"),
        (70, "2 months ago"),
        (729, "23 months ago"),
        (800, "2 years ago"),
        (-5, "in 5 days"),
    ],
)
def test_a_span_is_said_in_the_unit_that_fits(days, said):
    assert words.ago_words(TODAY - timedelta(days=days), TODAY) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1971", "1971"),
        ("1971-03", "Mar 1971"),
        ("2009-03-12", "12 Mar 2009"),
        (date(2009, 3, 12), "12 Mar 2009"),
        ("", ""),
        ("unclear", "unclear"),
        ("2009-13", "2009-13"),
        ("2009-02-30", "2009-02-30"),
    ],
)
def test_a_date_reads_as_far_as_it_is_known(value, said):
    assert words.day_words(value) == said


def test_an_a_number_is_grouped():
    assert words.grouped("A900123456") == "A900-123-456"
    assert words.grouped("L26-004512-8") == "L26-004512-8"


@pytest.mark.parametrize(("rows", "said"), [(1, "conflict"), (0, "conflicts"), (2, "conflicts")])
def test_one_row_on_a_page_is_said_in_the_singular(rows, said):
    page = Page([None] * rows, sort="", next="", previous="")
    assert tags.pager(page, None, "conflicts", one="conflict")["what"] == said


def test_a_refused_action_stands_beside_its_sentence_and_cannot_be_pressed():
    values = tags.act({}, "Close", "/leads/1/close/", no("Say what came of the lead before closing it."))
    assert values["refused"]
    assert values["sentence"] == "Say what came of the lead before closing it."
    assert not tags.act({}, "Close", "/leads/1/close/", yes())["refused"]


def test_values_in_components_are_escaped():
    evil = "<script>alert(1)</script>"
    for html in (
        tags.status(evil),
        tags.fact(evil, evil, evil, evil),
        tags.identifier(evil, evil),
        tags.verdict(no(evil)),
        tags.date(evil),
        tags.count(1, evil, evil),
        tags.tab(evil, evil),
        tags.crumb(evil, evil),
    ):
        assert "<script" not in html
