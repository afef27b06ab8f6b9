"""One box: every kind of question finds the subject and says why; beyond one's office a hit shows little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.audit.models import Access
from fcms.cases.actions import open_by_hand
from fcms.offices.models import Office
from fcms.subjects import actions, names, queries
from fcms.subjects.addresses import address_key, searched
from fcms.subjects.merging.actions import merge
from fcms.subjects.models import NameKeys
from fcms.subjects.origin import officer_origin
from fcms.subjects.search import MOST, PAGE, Asked, search

from .make import make_officer, make_subject

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Garcia Lopez Mariana", "same name"),
        ("mariana garcia lopez", "same name"),
        ("GARCÍA LÓPEZ, MARIANA", "same name"),
        ("Garzia Lopez Mariana", "one letter off"),
        ("Garia Lopez Mariana", "one letter off"),
        ("Gacria Lopez Mariana", "two letters swapped"),
        ("Mariana, Garcia Lopez", "names swapped"),
        ("Lopez Garcia Mariana", "names swapped"),
        ("mariana lopez", "part of the name"),
        ("Lopez", "part of the name"),
        ("Gracia Lopes", "two letters swapped"),
        ("Zampel Egzampel", "alias"),
        ("Example Sample", "alias"),
    ],
)
def test_a_name_is_found_in_any_order_and_spelling(officer: User, words: str, why: str) -> None:
    subject = make_subject(
        by=officer,
        family_name="García López",
        given_name="Mariana",
        aliases=[{"family_name": "Sample", "given_name": "Example"}],
    )
    make_subject(by=officer, family_name="Weatherby", given_name="Quentin")
    hits = search(officer, Asked(words=words)).hits
    assert [hit.number for hit in hits] == [subject.number]
    assert why in hits[0].why


def test_the_nearest_name_comes_first(officer: User) -> None:
    far = make_subject(by=officer, family_name="Okonjoh", given_name="Marisola")
    near = make_subject(by=officer, family_name="Okonjo", given_name="Marisol")
    hits = search(officer, Asked(words="okonjo marisol")).hits
    assert [hit.number for hit in hits] == [near.number, far.number]
    assert hits[0].score > hits[1].score


def test_a_withdrawn_name_and_a_former_name_are_not_found(officer: User) -> None:
    subject = make_subject(by=officer, aliases=[{"family_name": "Weatherby"}])
    assert search(officer, Asked(words="weatherby")).total == 1
    actions.withdraw(subject.aliases.get(), by=officer, reason="Another person")
    assert search(officer, Asked(words="weatherby")).total == 0


@pytest.mark.parametrize("words", ["A900-100-001", "900100001", "a# 900 100 001"])
def test_an_a_number_finds_its_subject(officer: User, words: str) -> None:
    subject = make_subject(by=officer, a_number="A900100001")
    make_subject(by=officer)
    (hit,) = search(officer, Asked(words=words)).hits
    assert (hit.number, hit.why) == (subject.number, ("A-Number",))


def test_a_sensitive_number_is_found_only_when_it_is_whole(officer: User) -> None:
    subject = make_subject(by=officer, identifiers={"SSN": "900-12-3456", "FBI": "SYN123456"})
    (hit,) = search(officer, Asked(words="900123456")).hits
    assert (hit.number, hit.why) == (subject.number, ("Social Security number",))
    (hit,) = search(officer, Asked(words="syn123456")).hits
    assert hit.why == ("FBI number",)
    for words in ("90012345", "900-12-3457", "SYN12345"):
        assert search(officer, Asked(words=words)).total == 0


@pytest.mark.parametrize(
    "words",
    [
        "100 Sample Way",
        "100 sample way, apt 3, dallas tx 75201",
        "100 SAMPLE WAY 75201-1234",
        "75201",
        "100 Sampel Way",
    ],
)
def test_an_address_or_zip_code_finds_its_subjects(officer: User, words: str) -> None:
    subject = make_subject(
        by=officer,
        addresses=[
            {"line_1": "100 SAMPLE WAY", "line_2": "APT 3", "city": "DALLAS", "state": "TX", "zip": "75201"}
        ],
    )
    make_subject(by=officer, addresses=[{"line_1": "200 SAMPLE WAY", "city": "WACO", "zip": "76701"}])
    if words == "100 Sampel Way":
        assert search(officer, Asked(words=words)).total == 0
        return
    (hit,) = search(officer, Asked(words=words)).hits
    assert hit.number == subject.number
    assert hit.why[0] in ("address", "ZIP code")
    assert "100 SAMPLE WAY" in hit.detail


def test_a_year_of_birth_beside_the_name_narrows_the_search(officer: User) -> None:
    older = make_subject(by=officer, birth_on="1961-02-03")
    younger = make_subject(by=officer, birth_on="1988")
    assert {hit.number for hit in search(officer, Asked(words="okonjo")).hits} == {
        older.number,
        younger.number,
    }
    assert [hit.number for hit in search(officer, Asked(words="okonjo 1988")).hits] == [younger.number]
    assert [hit.number for hit in search(officer, Asked(words="okonjo", born="1961-02")).hits] == [
        older.number
    ]


@pytest.mark.promise("PIA-2.2-1")
def test_one_may_search_by_field_office_or_sub_office(officer: User) -> None:
    here = make_subject(by=officer, docket_office="DAL")
    below = make_subject(by=officer, docket_office="DAL-OKC")
    make_subject(by=officer, docket_office="MIA")
    found = search(officer, Asked(office="DAL-OKC")).hits
    assert [hit.number for hit in found] == [below.number]
    numbers = {hit.number for hit in search(officer, Asked(words="okonjo", office="DAL-OKC")).hits}
    assert numbers == {below.number}
    assert here.number not in numbers


def test_one_may_search_by_the_status_of_the_case_and_the_office_that_holds_it(
    officer: User, elsewhere: User
) -> None:
    held = make_subject(by=officer)
    office = Office.objects.get(code="MIA")
    case = open_by_hand(held, by=elsewhere, office=office, basis_on=date(2004, 5, 6), note="Sample")
    loose = make_subject(by=officer)
    (hit,) = search(officer, Asked(words="okonjo", status="OPEN")).hits
    assert hit.number == held.number
    assert hit.card is not None
    assert (hit.card.number, hit.card.office, hit.within) == (case.number, "Miami", False)
    assert search(officer, Asked(words="okonjo", status="CLOSED")).total == 0
    assert [hit.number for hit in search(officer, Asked(words="okonjo", office="MIA")).hits] == [held.number]
    assert [hit.number for hit in search(officer, Asked(words="okonjo", office="DAL")).hits] == [loose.number]


def test_the_name_of_a_subject_that_was_merged_finds_the_one_that_was_kept_where_that_one_is(
    officer: User,
) -> None:
    kept = make_subject(by=officer, family_name="Quillon", given_name="Ilse", docket_office="DAL")
    other = make_subject(by=officer, family_name="Vantongeren", given_name="Ilse", docket_office="NYC")
    merge(kept, other, by=make_officer("HQ", "hq_supervisor"), reason="One person.")
    for words, office, found in (
        ("Vantongeren", "DAL", [kept.pk]),
        ("Vantongeren", "NYC", []),
        ("Quillon", "DAL", [kept.pk]),
        ("", "NYC", []),
    ):
        assert [hit.id for hit in search(officer, Asked(words=words, office=office)).hits] == found, words


def test_the_number_of_a_case_leads_straight_to_its_page(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    case = open_by_hand(subject, by=officer, office=officer.office, basis_on=date(2004, 5, 6), note="Sample")
    found = sign_in(officer).post(reverse("subjects:search"), {"q": case.number})
    assert found["Location"] == reverse("cases:case", args=[case.number])


def test_more_hits_than_can_be_shown_are_said_and_paged_without_gap_or_repeat(officer: User) -> None:
    for place in range(PAGE + 5):
        make_subject(by=officer, middle_name="abcdefghij"[place % 10] * 4)
    seen: list[str] = []
    after = 0
    while True:
        page = search(officer, Asked(words="okonjo marisol"), after)
        seen += [hit.number for hit in page.hits]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == page.total == PAGE + 5
    assert not page.too_many
    assert MOST > PAGE


def test_beyond_ones_office_a_hit_shows_only_a_small_card(officer: User, elsewhere: User) -> None:
    make_subject(by=officer, a_number="A900100002", aliases=[{"family_name": "Weatherby"}])
    (near,) = search(officer, Asked(words="weatherby")).hits
    assert (near.within, near.a_number, near.born, near.detail) == (
        True,
        "A900100002",
        "1971-03-04",
        "Weatherby",
    )
    (far,) = search(elsewhere, Asked(words="weatherby")).hits
    assert (far.within, far.a_number, far.born, far.detail) == (False, "", "", "")
    (hq,) = search(make_officer("HQ", "hq_analyst"), Asked(words="weatherby")).hits
    assert hq.within


# --- the page


def test_the_words_of_a_search_stand_in_no_address_and_no_log(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    make_subject(by=officer, identifiers={"SSN": "900-12-3456"})
    client = sign_in(officer)
    address = reverse("subjects:search")
    page = client.post(address, {"q": "okonjo"})
    assert page.status_code == 200
    assert page.request["QUERY_STRING"] == ""
    look = Access.objects.get(kind="SEARCH")
    assert (look.actor, look.results) == (officer.actor_key, 1)
    assert look.query_digest is not None
    assert b"okonjo" not in bytes(look.query_digest).lower()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_access a where a::text ilike '%okonjo%'")
        assert cursor.fetchone()[0] == 0
    client.post(address, {"q": "OKONJO"})
    first, second = Access.objects.filter(kind="SEARCH").order_by("id")
    assert bytes(first.query_digest) == bytes(second.query_digest)


def test_a_get_of_the_search_page_searches_nothing(officer: User, sign_in: Callable[[User], Client]) -> None:
    make_subject(by=officer)
    page = sign_in(officer).get(reverse("subjects:search"), {"q": "okonjo"})
    assert "Okonjo, Marisol" not in page.content.decode()
    assert not Access.objects.filter(kind="SEARCH").exists()


def test_the_number_of_a_subject_leads_straight_to_its_page(
    officer: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer)
    typed = subject.number.lower().replace("-", " ")
    found = sign_in(officer).post(reverse("subjects:search"), {"q": typed})
    assert found["Location"] == reverse("subjects:subject", args=[subject.number])
    assert Access.objects.filter(kind="SEARCH", results=1).exists()


def test_an_empty_search_says_what_to_type(officer: User, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(officer).post(reverse("subjects:search"), {"q": " "})
    assert page.status_code == 422
    assert "Type a name" in page.content.decode()


def test_the_page_of_hits_offers_to_open_with_a_purpose(
    officer: User, elsewhere: User, sign_in: Callable[[User], Client]
) -> None:
    subject = make_subject(by=officer, a_number="A900100003")
    text = sign_in(elsewhere).post(reverse("subjects:search"), {"q": "A900100003"}).content.decode()
    assert "Open with a purpose" in text
    assert subject.full_name in text
    assert "4 Mar 1971" not in text


# --- the keys


def test_the_keys_of_a_name_fold_accents_and_hold_sound_and_one_letter_off() -> None:
    keys = set(names.name_keys("Peña", "José"))
    assert {"PENA", "JOSE", "s:P500", "m:PN", "d:PENA", "d:ENA", "d:JOS"} <= keys
    assert set(names.part_keys("MARISOL")) & set(names.part_keys("MARIOSL"))
    assert names.parts_of("O'Brien-d’Example") == ("OBRIEN", "DEXAMPLE")
    assert names.searched_parts("de la Garza") == ["GARZA"]


def test_each_name_of_a_subject_has_its_keys_once(officer: User) -> None:
    subject = make_subject(by=officer, aliases=[{"family_name": "Weatherby"}, {"family_name": "Example"}])
    actions.correct_subject(
        subject, by=officer, origin=officer_origin(officer), values={"given_name": "Other"}
    )
    assert NameKeys.objects.filter(subject=subject).count() == 3


@pytest.mark.parametrize(
    "address",
    [
        ("100 Sample Way", "Apt. 3", "75201"),
        ("100  SAMPLE   WAY,", "#3", "75201-1234"),
        ("12 Ñandú Št.", "", ""),
        ("", "", ""),
        ("1/2 sample-way", "Piso 2º", "00601"),
    ],
)
def test_the_key_of_an_address_is_the_same_in_the_program_and_in_the_database(
    address: tuple[str, str, str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select fcms_address_key(%s, %s, %s)", address)
        assert cursor.fetchone()[0] == address_key(*address)


def test_two_writings_of_one_address_have_one_key() -> None:
    assert address_key("100 Sample Way", "Apt. 3", "75201-1234") == address_key(
        "100 SAMPLE  WAY", "apt 3", "75201"
    )
    assert address_key("100 Sample Way", "3", "75201") != address_key("100 Sample Way", "4", "75201")
    assert searched("100 Sample Way Apt 3 75201") == ("100 SAMPLE WAY", "75201")


def test_a_subject_is_found_by_its_canonical_a_number(officer: User) -> None:
    subject = make_subject(by=officer, a_number="A900100004")
    assert queries.subject_by_a_number("A900100004") == subject
    assert queries.subject_by_a_number("A900100005") is None
