"""The first sentence of the first page."""

from __future__ import annotations

from django.http import HttpRequest

from fcms.lib.waiting import say, sentence


def test_what_waits_is_said_in_one_sentence_in_the_order_of_the_panels():
    request = HttpRequest()
    assert sentence(request) == ""
    for phrase in ("4 leads wait for you.", "", "2 checks lapse today"):
        say(request, phrase)
    assert sentence(request) == "4 leads wait for you, 2 checks lapse today."
