"""The screens of what is true: why a value is in force, a conflict settled, two subjects merged and separated."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.subjects import actions
from fcms.subjects.conflicts.queries import open_ones
from fcms.subjects.merging.actions import merge
from fcms.subjects.models import Merge, Subject

from .make import make_conflict, make_officer, make_subject

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def text(response: Any) -> str:
    return unescape(response.content.decode())


def page(name: str, subject: Subject, *more: Any) -> str:
    return reverse(f"subjects:{name}", args=[subject.number, *more])


@pytest.mark.promise("PIA-1.2-1")
def test_the_sources_tab_says_what_is_in_force_and_why_and_what_others_say(
    officer: User, sign_in: SignIn
) -> None:
    subject = make_subject()
    make_conflict(subject, officer)
    shown = text(sign_in(officer).get(page("tab", subject, "sources")))
    assert "What is in force, and why" in shown
    assert "Corrected by an officer" in shown
    assert "The only source" in shown
    assert "Exampleville" in shown
    assert "Not put in force: Place of birth." in shown
    assert "Taken back" not in shown
    actions.take_back("I26-000009-9", by=officer, reason="Sent in error.")
    shown = text(sign_in(officer).get(page("tab", subject, "sources")))
    assert "Taken back:" in shown
    shown = text(sign_in(officer).get(page("subject", subject)))
    assert "Exampleville" not in shown


@pytest.mark.promise("PIA-1.5-3")
def test_a_supervisor_settles_a_conflict_from_the_queue(officer: User, sign_in: SignIn) -> None:
    subject = make_subject()
    conflict = make_conflict(subject, officer)
    supervisor = make_officer("DAL", "supervisor")
    client = sign_in(supervisor)
    assert "Sources disagree" in text(client.get("/"))
    queue = client.get(reverse("subjects:conflicts"))
    where = page("settle", subject, conflict.pk)
    assert where in text(queue)
    assert where in text(client.get(page("subject", subject)))
    assert "Put in force what the source says: Exampleville" in text(client.get(where))
    refused = client.post(where, {"keep": "", "reason": ""})
    assert refused.status_code == 422
    assert "Choose which of the two to keep." in text(refused)
    done = client.post(where, {"keep": "SAID", "reason": "Passport seen."}, follow=True)
    assert "The conflict is settled." in text(done)
    assert f"by {supervisor.name}: Passport seen." in text(done)
    assert open_ones().count() == 0
    assert Subject.objects.get(pk=subject.pk).birth_place == "Exampleville"
    assert "settled already" in text(client.get(where))
    assert "Nothing to settle." in text(client.get(reverse("subjects:conflicts")))


def test_an_officer_sees_a_conflict_and_does_not_settle_it(officer: User, sign_in: SignIn) -> None:
    subject = make_subject()
    conflict = make_conflict(subject, officer)
    client = sign_in(officer)
    shown = text(client.get(page("subject", subject)))
    assert "Sources disagree" in shown
    assert "Ask your supervisor" in shown
    assert client.get(page("settle", subject, conflict.pk)).status_code == 403
    assert client.get(reverse("subjects:conflicts")).status_code == 403


def test_another_offices_supervisor_does_not_settle(officer: User, sign_in: SignIn) -> None:
    subject = make_subject()
    conflict = make_conflict(subject, officer)
    client = sign_in(make_officer("MIA", "supervisor"))
    where = page("settle", subject, conflict.pk)
    assert client.get(where).status_code == 403
    assert client.post(where, {"keep": "SAID", "reason": "x"}).status_code == 403
    assert open_ones().count() == 1
    assert "Nothing to settle." in text(client.get(reverse("subjects:conflicts")))


@pytest.mark.promise("PIA-1.5-3")
def test_the_journey_of_a_merge_and_back(officer: User, sign_in: SignIn) -> None:
    kept = make_subject(by=officer, identifiers={"FIN": "900123456789"})
    other = make_subject(
        by=officer, family_name="Exemplar", birth_on="1972", identifiers={"FIN": "900123456789"}
    )
    client = sign_in(make_officer("HQ", "hq_supervisor"))
    assert page("merge", kept) in text(client.get(page("subject", kept)))
    for wrong, sentence in (
        ("", "Give the number"),
        (kept.number, "with itself"),
        ("S26-999999-9", "no subject of that number"),
        ("A900-000", "A-Number"),
    ):
        refused = client.post(page("merge", kept), {"other": wrong})
        assert refused.status_code == 422
        assert sentence in text(refused)
    named = client.post(page("merge", kept), {"other": other.anumbers.get().number})
    assert named["Location"] == page("compare", kept, other.number)
    compared = text(client.get(named["Location"]))
    for words in ("Okonjo", "Exemplar", "differ", "agree", "· same", "Fingerprint"):
        assert words in compared, words
    assert "900123456789" not in compared
    unsure = client.post(named["Location"], {"reason": "Same FIN."})
    assert unsure.status_code == 422
    assert "a person decides, not the program" in text(unsure)
    done = client.post(named["Location"], {"reason": "Same FIN.", "certain": "on"}, follow=True)
    assert "is the same person and was merged into this record" in text(done)
    assert Access.objects.filter(record=f"subjects.subject:{other.pk}").exists()
    merged = text(client.get(page("subject", other)))
    assert "Merged into another subject" in merged
    assert page("edit", other, "who") not in merged
    assert client.get(page("edit", other, "who")).status_code == 409
    edited = client.post(page("edit", other, "who"), {"family_name": "Specimen"}, follow=True)
    assert "was merged into another" in text(edited)
    made = Merge.objects.get()
    where = page("unmerge", kept, made.pk)
    assert "1 identifiers" not in text(client.get(where))
    assert client.post(where, {"reason": ""}).status_code == 422
    back = client.post(where, {"reason": "Another person."}, follow=True)
    assert "stands by itself again" in text(back)
    assert "Merged into another subject" not in text(client.get(page("subject", other)))
    assert "undone already" in text(client.get(where))


@pytest.mark.parametrize("role", ["officer", "supervisor", "director"])
def test_no_role_of_an_office_opens_the_pages_of_merging(officer: User, sign_in: SignIn, role: str) -> None:
    kept, other = make_subject(by=officer), make_subject(by=officer)
    made = merge(kept, make_subject(by=officer), by=make_officer("HQ", "hq_supervisor"), reason="Same FIN.")
    client = sign_in(make_officer("DAL", role))
    shown = text(client.get(page("subject", kept)))
    assert "Merge with another subject" not in shown
    assert "Separate again" not in shown
    for where in (page("merge", kept), page("compare", kept, other.number), page("unmerge", kept, made.pk)):
        assert client.get(where).status_code == 403
        assert client.post(where, {"reason": "x", "certain": "on"}).status_code == 403
    assert Merge.objects.filter(undone_at=None).count() == 1


def test_a_subject_that_was_taken_back_says_so_and_is_only_read(officer: User, sign_in: SignIn) -> None:
    subject = make_subject()
    actions.take_back("I26-000001-8", by=officer, reason="Sent in error.")
    client = sign_in(make_officer("HQ", "hq_supervisor"))
    shown = text(client.get(page("subject", subject)))
    assert "Only an extract that was undone spoke of this person" in shown
    assert client.get(page("edit", subject, "who")).status_code == 409
    client.post(page("edit", subject, "who"), {"family_name": "Specimen"})
    assert Subject.objects.get(pk=subject.pk).family_name == "Okonjo"
