"""Who is proposed, who is put before a person, and who is nobody: by the real process, from the real tables."""

from __future__ import annotations

import pytest

from fcms.exchange.linkage import actions, feed
from fcms.exchange.linkage.models import Linking, Match
from fcms.exchange.linkage.zones import Zone
from fcms.exchange.models import Intake
from fcms.exchange.tests.make import SID
from fcms.subjects import actions as subjects
from fcms.subjects.origin import officer_origin
from fcms.subjects.tests.make import make_officer

from .make import candidates, inmate, load_roster, make_crowd, make_person, zones

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]
FBI = "SYN123456"
PROPOSED, REVIEW = Zone.PROPOSED, Zone.REVIEW


def with_number(subject, kind: str, number: str):
    """The subject, with one more number known of them."""
    officer = make_officer("DAL", "officer")
    subjects.add_identifier(subject, by=officer, origin=officer_origin(officer), kind=kind, number=number)
    return subject


def words(match: Match, what: str) -> str:
    """What the evidence says of one comparison."""
    return next((one["words"] for one in match.evidence if one["what"] == what), "")


@pytest.mark.promise("PIA-1.3-1")
def test_names_written_in_many_ways_and_dates_with_an_error_find_their_subject():
    make_crowd()
    two = make_person("Valundez Miranio", "José", "1971-03-14")
    spelled = make_person("Khalouni", "Yusuf", "1966-07-09")
    swapped = make_person("Beauligny", "Wilner", "1980-11-23")
    particle = make_person("de la Torlanio", "Irma", "1975-05-17", sex="F")
    intake = load_roster(
        inmate("VALUNDEZ", "JOSE", "1971-03-14"),
        inmate("Miranio-Valundez", "Jose", "1971-03-14"),
        inmate("KALOUNI", "IUSUF", "1966-07-09"),
        inmate("Wilner", "Beauligny", "1980-11-23"),
        inmate("Torlanio", "Irma", "1975-05-17", sex="F"),
    )
    assert [match.subject_id for row in (3, 4, 5) for match in candidates(intake, row)] == [
        spelled.pk,
        swapped.pk,
        particle.pk,
    ]
    assert zones(intake, 3) == [(spelled.pk, PROPOSED)]
    assert zones(intake, 5) == [(particle.pk, PROPOSED)]
    # Both rows are surely about the same subject: a person looks which of them is, or whether both are.
    assert zones(intake, 1) == zones(intake, 2) == [(two.pk, REVIEW)]
    assert words(candidates(intake, 1)[0], "family") == "same after dropping one of two surnames"
    assert words(candidates(intake, 4)[0], "name_order") == "family and given name the other way round"


@pytest.mark.promise("PIA-0-3")
def test_a_twin_and_a_father_of_the_same_name_are_never_proposed():
    make_crowd()
    twin = make_person("Okonjola", "Emeka", "1979-09-20")
    son = make_person("Dorovenko", "Marek", "1985-02-11")
    intake = load_roster(
        inmate("Okonjola", "Kofi", "1979-09-20"),
        inmate("Dorovenko", "Marek", "1958-06-30"),
    )
    assert zones(intake, 1) in ([], [(twin.pk, REVIEW)])
    assert zones(intake, 2) in ([], [(son.pk, REVIEW)])


def test_of_twins_who_are_both_held_each_row_finds_its_own():
    make_crowd()
    one = make_person("Okonjola", "Emeka", "1979-09-20")
    other = make_person("Okonjola", "Kofi", "1979-09-20")
    intake = load_roster(inmate("Okonjola", "Kofi", "1979-09-20"), inmate("OKONJOLA", "EMEKA", "1979-09-20"))
    assert [zone for zone in zones(intake, 1) if zone[1] == PROPOSED] == [(other.pk, PROPOSED)]
    assert [zone for zone in zones(intake, 2) if zone[1] == PROPOSED] == [(one.pk, PROPOSED)]


def test_a_default_birthday_weighs_nothing_but_its_year():
    make_crowd()
    make_person("Okonjola", "Emeka", "1979-01-01")
    intake = load_roster(inmate("Okonjola", "Emeka", "1979-01-01"), inmate("Okonjola", "Emeka", "1979"))
    for row in (1, 2):
        (match,) = candidates(intake, row)
        assert words(match, "birth").endswith("weigh nothing")
        assert match.zone == REVIEW


@pytest.mark.promise("PIA-1.3-1")
def test_a_strong_number_with_name_or_birth_date_is_proposed():
    make_crowd()
    married = with_number(make_person("Cordanio", "Elena", "1974-08-02", sex="F"), "FBI", FBI)
    mistyped = with_number(make_person("Zaruñedo", "Raúl", "1969-12-05"), "SID", SID)
    intake = load_roster(
        inmate("Brooker", "Elena", "1974-08-02", sex="F", fbi_number=FBI),
        inmate("Zarunedo", "Raul", "1963-10-25", sid=SID),
    )
    assert zones(intake, 1) == [(married.pk, PROPOSED)]
    assert zones(intake, 2) == [(mistyped.pk, PROPOSED)]
    assert candidates(intake, 1)[0].method == "IDENTIFIER"
    assert words(candidates(intake, 1)[0], "identifier") == "the same FBI number"


@pytest.mark.promise("PIA-0-3")
def test_a_strong_number_whose_name_and_birth_date_both_disagree_is_reviewed_never_proposed():
    make_crowd()
    lender = with_number(make_person("Cordanio", "Elena", "1974-08-02", sex="F"), "FBI", FBI)
    intake = load_roster(inmate("Stonham", "Clive", "1990-01-27", fbi_number=FBI))
    assert zones(intake) == [(lender.pk, REVIEW)]


def test_a_father_under_his_sons_number_is_reviewed():
    make_crowd()
    son = with_number(make_person("Dorovenko", "Marek", "1985-02-11"), "FBI", FBI)
    intake = load_roster(inmate("Dorovenko", "Marek", "1958-06-30", fbi_number=FBI))
    assert zones(intake) == [(son.pk, REVIEW)]


def test_somebody_of_a_common_name_and_no_birth_date_is_not_proposed():
    make_crowd()
    make_person("Abkar", "Ilya", "1991-04-04")
    intake = load_roster(inmate("Abkar", "Ilya", ""))
    assert all(zone == REVIEW for _, zone in zones(intake))


def test_an_alias_counts_as_a_name():
    make_crowd()
    subject = make_person("Valundez", "José", "1971-03-14")
    officer = make_officer("DAL", "officer")
    subjects.add_alias(
        subject,
        by=officer,
        origin=officer_origin(officer),
        kind="AKA",
        family_name="Brunkhorst",
        given_name="Joe",
        middle_name="",
    )
    intake = load_roster(inmate("Brunkhorst", "Joe", "1971-03-14"))
    assert zones(intake) == [(subject.pk, PROPOSED)]
    assert words(candidates(intake)[0], "alias") == "an alias"


def test_two_subjects_who_are_equally_likely_are_both_reviewed():
    make_crowd()
    one = make_person("Okonjola", "Emeka", "1979-09-20")
    other = make_person("Okonjola", "Emeka", "1979-09-20")
    intake = load_roster(inmate("Okonjola", "Emeka", "1979-09-20"))
    assert sorted(zones(intake)) == sorted([(one.pk, REVIEW), (other.pk, REVIEW)])


def test_the_zones_add_up_and_nothing_of_a_person_is_repeated_in_the_evidence():
    make_crowd()
    make_person("Okonjola", "Emeka", "1979-09-20")
    intake = load_roster(
        inmate("Okonjola", "Emeka", "1979-09-20"), inmate("Nemo", "Alguna", "1991-05-06"), inmate("", "", "")
    )
    linking = Linking.objects.get(intake=intake)
    assert (linking.rows, linking.proposed, linking.review, linking.none) == (3, 1, 0, 2)
    told = str(Match.objects.get(intake=intake).evidence).upper()
    assert "OKONJOLA" not in told
    assert "1979" not in told


def test_the_same_rows_give_the_same_candidates_again():
    make_crowd()
    make_person("Okonjola", "Emeka", "1979-09-20")
    make_person("Okonjola", "Emeka", "1979-09-02")
    intake = load_roster(
        inmate("Okonjola", "Emeka", "1979-09-20"), inmate("Okonjolla", "Emeka", "1979-09-02")
    )
    first = list(Match.objects.order_by("row", "subject").values_list("row", "subject", "zone", "score"))
    actions.propose(Intake.objects.get(pk=intake.pk), by=intake.received_by)
    assert first == list(
        Match.objects.order_by("row", "subject").values_list("row", "subject", "zone", "score")
    )
    assert first


def test_where_the_process_is_lost_the_extract_waits_unlinked_and_is_not_applied(monkeypatch):
    make_crowd()
    make_person("Okonjola", "Emeka", "1979-09-20")
    monkeypatch.setattr(feed, "PROCESS", "fcms.exchange.linkage.nothing_of_this_name")
    intake = load_roster(inmate("Okonjola", "Emeka", "1979-09-20"))
    assert intake.status == "REVIEW"
    assert not Linking.objects.exists()
    monkeypatch.undo()
    assert actions.propose(intake, by=intake.received_by).proposed == 1
