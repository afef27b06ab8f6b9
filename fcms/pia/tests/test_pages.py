"""The public pages of the assessment, as a stranger sees them."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from fcms.pia.promises import CHAPTERS, PROMISES

pytestmark = pytest.mark.django_db


def test_a_stranger_reads_every_promise_and_its_state(client):
    page = client.get("/assessment/")
    assert page.status_code == 200
    for promise in PROMISES:
        assert page.content.decode().count(f'id="{promise.id}"') == 1
    for title in CHAPTERS.values():
        assert title in page.content.decode()


def test_a_promise_has_a_page_with_the_words_of_the_assessment(client):
    page = client.get("/assessment/PIA-0-7/").content.decode()
    assert "sent by FCMS based on zip code of the address" in page
    assert "What keeps it" in page


def test_a_promise_that_was_never_made_is_not_found(client):
    assert client.get("/assessment/PIA-0-99/").status_code == 404


def test_the_whole_text_can_be_read(client):
    page = client.get("/assessment/text/").content.decode()
    assert "Section 9.0 Technology" in page
    assert "FCMS does not employ technology that raises privacy concerns." in page


def test_the_inventory_can_be_read(client):
    page = client.get("/assessment/data/").content.decode()
    assert "Social Security number" in page
    assert "Why" not in page.partition("<main")[0]
    assert "The list of additions is closed." in page


@pytest.mark.parametrize("name", ["overview", "text", "data"])
def test_each_page_says_why_it_is_public(name):
    assert "PIA-6.1-1" in resolve(reverse(f"pia:{name}")).func.public_because
