"""A case goes to another office once that office has accepted it: proposed, answered, taken back, or lapsed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.audit.models import Change
from fcms.cases import actions as cases
from fcms.cases.lifecycle import Status, TransferStatus
from fcms.cases.models import Case, CaseStep, CaseTransfer
from fcms.cases.transfers import actions, queries, rules
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer

from .make import HELD_ON, end, make_case, offer

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]


@pytest.fixture
def houston() -> User:
    """The director of the office that is asked."""
    return make_officer("HOU", "director")


def fresh(case: Case) -> Case:
    return Case.objects.select_related("office", "subject").get(pk=case.pk)


# --- the life


@pytest.mark.promise("PIA-3.1-1")
def test_a_case_stays_where_it_is_until_the_other_office_accepts_and_its_step_says_who_did(
    houston: User,
) -> None:
    case = make_case(status=Status.COLD)
    transfer = offer(case)
    assert fresh(case).office.code == "DAL"
    done = actions.accept(case, by=houston, transfer=transfer, note="The team knows the house.")
    moved, step = fresh(case), CaseStep.objects.filter(case=case).latest("id")
    assert (moved.office.code, moved.status, done.status) == ("HOU", Status.COLD, TransferStatus.ACCEPTED)
    assert (step.step, step.by, step.from_office, step.note) == (
        "TRANSFERRED",
        houston,
        transfer.from_office,
        "The subject was seen there.",
    )
    assert [label for _, label, _ in step.evidence] == ["Proposed by", "On accepting it"]
    assert transfer.proposed_by.name in step.evidence[0][2]


@pytest.mark.promise("PIA-3.1-1")
def test_a_refusal_says_why_and_leaves_the_case_alone(houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    with pytest.raises(Refused, match="Say why your office does not take"):
        actions.refuse(case, by=houston, transfer=transfer, reason=" ")
    refused = actions.refuse(case, by=houston, transfer=transfer, reason="Nobody was seen here.")
    assert (refused.status, refused.answer) == (TransferStatus.REFUSED, "Nobody was seen here.")
    assert fresh(case).office.code == "DAL"
    assert CaseStep.objects.filter(case=case).count() == 1
    assert list(queries.answered(transfer.proposed_by)) == [refused]
    offer(case, by=transfer.proposed_by)
    assert not queries.answered(transfer.proposed_by)


def test_the_office_that_proposed_takes_it_back_and_may_propose_anew() -> None:
    case = make_case()
    transfer = offer(case)
    with pytest.raises(Refused, match="waits for an answer"):
        offer(case, "MIA")
    actions.withdraw(case, by=make_officer("DAL", "supervisor"), transfer=transfer)
    assert offer(case, "MIA").status == TransferStatus.WAITING


@pytest.mark.parametrize("end_of", ["closed", "moved"])
def test_a_transfer_lapses_when_the_case_ends_or_moves_another_way(end_of: str, houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    if end_of == "closed":
        end(case, by=make_officer("DAL"), reason="DIED")
    else:
        cases.transfer(case, by=houston, office=Office.objects.get(code="MIA"), note="Taken over.")
    transfer.refresh_from_db()
    assert transfer.status == TransferStatus.LAPSED
    assert transfer.answer.endswith("so the transfer lapsed.")


def test_an_arrest_leaves_the_transfer_waiting(houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    cases.arrest(case, by=make_officer("DAL"), custody_on=HELD_ON)
    actions.accept(case, by=houston, transfer=transfer)
    assert (fresh(case).office.code, fresh(case).status) == ("HOU", Status.IN_CUSTODY)


# --- who


@pytest.mark.promise("PIA-2.4-1")
def test_nobody_decides_what_they_proposed_themselves() -> None:
    boss = make_officer("HQ", "hq_supervisor")
    case = make_case()
    transfer = offer(case, by=boss)
    with pytest.raises(Refused, match="You proposed this transfer"):
        actions.accept(case, by=boss, transfer=transfer)
    with pytest.raises(IntegrityError, match="cases_transfer_accepted_by_another"), transaction.atomic():
        CaseTransfer.objects.filter(pk=transfer.pk).update(
            status="ACCEPTED", decided_by=boss, decided_at=transfer.proposed_at
        )
    actions.accept(case, by=make_officer("HQ", "hq_supervisor"), transfer=transfer)
    assert fresh(case).office.code == "HOU"


@pytest.mark.promise("PIA-2.4-1")
@pytest.mark.parametrize(
    ("role", "office", "sentence"),
    [
        ("officer", "HOU", rules.NOT_YOURS),
        ("supervisor", "HOU", rules.NOT_YOURS),
        ("director", "DAL", rules.ELSEWHERE),
        ("director", "MIA", rules.ELSEWHERE),
    ],
)
def test_the_director_of_the_office_that_is_asked_decides(role: str, office: str, sentence: str) -> None:
    case = make_case()
    transfer = offer(case)
    for verb, given in ((actions.accept, {}), (actions.refuse, {"reason": "No."})):
        with pytest.raises(Refused) as refusal:
            verb(case, by=make_officer(office, role), transfer=transfer, **given)
        assert refusal.value.sentence == sentence
    assert fresh(case).office.code == "DAL"


@pytest.mark.parametrize(
    ("role", "office"), [("officer", "DAL"), ("supervisor", "HOU"), ("hq_analyst", "HQ")]
)
def test_only_a_supervisor_of_the_office_that_holds_the_case_proposes(role: str, office: str) -> None:
    case = make_case()
    with pytest.raises(Refused):
        offer(case, "MIA", by=make_officer(office, role))
    assert not CaseTransfer.objects.exists()


def test_a_transfer_is_withdrawn_by_a_supervisor_of_the_office_that_proposed_it(houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    for person in (houston, make_officer("DAL")):
        with pytest.raises(Refused, match="withdrawn by a supervisor"):
            actions.withdraw(case, by=person, transfer=transfer)


# --- the database


@pytest.mark.promise("PIA-3.1-1")
def test_the_keeper_decides_a_transfer_once_and_keeps_it_as_it_was_proposed(houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    rows = CaseTransfer.objects.filter(pk=transfer.pk)
    with pytest.raises(IntegrityError, match="kept as it was proposed"), transaction.atomic():
        rows.update(reason="Another.")
    actions.refuse(case, by=houston, transfer=transfer, reason="Not here.")
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        rows.update(answer="Yes after all.")
    with pytest.raises(Refused, match="decided already"):
        actions.accept(case, by=houston, transfer=transfer)


@pytest.mark.promise("PIA-3.1-1")
def test_the_keeper_wants_a_decision_to_say_who_and_a_refusal_why(houston: User) -> None:
    rows = CaseTransfer.objects.filter(pk=offer(make_case()).pk)
    now = rows.get().proposed_at
    for wrong in (
        {"status": "ACCEPTED"},
        {"status": "REFUSED", "decided_at": now, "decided_by": houston},
        {"status": "LAPSED", "decided_at": now},
        {"decided_at": now, "decided_by": houston},
    ):
        with pytest.raises(IntegrityError, match="cases_transfer_decided_says_who"), transaction.atomic():
            rows.update(**wrong)


def test_who_proposed_and_who_answered_is_in_the_trail(houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    actions.refuse(case, by=houston, transfer=transfer, reason="Not here.")
    trail = Change.objects.filter(table="cases_casetransfer").order_by("id")
    said = list(trail.values_list("event", "actor"))
    assert said[0] == ("transfer of the case proposed", transfer.proposed_by.actor_key)
    assert said[-1] == ("transfer of the case refused", houston.actor_key)


# --- the pages


def test_a_supervisor_proposes_on_the_page_and_the_case_shows_it_first(signed_in: SignedIn) -> None:
    case = make_case()
    browser = signed_in(make_officer("DAL", "supervisor"))
    said = {"office": "HOU", "note": "Seen in Houston."}
    response = browser.post(reverse("cases:transfer", args=[case.number]), said)
    assert response["Location"] == reverse("cases:case", args=[case.number])
    text = browser.get(response["Location"]).content.decode()
    assert text.index("A transfer waits for an answer") < text.index("Steps of the case")
    assert "/withdraw/" in text
    assert "A transfer to Houston waits for an answer." in text
    officer = signed_in(make_officer("DAL"))
    assert "/withdraw/" not in officer.get(response["Location"]).content.decode()
    assert officer.post(reverse("cases:transfer", args=[case.number]), said).status_code == 403


def test_the_director_answers_from_the_first_page_and_reads_the_case_from_then_on(
    signed_in: SignedIn, houston: User
) -> None:
    case = make_case()
    transfer = offer(case)
    browser = signed_in(houston)
    where = reverse("cases:decide-transfer", args=[case.number, transfer.pk])
    assert where in browser.get(reverse("web:home")).content.decode()
    assert where in browser.get(reverse("cases:transfers")).content.decode()
    assert case.subject.family_name in browser.get(where).content.decode()
    assert browser.post(where, {"decision": "refuse", "reason": ""}).status_code == 422
    browser.post(where, {"decision": "accept", "reason": ""})
    page = reverse("cases:case", args=[case.number])
    assert browser.get(page).status_code == 200
    assert signed_in(make_officer("DAL")).get(page).status_code == 403


def test_a_refusal_is_told_to_whoever_proposed(signed_in: SignedIn, houston: User) -> None:
    case = make_case()
    transfer = offer(case)
    where = reverse("cases:decide-transfer", args=[case.number, transfer.pk])
    signed_in(houston).post(where, {"decision": "refuse", "reason": "Nobody was seen here."})
    browser = signed_in(transfer.proposed_by)
    for page in (reverse("web:home"), reverse("cases:case", args=[case.number])):
        assert "Nobody was seen here." in browser.get(page).content.decode()


def test_the_queue_asks_the_database_as_often_whatever_waits(
    signed_in: SignedIn, houston: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    browser = signed_in(houston)
    for _ in range(4):
        offer(make_case())
    with django_assert_max_num_queries(12):
        assert browser.get(reverse("cases:transfers")).content.decode().count("Answer the transfer") == 4
    out = signed_in(make_officer("DAL")).get(reverse("cases:transfers") + "?way=out").content.decode()
    assert "Answer the transfer" not in out


def test_who_does_not_decide_reads_of_another_offices_case_only_that_it_waits(
    signed_in: SignedIn, houston: User
) -> None:
    case = make_case()
    transfer = offer(case)
    person, why = case.subject.full_name, transfer.reason

    def queue(user: User, way: str = "in") -> str:
        found = signed_in(user).get(reverse("cases:transfers") + f"?way={way}").content.decode()
        assert case.number in found
        assert "Dallas" in found
        return str(found)

    for role in ("officer", "supervisor"):
        text = queue(make_officer("HOU", role))
        assert person not in text
        assert why not in text
    for shown in (queue(houston), queue(make_officer("DAL"), "out")):
        assert person in shown
        assert why in shown


def test_a_refusal_names_nobody_to_who_has_gone_to_another_office(signed_in: SignedIn, houston: User) -> None:
    case, proposer = make_case(), make_officer("DAL", "supervisor")
    transfer = offer(case, by=proposer)
    actions.refuse(case, by=houston, transfer=transfer, reason="Nobody was seen here.")
    home = reverse("web:home")
    assert case.subject.full_name in signed_in(proposer).get(home).content.decode()
    with acting(Job("tests"), Event.USER_CHANGED):
        User.objects.filter(pk=proposer.pk).update(office=Office.objects.get(code="MIA"))
    text = signed_in(User.objects.get(pk=proposer.pk)).get(home).content.decode()
    assert case.subject.full_name not in text
    assert "Nobody was seen here." not in text
