"""The worker links what was left unlinked, and forgets those who are nobody here."""

from __future__ import annotations

import logging

import pytest

from fcms.accounts.models import User
from fcms.exchange import actions as exchange
from fcms.exchange import tasks
from fcms.exchange.linkage import actions, feed, queries
from fcms.exchange.linkage.models import Linking
from fcms.exchange.models import Intake
from fcms.lib.verdict import Refused

from .make import inmate, load_roster, make_crowd, make_person, zones

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]


def test_what_a_killed_process_left_unlinked_is_not_applied_and_is_linked_by_the_worker(
    analyst: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    make_crowd()
    subject = make_person("Okonjola", "Emeka", "1979-09-20")

    def killed(*_given: object) -> None:
        raise feed.LinkageLost("It ended before it was done.")

    monkeypatch.setattr(feed, "_send", killed)
    with caplog.at_level(logging.WARNING):
        intake = load_roster(inmate("Okonjola", "Emeka", "1979-09-20"), by=analyst)
    assert "Okonjola" not in caplog.text
    intake = exchange.accept_all_clean(intake, by=analyst)
    with pytest.raises(Refused, match="not compared with the subjects yet"):
        exchange.apply(intake, by=analyst)
    assert queries.to_be_linked() == [intake.pk]
    monkeypatch.undo()
    monkeypatch.setattr(tasks, "link_once", tasks.link)
    tasks.link_left(0)
    assert zones(intake) == [(subject.pk, "PROPOSED")]
    assert queries.to_be_linked() == []
    # What was proposed after all clean rows were accepted waits for a person all the same.
    assert queries.confirmed(Intake.objects.get(pk=intake.pk)) == {}


def test_the_worker_forgets_by_night(analyst: User, monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(actions, "forget_nobody", lambda by: asked.append(by.actor_key) or 0)
    tasks.forget_nobody(0)
    assert asked == ["job:forgetting rows about nobody here"]
    assert not Linking.objects.exists()
