"""The first sentence of the first page."""

from __future__ import annotations

from django.http import HttpRequest

from fcms.lib.waiting import say, sentence


def test_what_waits_is_said_in_one_sentence_in_the_order_of_what_matters():
    request = HttpRequest()
    assert sentence(request) == ""
    for phrase, order in (("2 checks lapse today", 20), ("4 leads wait for you.", 10), ("", 1)):
        say(request, phrase, order)
    assert sentence(request) == "4 leads wait for you, 2 checks lapse today."
