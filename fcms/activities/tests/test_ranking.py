"""Leads and addresses are ranked by what is known of them, and by nothing else of the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.leads import actions as leads
from fcms.leads.models import Lead, LeadScore, VendorAnswer
from fcms.leads.ranking import actions as ranking
from fcms.leads.ranking.queries import addresses_of, score_of
from fcms.leads.tests.make import make_lead
from fcms.lib.actor import Job, acting
from fcms.lib.ranking import points
from fcms.subjects.actions import add_address, add_alias, add_conviction, correct_subject
from fcms.subjects.models import AddressScore, Subject
from fcms.subjects.origin import Origin, officer_origin

from .make import Work, make_activity, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]
TODAY = timezone.localdate()


@pytest.fixture
def work() -> Work:
    """A lead that is worked, on a subject with a case."""
    return make_work(birth_on="1971-03-04", family_name="Okonjo")


def parts_of(lead: Lead) -> dict[str, int]:
    """The points of a lead by part."""
    found: dict[str, int] = {}
    for code, earned, _ in LeadScore.objects.get(lead=lead).parts:
        found[code] = found.get(code, 0) + earned
    return found


def on_same(work: Work, **values: Any) -> Lead:
    """Another lead on the same subject."""
    return make_lead(a_number=work.lead.a_number, **values)


@pytest.mark.promise("PIA-1.5-3")
def test_a_lead_is_ranked_when_it_is_received_with_its_parts(work):
    score = LeadScore.objects.get(lead=work.lead)
    assert score.points == sum(part[1] for part in score.parts)
    assert score.version == points().version
    given = points().given
    assert parts_of(work.lead)["identity"] == given["identity"]["name"] + given["identity"]["a_number"]
    assert parts_of(work.lead)["source"] == given["source"]["government"]
    assert "sources" not in parts_of(work.lead)


@pytest.mark.promise("PIA-1.5-3")
def test_two_agencies_are_two_sources_and_one_agency_twice_is_one(work):
    on_same(work)
    assert "sources" not in parts_of(work.lead)
    on_same(work, source_agency="Sample County Probation")
    assert parts_of(work.lead)["sources"] == points().given["sources"]["two"]
    origin = Origin("EID", "EID", TODAY, intake="I-TEST", file="addresses.csv", row=1)
    add_address(
        work.subject, by=Job("tests"), origin=origin, line_1="100 SAMPLE WAY", line_2="APT 3", zip="75201"
    )
    assert parts_of(work.lead)["sources"] == points().given["sources"]["three"]


@pytest.mark.promise("PIA-1.5-3")
def test_two_resellers_of_one_producer_are_one_source(work, monkeypatch):
    for vendor in ("RESELL A", "RESELL B"):
        on_same(work, source_kind="COMMERCIAL_AGGREGATOR", source_agency=vendor)
    assert parts_of(work.lead)["sources"] == points().given["sources"]["three"]
    monkeypatch.setitem(points().producers, "RESELL A", "PRODUCER")
    monkeypatch.setitem(points().producers, "RESELL B", "PRODUCER")
    ranking.rank_everything()
    assert parts_of(work.lead)["sources"] == points().given["sources"]["two"]


@pytest.mark.promise("PIA-1.5-3")
def test_a_visit_that_found_somebody_else_counts_against_the_address(work):
    before = LeadScore.objects.get(lead=work.lead).points
    make_activity(work, "VISIT", visit_outcome="UNRELATED")
    assert parts_of(work.lead)["visits"] == points().given["visits"]["not_there"]
    assert LeadScore.objects.get(lead=work.lead).points < before
    make_activity(work, "VISIT", visit_outcome="NOT_THERE")
    assert parts_of(work.lead)["visits"] == points().given["visits"]["lives_there"]


@pytest.mark.promise("PIA-1.5-3")
def test_an_empty_house_counts_for_everybody_and_a_wrong_resident_only_for_the_subject(work):
    other = make_work(work.officer)
    make_activity(work, "VISIT", visit_outcome="UNRELATED")
    assert "visits" not in parts_of(other.lead)
    make_activity(work, "VISIT", visit_outcome="VACANT")
    assert parts_of(other.lead)["visits"] == points().given["visits"]["not_there"]


@pytest.mark.promise("PIA-1.5-3")
def test_a_newer_address_elsewhere_and_custody_contradict(work):
    on_same(work, line_1="900 SAMPLE WAY", received_on=TODAY, last_seen_on=TODAY)
    assert parts_of(work.lead)["contradiction"] == points().given["contradiction"]["newer_elsewhere"]
    cases.arrest(work.case, by=work.officer, custody_on=TODAY)
    expected = points().given["contradiction"]
    assert parts_of(work.lead)["contradiction"] == expected["newer_elsewhere"] + expected["custody"]


@pytest.mark.promise("PIA-1.5-3")
def test_the_address_needs_its_unit_and_no_post_office_box(work):
    assert parts_of(work.lead)["completeness"] == points().given["completeness"]["whole"]
    leads.correct(work.lead, by=work.officer, values={"line_1": "PO BOX 12", "line_2": ""})
    assert parts_of(work.lead)["completeness"] == points().given["completeness"]["no_door"]


@pytest.mark.promise("PIA-1.7-2")
def test_a_vendors_score_counts_by_its_place_among_the_scores_of_that_vendor(work):
    kind = {"source_kind": "COMMERCIAL_AGGREGATOR"}
    found = [
        on_same(work, **kind, source_agency=vendor, line_1=f"{n} SAMPLE WAY")
        for n, vendor in enumerate("AABB", 1)
    ]
    with acting(Job("tests"), Event.LEAD_RECEIVED):
        for lead, given in zip(found, (10, 20, 80, 90), strict=True):
            VendorAnswer.objects.create(lead=lead, vendor=lead.source_agency, batch="B-1", score=given)
    ranking.rank_everything()
    assert [parts_of(lead).get("vendor") for lead in found] == [5, 10, 5, 10]


@pytest.mark.promise("PIA-1.5-3")
@pytest.mark.promise("PIA-1.7-2")
def test_crime_gang_birthplace_and_the_rest_of_the_person_change_no_score(work):
    add_address(
        work.subject, by=work.officer, origin=officer_origin(work.officer), line_1="7 SAMPLE WAY", zip="75201"
    )
    before = (
        list(LeadScore.objects.values_list("parts", flat=True)),
        list(AddressScore.objects.values_list("parts", flat=True)),
    )
    assert all(before)
    columns = {
        "gang_affiliation": "SAMPLE GANG",
        "birth_place": "Elsewhere",
        "sex": "M",
        "entry_class": "A",
        "last_entry_place": "SAMPLE PORT",
        "given_name": "Aurelio",
        "middle_name": "Tiberio",
        "suffix": "JR",
        "case_category": "8E",
    }
    origin = officer_origin(work.officer)
    correct_subject(
        work.subject,
        by=Job("tests"),
        origin=Origin("EID", "EID", TODAY, intake="I-1", file="s", row=1),
        values=columns,
    )
    add_alias(work.subject, by=work.officer, origin=origin, family_name="Sampleson")
    add_conviction(work.subject, by=work.officer, origin=origin, summary="Sample", convicted_on="2001-02-03")
    changed = ranking.rank_everything()
    assert changed == {"leads": 0, "addresses": 0}
    after = (
        list(LeadScore.objects.values_list("parts", flat=True)),
        list(AddressScore.objects.values_list("parts", flat=True)),
    )
    assert after == before


@pytest.mark.promise("PIA-1.5-3")
def test_addresses_are_ranked_the_likeliest_first(work):
    origin = officer_origin(work.officer)
    old = add_address(
        work.subject, by=work.officer, origin=origin, line_1="7 SAMPLE WAY", zip="75201", seen_on="2001-02-03"
    )
    new = add_address(
        work.subject, by=work.officer, origin=origin, line_1="8 SAMPLE WAY", line_2="APT 2", zip="75201",
        seen_on=(TODAY - timedelta(days=5)).isoformat(), provided_by_subject=True,
    )  # fmt: skip
    ranked = addresses_of(work.subject)
    assert [address.pk for address, _ in ranked] == [new.pk, old.pk]
    assert ranked[0][1].points == sum(line.points for line in ranked[0][1].lines)


def test_ranking_again_changes_nothing_and_days_that_pass_do(work, monkeypatch):
    assert ranking.rank_everything() == {"leads": 0, "addresses": 0}
    monkeypatch.setattr("fcms.leads.ranking.facts._today", lambda: date(2009, 11, 22))
    assert ranking.rank_everything()["leads"] == 1
    assert parts_of(work.lead)["recency"] == points().recency[0]


def test_a_score_moves_nothing(work):
    before = Lead.objects.filter(pk=work.lead.pk).values().get()
    make_activity(work, "VISIT", visit_outcome="VACANT")
    cases.arrest(work.case, by=work.officer, custody_on=TODAY)
    ranking.rank_everything()
    assert Lead.objects.filter(pk=work.lead.pk).values().get() == before
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from leads_leadscore")
        assert cursor.fetchone()[0] == 1


def signed_in(work: Work) -> Client:
    client = Client()
    with acting(Job("tests"), Event.SIGNED_IN):
        client.force_login(work.officer)
    return client


@pytest.mark.promise("PIA-1.5-3")
def test_the_parts_are_shown_in_words_with_their_points(work):
    page = signed_in(work).get(reverse("leads:lead", args=[work.lead.number])).content.decode()
    for line in score_of(work.lead).lines:
        assert line.why in page
    add_address(
        work.subject, by=work.officer, origin=officer_origin(work.officer), line_1="7 SAMPLE WAY", zip="75201"
    )
    url = reverse("subjects:subject", args=[work.subject.number]) + "addresses/"
    assert "How likely each address is" in signed_in(work).get(url).content.decode()


def test_the_queue_is_sorted_by_score_page_by_page(work):
    for n in range(60):
        on_same(work, line_1=f"{n + 1} SAMPLE WAY", line_2="" if n % 2 else "APT 1")
    url = reverse("leads:queue", args=["office"])
    client = signed_in(work)
    first = client.get(url, {"sort": "-score"}).context["page"]
    scores = [lead.points for lead in first.rows]
    second = client.get(f"{url}?{first.next}").context["page"]
    scores += [lead.points for lead in second.rows]
    assert scores == sorted(scores, reverse=True)
    numbers = {lead.number for lead in [*first.rows, *second.rows]}
    assert len(numbers) == len(scores) == 61
    assert Subject.objects.count() == 1
