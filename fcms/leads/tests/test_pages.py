"""The pages of leads, as people meet them in the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.cases.queries import within_reach as reads_case
from fcms.cases.tests.make import make_case
from fcms.leads import actions
from fcms.leads.lifecycle import Outcome, Status
from fcms.leads.models import Lead, LeadStep
from fcms.lib.actor import Job, acting
from fcms.subjects.queries import within_reach as reads_subject
from fcms.subjects.tests.make import make_a_number, make_officer, make_subject

from .make import DALLAS, MIAMI, SAMPLE, make_lead, make_team_officer

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    with acting(Job("tests"), "signed in"):
        client.force_login(user)
    return client


def page(client: Client, address: str, code: int = 200, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == code, response.content[:2000]
    text: str = response.content.decode()
    assert "UNDEFINED" not in text
    return text


def typed(**values: Any) -> dict[str, Any]:
    return {**SAMPLE, "received_on": "2009-11-20", **values}


def aged(lead: Lead, days: int) -> Lead:
    """Let a lead have waited: its steps lie as far back, which nobody can do but the clock."""
    then = timezone.now() - timedelta(days=days)
    with acting(Job("tests"), "the clock"):
        Lead.objects.filter(pk=lead.pk).update(waiting_since=then)
    return lead


# --- queues


def test_the_queue_of_a_team_shows_its_leads_the_longest_waiting_first() -> None:
    officer = make_team_officer("DAL", 1)
    new, old = make_lead(family_name="Younger"), aged(make_lead(family_name="Elder"), 9)
    make_lead(zip=MIAMI, city="", state="", family_name="Stranger")
    text = page(browser(officer), "/leads/")
    assert text.index(old.number) < text.index(new.number)
    assert "Elder" in text
    assert "Stranger" not in text
    assert "2 leads wait for you." in text


@pytest.mark.parametrize(
    "role", ["officer", "supervisor", "director", "hq_analyst", "hq_supervisor", "counsel"]
)
def test_every_queue_of_every_role_opens_empty_and_full(role: str) -> None:
    from fcms.leads.queues import queues_of

    person = make_officer("HQ" if role in ("hq_analyst", "hq_supervisor", "counsel") else "DAL", role)
    client = browser(person)
    for queue in queues_of(person):
        assert queue.empty.split("'")[0] in page(client, f"/leads/{queue.code}/")
    for status in Status:
        make_lead(status=status, by=person if person.may("leads:update") else None)
    for queue in queues_of(person):
        page(client, f"/leads/{queue.code}/", sort="waiting")


def test_the_counts_on_the_tabs_are_those_of_the_lists() -> None:
    from fcms.leads.queues import counts_of, leads_in, queues_of

    officer, mate = make_team_officer("DAL", 1), make_team_officer("DAL", 1)
    actions.accept(make_lead(), by=officer)
    actions.accept(make_lead(), by=mate)
    make_lead(by=officer, status=Status.NEW)
    make_lead(status=Status.CLOSED)
    make_lead(a_number=make_a_number())
    for person in (officer, make_officer("DAL", "supervisor"), make_officer("HQ", "hq_analyst")):
        counts = counts_of(person)
        for queue in queues_of(person):
            if queue.code in counts:
                assert counts[queue.code] == leads_in(person, queue.code).count(), queue.code
    assert counts_of(officer) == {
        "accept": 1, "working": 1, "mine": 1, "team": 3, "others": 1, "office": 3, "unlinked": 3, "unrouted": 1,
    }  # fmt: skip


def test_filters_and_sorting_stand_in_the_address_and_narrow_the_list() -> None:
    officer = make_officer("DAL")
    client = browser(officer)
    here = aged(make_lead(source_kind="TIP"), 8)
    there = make_lead(zip="73102", city="", state="")
    accepted = actions.accept(make_lead(), by=officer)
    for query, expected in (
        ({"source": "TIP"}, {here}),
        ({"zip": "731"}, {there}),
        ({"waiting": "7"}, {here}),
        ({"status": "WORKING"}, {accepted}),
        ({"officer": str(officer.pk)}, {accepted}),
        ({"officer": "none", "sort": "zip"}, {here, there}),
        ({"source": "nonsense", "zip": "x", "sort": "-received"}, {here, there, accepted}),
    ):
        text = page(client, "/leads/office/", **query)
        assert {lead for lead in (here, there, accepted) if lead.number in text} == expected, query
    assert "No lead of this queue fits these filters" in page(client, "/leads/office/", zip="9")


def test_a_long_queue_goes_by_pages_and_nothing_is_cut() -> None:
    officer = make_officer("DAL")
    numbers = [make_lead(by=officer).number for _ in range(53)]
    client = browser(officer)
    text = page(client, "/leads/office/")
    assert "50 leads on this page of 53" in text
    after = Lead.objects.get(number=numbers[49]).pk
    rest = page(client, "/leads/office/", after=after)
    assert all(number in rest for number in numbers[50:])
    assert numbers[49] not in rest


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_asks_as_many_questions_however_long_it_is(count: int, django_assert_num_queries: Any) -> None:
    officer = make_officer("DAL")
    for _ in range(count):
        make_lead(by=officer)
    client = browser(officer)
    page(client, "/leads/office/")
    with django_assert_num_queries(15, exact=False):
        page(client, "/leads/office/")


# --- entering


@pytest.mark.promise("PIA-0-5", "PIA-0-7")
def test_an_officer_enters_a_lead_and_is_told_where_it_went() -> None:
    officer = make_officer("DAL")
    response = browser(officer).post("/leads/new/", typed(), follow=True)
    lead = Lead.objects.get()
    assert response.redirect_chain[-1][0] == f"/leads/{lead.number}/"
    text = response.content.decode()
    assert f"Lead {lead.number} was received. It went to Dallas, team 1." in text
    elsewhere = browser(officer).post("/leads/new/", typed(zip=MIAMI, city="Miami", state="FL"), follow=True)
    assert elsewhere.redirect_chain[-1][0] == "/leads/"
    assert "It went to Miami" in elsewhere.content.decode()


@pytest.mark.promise("PIA-1.5-1")
def test_what_is_wrong_with_an_entry_is_said_beside_its_field_and_nothing_typed_is_lost() -> None:
    client = browser(make_officer("DAL"))
    response = client.post("/leads/new/", typed(zip="7520", a_number="12", notes="Works nights."))
    text = response.content.decode()
    assert response.status_code == 422
    assert "2 things to correct" in text
    assert "ZIP code has five digits" in text
    assert "Works nights." in text
    nobody = client.post("/leads/new/", typed(family_name="", zip="", line_1="", notes="")).content.decode()
    assert "Say whom the lead is about" in nobody
    assert "where the person may be found" in nobody
    assert not Lead.objects.exists()


@pytest.mark.promise("PIA-0-7")
def test_a_zip_code_says_at_once_where_it_lies_and_who_gets_the_lead() -> None:
    client = browser(make_officer("DAL"))
    assert "<strong>Dallas TX</strong>, goes to <strong>Dallas, team 1" in page(
        client, "/leads/zip/", zip=DALLAS
    )
    assert "does not know this ZIP code" in page(client, "/leads/zip/", zip="00001")
    assert "decides which team gets the lead" in page(client, "/leads/zip/")


# --- a lead's page


@pytest.mark.promise("PIA-1.1-6")
def test_the_page_of_a_lead_says_everything_that_is_kept_of_it() -> None:
    officer = make_team_officer("DAL", 1)
    case = make_case(subject=make_subject(a_number="A900321321"))
    lead = make_lead(
        by=officer,
        a_number="A900321321",
        source_officer="Sgt. Sample",
        source_reference="DOC-9",
        notes="Works nights.",
    )
    lead = actions.accept(lead, by=officer)
    actions.note(lead, by=officer, text="Called the landlord.")
    text = page(browser(officer), f"/leads/{lead.number}/")
    for shown in (
        lead.number, "Working", "Dallas, team 1", officer.name, case.number, case.subject.number, "A900-321-321",
        "100 SAMPLE WAY", "75201", "Sample State DOC", "Sgt. Sample", "DOC-9", "Works nights.", "Called the landlord.",
        "by ZIP code 75201",
    ):  # fmt: skip
        assert shown in text, shown


def test_what_may_not_be_done_is_shown_with_the_sentence_of_its_rule() -> None:
    lead = make_lead()
    text = page(browser(make_officer("DAL")), f"/leads/{lead.number}/")
    assert "Your supervisor transfers leads." in text
    closed = make_lead(status=Status.CLOSED)
    assert "Re-open" in page(browser(make_officer("DAL")), f"/leads/{closed.number}/")


def test_a_zip_code_that_does_not_fit_its_city_is_pointed_out() -> None:
    lead = make_lead(zip="75021", city="Dallas", state="TX")
    assert "75021 is Denison TX, and the lead says Dallas" in page(
        browser(make_officer("DAL")), f"/leads/{lead.number}/"
    )


def test_every_move_works_from_its_own_page() -> None:
    officer, boss = make_officer("DAL"), make_officer("DAL", "supervisor")
    lead = make_lead(by=officer)
    at, mine, theirs = f"/leads/{lead.number}/", browser(officer), browser(boss)
    assert "You accepted the lead." in mine.post(f"{at}accept/", follow=True).content.decode()
    assert officer.name in page(theirs, f"{at}assign/")
    assert theirs.post(f"{at}assign/", {"officer": boss.pk}).status_code == 302
    assert mine.post(f"{at}note/", {"text": "Seen."}).status_code == 302
    assert mine.post(f"{at}note/", {"text": ""}).status_code == 422
    assert "Arrested" not in page(mine, f"{at}close/")
    assert mine.post(f"{at}close/", {"outcome": "ADDRESS_BAD", "note": "Vacant."}).status_code == 302
    assert mine.post(f"{at}reopen/", {"note": "Seen again."}).status_code == 302
    page(mine, f"{at}correct/")
    assert mine.post(f"{at}correct/", typed(city="Plano")).status_code == 302
    assert "Miami, team 1" in page(theirs, f"{at}transfer/")
    gone = theirs.post(f"{at}transfer/", {"to": "MIA/1", "note": "Moved."}, follow=True)
    assert "was transferred to Miami, team 1" in gone.content.decode()
    steps = LeadStep.objects.filter(lead=lead).order_by("id").values_list("step", flat=True)
    assert list(steps) == "RECEIVED ROUTED ACCEPTED ASSIGNED CLOSED REOPENED TRANSFERRED".split()


def test_the_history_of_a_lead_says_who_changed_what() -> None:
    officer = make_officer("DAL")
    lead = actions.accept(make_lead(by=officer), by=officer)
    actions.correct(lead, by=officer, values={"city": "Plano"})
    text = page(browser(officer), f"/leads/{lead.number}/history/")
    assert "lead accepted" in text
    assert "<del>Dallas</del> <ins>Plano</ins>" in text
    assert officer.name in text


def test_a_lead_is_linked_only_after_a_person_looked_at_both() -> None:
    officer = make_officer("DAL")
    case = make_case(subject=make_subject(a_number="A900555666"))
    lead = make_lead(by=officer)
    client, at = browser(officer), f"/leads/{lead.number}/link/"
    assert "No subject has this A-Number" in client.post(at, {"a_number": make_a_number()}).content.decode()
    assert "seven to nine digits" in client.post(at, {"a_number": "1"}).content.decode()
    shown = client.post(at, {"a_number": "A900-555-666"}).content.decode()
    assert case.number in shown
    lead.refresh_from_db()
    assert lead.subject is None
    client.post(at, {"a_number": "A900-555-666", "confirmed": case.subject.number})
    lead.refresh_from_db()
    assert (lead.subject, lead.case) == (case.subject, case)


# --- reach


@pytest.mark.parametrize("way", ["enter", "correct", "link"])
def test_a_lead_on_a_person_of_another_office_says_why_which_is_recorded(way: str) -> None:
    officer = make_officer("DAL")
    subject = make_case(
        subject=make_subject(a_number="A900555777", family_name="Farther"), office="MIA"
    ).subject
    client, lead = browser(officer), make_lead(by=officer)
    at = {
        "enter": "/leads/new/",
        "correct": f"/leads/{lead.number}/correct/",
        "link": f"/leads/{lead.number}/link/",
    }[way]
    asked = client.post(at, typed(a_number="A900-555-777", notes="Nothing is lost."))
    assert asked.status_code == 422
    assert "belongs to another office" in asked.content.decode()
    assert "Farther" not in asked.content.decode()
    assert not Lead.objects.filter(subject=subject).exists()
    assert not Access.objects.filter(record=f"subjects.subject:{subject.pk}").exists()
    stated = {"purpose": "Tip that the person moved to Dallas.", "confirmed": subject.number}
    client.post(at, typed(a_number="A900-555-777", **stated))
    assert Lead.objects.filter(subject=subject).exists()
    look = Access.objects.filter(record=f"subjects.subject:{subject.pk}").exclude(purpose="").latest("pk")
    assert (look.actor, look.purpose) == (officer.actor_key, stated["purpose"])


def test_a_lead_of_another_office_opens_with_a_purpose_which_is_recorded() -> None:
    lead, client = make_lead(), browser(make_officer("MIA"))
    at = f"/leads/{lead.number}/"
    assert "belongs to another office" in page(client, at, 403)
    client.post(
        "/purpose/",
        {"record": f"leads.lead:{lead.pk}", "purpose": "The subject was seen in Miami.", "next": at},
    )
    assert "The subject was seen in Miami." in page(client, at)
    look = Access.objects.filter(record=f"leads.lead:{lead.pk}", kind="VIEW").latest("id")
    assert look.purpose == "The subject was seen in Miami."


@pytest.mark.parametrize(
    "verb", ["accept", "assign", "transfer", "close", "note", "correct", "link", "reopen"]
)
def test_an_officer_of_another_office_cannot_write_even_with_a_purpose(verb: str) -> None:
    lead, client = make_lead(), browser(make_officer("MIA", "supervisor"))
    purpose = {"record": f"leads.lead:{lead.pk}", "purpose": "The subject was seen in Miami.", "next": "/"}
    client.post("/purpose/", purpose)
    sent = {"outcome": "DUPLICATE", "text": "x", "note": "x", "to": "MIA"}
    assert client.post(f"/leads/{lead.number}/{verb}/", sent).status_code == 403
    assert LeadStep.objects.filter(lead=lead).count() == 2


def test_an_open_lead_opens_its_case_and_its_subject_to_the_office_that_holds_it() -> None:
    case = make_case(subject=make_subject(a_number="A900777888"), office="MIA")
    officer = make_officer("DAL")
    assert not reads_case(officer, case)
    lead = make_lead(by=officer, a_number="A900777888")
    assert reads_case(officer, case)
    assert reads_subject(officer, case.subject)
    actions.close(lead, by=officer, outcome=Outcome.DUPLICATE)
    assert not reads_case(officer, case)


def test_roles_without_leads_are_refused_the_menu() -> None:
    for role in ("auditor", "administrator", "records_officer"):
        page(browser(make_officer("HQ", role)), "/leads/", 403)


# --- several at once


def test_several_leads_are_accepted_at_once_with_a_result_for_each() -> None:
    officer = make_officer("DAL")
    free, taken = make_lead(), make_lead(status=Status.WORKING)
    sent = {"act": "accept", "chosen": [free.number, taken.number]}
    text = browser(officer).post("/leads/several/", sent).content.decode()
    assert "1 of 2 leads accepted" in text
    assert "Somebody accepted this lead already." in text


def test_several_leads_are_closed_assigned_transferred_and_routed_after_one_question() -> None:
    boss, analyst = make_officer("DAL", "supervisor"), make_officer("HQ", "hq_analyst")
    for person, act, lead, answer, status in (
        (boss, "assign", make_lead(), {"officer": boss.pk}, "ROUTED"),
        (boss, "close", make_lead(), {"outcome": "DUPLICATE"}, "CLOSED"),
        (boss, "transfer", make_lead(), {"to": "MIA", "note": "Moved."}, "ROUTED"),
        (analyst, "route", make_lead(status=Status.NEW), {"to": "MIA"}, "ROUTED"),
    ):
        client, sent = browser(person), {"act": act, "chosen": [lead.number]}
        asked = client.post("/leads/several/", sent)
        assert lead.number in asked.content.decode(), act
        done = client.post("/leads/several/", {**sent, **answer, "confirmed": "yes"})
        assert "1 of 1 lead" in done.content.decode(), act
        lead.refresh_from_db()
        assert lead.status == status
    assert (
        "Select at least one lead"
        in browser(boss).post("/leads/several/", {"act": "close"}, follow=True).content.decode()
    )


def test_leads_beyond_reach_are_left_out_of_what_is_done_to_several() -> None:
    lead = make_lead(zip=MIAMI, city="", state="")
    browser(make_officer("DAL")).post("/leads/several/", {"act": "accept", "chosen": [lead.number]})
    lead.refresh_from_db()
    assert lead.status == Status.ROUTED


# --- the first page


def test_the_first_page_shows_an_officer_what_waits() -> None:
    officer = make_team_officer("DAL", 1)
    lead = make_lead()
    text = page(browser(officer), "/")
    assert "1 lead waits for you." in text
    assert lead.number in text


def test_the_first_page_shows_a_supervisor_who_has_what_and_what_is_overdue() -> None:
    officer, boss = make_officer("DAL"), make_officer("DAL", "supervisor")
    aged(actions.accept(make_lead(), by=officer), 40)
    make_lead()
    text = page(browser(boss), "/")
    assert "Without an officer" in text
    assert officer.name in text
    assert "<strong>1</strong>" in text


@pytest.mark.promise("PIA-0-7")
def test_the_first_page_shows_headquarters_what_could_not_be_routed_and_why() -> None:
    lead = make_lead(status=Status.NEW)
    text = page(browser(make_officer("HQ", "hq_analyst")), "/")
    assert "1 lead waits for somebody to choose an office." in text
    assert lead.number in text
    assert "The address has no ZIP code." in text


def test_the_first_page_shows_nothing_of_leads_to_whoever_reads_none() -> None:
    make_lead()
    text = page(browser(make_officer("HQ", "administrator")), "/")
    assert "leads wait" not in text
    assert "/leads/" not in text


def test_a_lead_shows_its_address_as_it_came_and_in_its_standard_form() -> None:
    lead = make_lead(line_1="100 sample wy", line_2="apartment 3")
    text = page(browser(make_team_officer("DAL", 1)), f"/leads/{lead.number}/")
    assert "100 sample wy" in text
    assert "Standard form 100 SAMPLE WAY APT 3" in text
    assert "Standard form" not in page(
        browser(make_officer("HQ", "hq_supervisor")), f"/leads/{make_lead(line_1='', line_2='').number}/"
    )
