"""The pages on which a person decides whom a row is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.exchange import actions as exchange
from fcms.exchange.linkage import actions, queries
from fcms.exchange.linkage.models import Linking
from fcms.exchange.linkage.zones import Choice
from fcms.exchange.models import Intake
from fcms.exchange.tests import make
from fcms.leads.models import Lead
from fcms.leads.tests.make import make_team_officer
from fcms.subjects.models import Subject

from .make import candidates, inmate, load_roster, make_crowd, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]
SignIn = Callable[..., Client]


@pytest.fixture
def linked(analyst: User) -> Intake:
    """A roster: row 1 surely somebody, row 2 perhaps somebody (a default birthday), row 3 nobody."""
    make_crowd()
    make_person("Okonjola", "Emeka", "1979-09-20")
    make_person("Zubelak", "Oleh", "1962-01-01")
    return load_roster(
        inmate("OKONJOLA", "EMEKA", "1979-09-20"),
        inmate("Zubelak", "Oleh", "1962-01-01"),
        inmate("Nemo", "Alguna", "1991-05-06"),
        by=analyst,
    )


def at(name: str, intake: Intake, row: int = 0) -> str:
    place = {"file": "roster.csv", "row": row} if row else {}
    return reverse(f"exchange:{name}", kwargs={"number": intake.number, **place})


def test_the_list_shows_the_zones_with_counts_that_add_up(linked: Intake, analyst: User, signed_in: SignIn):
    page = signed_in(analyst).get(at("matches", linked)).content.decode()
    for words in ("proposed", "to be reviewed", "no match", "Together 3 rows compared", "Okonjola, Emeka"):
        assert words in page
    only = signed_in(analyst).get(at("matches", linked) + "?zone=NONE").content.decode()
    assert "Nemo" in only
    assert "Okonjola" not in only
    assert "Whom the rows are about" in signed_in(analyst).get(at("intake", linked)).content.decode()


@pytest.mark.promise("PIA-1.3-1")
def test_one_row_stands_beside_its_candidate_with_every_weight_in_words_and_the_look_is_recorded(
    linked: Intake, analyst: User, signed_in: SignIn
):
    page = signed_in(analyst).get(at("match", linked, 1)).content.decode()
    for words in ("OKONJOLA", "Okonjola", "the same day", "+13.6", "Yes, this is the person", "All together"):
        assert words in page
    subject = candidates(linked, 1)[0].subject_id
    seen = set(Access.objects.filter(actor=analyst.actor_key).values_list("record", flat=True))
    assert f"subjects.subject:{subject}" in seen


def test_confirming_goes_on_to_the_next_row_and_a_decision_is_taken_back(
    linked: Intake, analyst: User, signed_in: SignIn
):
    client, match = signed_in(analyst), candidates(linked, 1)[0]
    answer = client.post(at("decide-match", linked, 1), {"match": match.pk, "said": "confirm"})
    assert answer["Location"] == at("match", linked, 2)
    assert queries.confirmed(linked) == {("roster.csv", 1): match.subject_id}
    client.post(
        at("decide-match", linked, 1), {"match": match.pk, "said": "take_back", "reason": "Too quick."}
    )
    assert queries.confirmed(linked) == {}
    page = client.get(at("match", linked, 1)).content.decode()
    assert "Taken back by" in page
    assert "Too quick." in page


def test_none_of_these_rejects_all_with_the_reason(linked: Intake, analyst: User, signed_in: SignIn):
    signed_in(analyst).post(
        at("decide-match", linked, 2), {"said": "none", "reason": "Another place of birth."}
    )
    assert [(match.decision, match.reason) for match in candidates(linked, 2)] == [
        (Choice.REJECTED, "Another place of birth.")
    ]
    refused = signed_in(analyst).post(
        at("decide-match", linked, 1), {"said": "reject", "match": candidates(linked, 1)[0].pk}, follow=True
    )
    assert "Say why" in refused.content.decode()


def test_a_candidate_of_another_row_is_not_decided_here(linked: Intake, analyst: User, signed_in: SignIn):
    other = candidates(linked, 2)[0]
    answer = signed_in(analyst).post(at("decide-match", linked, 1), {"match": other.pk, "said": "confirm"})
    assert answer.status_code == 400
    assert candidates(linked, 2)[0].decision == Choice.WAITING


def test_rows_that_are_not_compared_yet_say_so(linked: Intake, analyst: User, signed_in: SignIn):
    exchange.edit_row(linked, by=analyst, file="roster.csv", row=3, cells={"given_name": "Algo"})
    page = signed_in(analyst).get(at("matches", linked)).content.decode()
    assert "Rows were corrected since" in page
    assert "HX-Refresh" not in signed_in(analyst).get(at("link-progress", linked))
    assert signed_in(analyst).post(at("link-again", linked)).status_code == 302


# --- leads without an A-Number


@pytest.fixture
def unlinked(analyst: User) -> tuple[Lead, Subject]:
    """An applied lead without an A-Number, and the subject whom it is about."""
    make_crowd()
    subject = make_person("Okonjola", "Emeka", "1979-09-20")
    intake = make.load(
        make.leads({"family_name": "Okonjolla", "given_name": "Emeka", "birth_date": "1979-09-20"}),
        by=analyst,
    )
    assert not Linking.objects.exists()  # leads are linked once they are there
    intake = make.apply(intake, by=analyst)
    assert queries.to_be_linked() == [intake.pk]
    actions.propose(intake, by=analyst)
    return Lead.objects.get(intake=intake.number), subject


def test_a_lead_without_an_a_number_shows_whom_it_may_be_about_and_linking_it_is_the_decision(
    unlinked: tuple[Lead, Subject], signed_in: SignIn
):
    lead, subject = unlinked
    officer = make_team_officer("DAL")
    client = signed_in(officer)
    address = reverse("leads:link", args=[lead.number])
    page = client.get(address).content.decode()
    assert "Subjects that this lead may be about" in page
    assert "written or transliterated another way" in page
    a_number = subject.anumbers.get().number
    given = {"a_number": a_number, "purpose": "The lead may be about this person."}
    client.post(address, {**given, "confirmed": subject.number})
    lead.refresh_from_db()
    assert lead.subject == subject
    match = candidates(Intake.objects.get(number=lead.intake))[0]
    assert (match.decision, match.decided_by) == (Choice.CONFIRMED, officer)
    assert "Subjects that this lead may be about" not in client.get(address).content.decode()


def test_of_a_subject_of_another_office_a_lead_shows_the_weights_but_not_what_is_held(
    unlinked: tuple[Lead, Subject], signed_in: SignIn
):
    lead, subject = unlinked
    assert lead.office is not None
    page = signed_in(make_team_officer(lead.office.code)).get(reverse("leads:link", args=[lead.number]))
    text = page.content.decode()
    if "A subject of another office" in text:
        assert "Okonjola," not in text
    assert subject.number in text
