"""Two people at the same lead at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from fcms.leads import actions
from fcms.leads.lifecycle import Status
from fcms.leads.models import LeadStep
from fcms.lib.verdict import Refused
from fcms.subjects.tests.make import make_officer

from .make import make_lead


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_accept_a_lead_at_once_one_does_and_the_other_reads_a_sentence() -> None:
    lead = make_lead()
    people = [make_officer("DAL"), make_officer("DAL")]
    start, answers = Barrier(2), []

    def run(verb: Callable[[], object]) -> None:
        start.wait(10)
        try:
            answers.append(verb())
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[lambda who=who: actions.accept(lead, by=who)]) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    refusals = [answer.sentence for answer in answers if isinstance(answer, Refused)]
    assert refusals == ["Somebody accepted this lead already. Ask your supervisor to assign it to you."]
    lead.refresh_from_db()
    assert lead.status == Status.WORKING
    assert lead.officer in people
    assert LeadStep.objects.filter(lead=lead, step="ACCEPTED").count() == 1
