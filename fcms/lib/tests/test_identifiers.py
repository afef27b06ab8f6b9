"""Identifiers: what people write is accepted, what is wrong is said in a sentence that does not repeat it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcms.lib import identifiers as ids
from fcms.lib.identifiers import Malformed, Profile, value_class

pytestmark = pytest.mark.promise("PIA-1.5-1")

demonstration = partial(ids.ssn, profile=Profile.SYNTHETIC)
production = partial(ids.ssn, profile=Profile.PRODUCTION)
EVERY: list[Callable[[str], str]] = [
    ids.a_number,
    demonstration,
    production,
    ids.fbi_number,
    ids.fin,
    ids.sid,
    ids.tecs_number,
    ids.state,
    ids.zip5,
    ids.telephone,
    ids.ina_charge,
    ids.case_category,
    ids.offence_code,
]


@pytest.mark.parametrize(
    ("read", "written", "kept"),
    [
        (ids.a_number, "A900123456", "A900123456"),
        (ids.a_number, "a900-123-456", "A900123456"),
        (ids.a_number, " A# 900123456 ", "A900123456"),
        (ids.a_number, "90-123-456", "A090123456"),
        (ids.a_number, "9012345", "A009012345"),
        (demonstration, "900-12-3456", "900123456"),
        (demonstration, "999 49 9999", "999499999"),
        (production, "123-45-6789", "123456789"),
        (ids.fbi_number, "syn 123456", "SYN123456"),
        (ids.fin, "1234567890", "1234567890"),
        (ids.sid, "tx-01234567", "TX01234567"),
        (ids.sid, "XX123", "XX123"),
        (ids.tecs_number, "p0123456789abc", "P0123456789ABC"),
        (ids.state, " tx", "TX"),
        (ids.zip5, "02108", "02108"),
        (ids.zip5, "02108-1234", "02108"),
        (ids.telephone, "(214) 555-0123", "214-555-0123"),
        (ids.telephone, "+1 214.555.0123 ext. 12", "214-555-0123 x12"),
        (ids.telephone, "555-0101", "555-0101"),
        (ids.ina_charge, "INA 237(a)(2)(A)(iii)", "237a2Aiii"),
        (ids.ina_charge, "212a03F", "212a3F"),
        (ids.case_category, "5b", "5B"),
        (ids.case_category, "H", "H"),
        (ids.offence_code, "1305", "1305"),
        (ids.offence_code, "35ab", "35AB"),
        (ids.offence_code, "13a", "13A"),
    ],
)
def test_what_people_write_is_kept_in_one_form(read: Callable[[str], str], written: str, kept: str) -> None:
    assert read(written) == kept


@pytest.mark.parametrize(
    ("read", "written", "says"),
    [
        (ids.a_number, "123456", "6 digits"),
        (ids.a_number, "A0000000", "never all zeros"),
        (ids.a_number, "A9001234567", "10 digits and 1 letter"),
        (ids.a_number, "", "nothing"),
        (demonstration, "12345678", "nine digits"),
        (demonstration, "abcdefghi", "9 letters"),
        (demonstration, "123-45-6789", "could belong to a real person"),
        (demonstration, "987-65-4321", "middle part is 01 to 49"),
        (demonstration, "900-00-1234", "middle part is 01 to 49"),
        (production, "000-12-3456", "begins with 000"),
        (production, "666-12-3456", "begins with 666"),
        (production, "900-12-3456", "begins with 9"),
        (production, "123-00-4567", "00 in the middle"),
        (production, "123-45-0000", "ends in 0000"),
        (production, "078-05-1120", "belongs to nobody"),
        (ids.fbi_number, "1234567890", "10 digits"),
        (ids.fin, "12A", "2 digits"),
        (ids.sid, "ZZ123", "two letters of a state"),
        (ids.state, "Texas", "two letters"),
        (ids.zip5, "2108", "Zeros at its front"),
        (ids.zip5, "7520l", "4 digits and 1 letter"),
        (ids.telephone, "12", "2 digits"),
        (ids.ina_charge, "999a", "section"),
        (ids.case_category, "fugitive", "such as 5B"),
        (ids.offence_code, "1", "NCIC"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_correct(
    read: Callable[[str], str], written: str, says: str
) -> None:
    with pytest.raises(Malformed) as problem:
        read(written)
    assert says in problem.value.sentence
    assert problem.value.sentence.endswith(".")


@pytest.mark.parametrize("read", EVERY)
@given(text=st.text(max_size=24))
def test_any_text_is_either_kept_in_a_form_that_stays_or_refused_without_repeating_it(
    read: Callable[[str], str], text: str
) -> None:
    kept, sentence = None, ""
    try:
        kept = read(text)
    except Malformed as problem:
        sentence = problem.sentence
    if kept is None:
        assert len(text.strip()) < 8 or text.strip() not in sentence
    else:
        assert read(kept) == kept
        assert kept.isascii()


@given(digits=st.integers(1, 999_999_999).map(lambda n: f"{n:09}"))
def test_an_a_number_shown_is_read_back(digits: str) -> None:
    kept = ids.a_number(digits)
    assert ids.a_number(ids.show_a_number(kept)) == kept == f"A{digits}"


@given(area=st.integers(900, 999), group=st.integers(1, 49), serial=st.integers(1, 9999))
def test_a_number_kept_in_demonstration_is_one_that_production_refuses(
    area: int, group: int, serial: int
) -> None:
    text = f"{area:03}-{group:02}-{serial:04}"
    assert ids.show_ssn(demonstration(text)) == text
    with pytest.raises(Malformed):
        production(text)


@given(number=st.integers(0, 999_999_999).map(lambda n: f"{n:09}"))
def test_no_social_security_number_is_kept_by_both_profiles(number: str) -> None:
    def keeps(read: Callable[[str], str]) -> bool:
        try:
            return bool(read(number))
        except Malformed:
            return False

    assert not (keeps(demonstration) and keeps(production))


def test_a_charge_is_shown_with_its_levels() -> None:
    assert ids.show_ina_charge("237a2Aiii") == "INA 237(a)(2)(A)(iii)"
    assert ids.show_ina_charge("212a7AiI") == "INA 212(a)(7)(A)(i)(I)"


@given(
    section=st.sampled_from(["212", "237", "241"]),
    number=st.integers(1, 12),
    letter=st.sampled_from("ABCDE"),
    roman=st.sampled_from(["", "i", "ii", "iii", "iv", "v", "vi", "ix", "x"]),
)
def test_a_charge_shown_is_read_back(section: str, number: int, letter: str, roman: str) -> None:
    charge = f"{section}a{number}{letter}{roman}"
    assert ids.ina_charge(ids.show_ina_charge(charge)) == charge


def test_a_doubtful_fbi_number_is_a_warning_only() -> None:
    assert ids.fbi_number_doubt("SYN123456") == ""
    assert ids.fbi_number_doubt("123456AA7") == ""
    assert "check character" in ids.fbi_number_doubt(ids.fbi_number("ABCDEFGHJ"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing"),
        ("A", "1 letter"),
        ("12-34", "4 digits and 1 other sign"),
        ("AB 12", "2 digits, 2 letters and 1 space"),
    ],
)
def test_a_value_is_described_without_being_said(text: str, said: str) -> None:
    assert value_class(text) == said
