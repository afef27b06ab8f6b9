"""Where a ZIP code goes, decided without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fcms.offices.rules import (
    Areas,
    Decision,
    Kind,
    Place,
    Rule,
    arrange,
    county_key,
    county_name,
    place_key,
    route,
    team,
)

pytestmark = pytest.mark.promise("PIA-0-7")

AREAS = arrange(
    [
        ("OK", None, "DAL"),
        ("NM", None, "ELP"),
        ("TX", "Dallas", "DAL"),
        ("TX", "El Paso", "ELP"),
        ("TX", "DeWitt", "HOU"),
    ]
)


def place(state: str = "OK", county: str | None = "Tulsa", kind: Kind = Kind.STANDARD) -> Place:
    return Place(state, county, kind)


def test_a_state_that_belongs_to_one_office_sends_all_its_zip_codes_there() -> None:
    assert route("74101", [place()], AREAS) == Decision(Rule.ZIP_ONE_OFFICE, "DAL")
    assert route("74101", [place(county=None)], AREAS) == Decision(Rule.ZIP_ONE_OFFICE, "DAL")


def test_in_a_divided_state_the_county_decides_however_it_is_spelled() -> None:
    assert route("79901", [place("TX", "El Paso County")], AREAS) == Decision(Rule.ZIP_COUNTY, "ELP")
    assert route("77954", [place("TX", "De Witt County")], AREAS) == Decision(Rule.ZIP_COUNTY, "HOU")


@pytest.mark.parametrize(
    ("zip5", "places", "rule"),
    [
        ("", [place()], Rule.NO_ZIP),
        ("99999", [], Rule.UNKNOWN_ZIP),
        ("09001", [place("AE", None, Kind.MILITARY)], Rule.MILITARY),
        ("96799", [place("AS", None, Kind.PO_BOX)], Rule.NO_AREA),
        ("73019", [place(kind=Kind.UNIQUE)], Rule.UNIQUE),
        ("73001", [place(kind=Kind.PO_BOX)], Rule.PO_BOX),
        ("75001", [place("TX", None)], Rule.NO_COUNTY),
        ("75001", [place("TX", "Nowhere County")], Rule.NO_COUNTY),
        ("75001", [place("TX", "Dallas County"), place("TX", "El Paso County")], Rule.TIE),
        ("73949", [place("OK"), place("NM")], Rule.TIE),
    ],
)
def test_what_is_doubtful_waits_for_a_person(zip5: str, places: list[Place], rule: Rule) -> None:
    assert route(zip5, places, AREAS) == Decision(rule)


def test_a_zip_code_in_two_counties_of_one_office_is_no_tie() -> None:
    areas = arrange([("TX", "Dallas", "DAL"), ("TX", "Collin", "DAL")])
    both = [place("TX", "Dallas"), place("TX", "Collin")]
    assert route("75252", both, areas) == Decision(Rule.ZIP_COUNTY, "DAL")


def test_the_longest_prefix_wins_and_the_first_team_takes_the_rest() -> None:
    prefixes = {"752": 1, "7520": 2, "75201": 3}
    assert [team(zip5, prefixes, 9) for zip5 in ("75201", "75202", "75211", "76101")] == [3, 2, 1, 9]


def test_every_rule_says_itself_in_a_sentence_with_what_to_do() -> None:
    for rule in Rule:
        assert rule.sentence.endswith(".")
        assert rule.routes or "hand" in rule.sentence or "Choose" in rule.sentence


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Dallas County", "Dallas"),
        ("Acadia Parish", "Acadia"),
        ("Bethel Census Area", "Bethel"),
        ("Kings", "Kings"),
    ],
)
def test_a_county_is_named_without_the_word_for_it(written: str, name: str) -> None:
    assert county_name(written) == name


def test_places_are_compared_without_accents_signs_and_short_forms() -> None:
    assert place_key("Saint Paul") == place_key("ST. PAUL") == "stpaul"
    assert place_key("Añasco") == place_key("ANASCO")
    assert county_key("St Lawrence County") == county_key("St. Lawrence")


CODES = st.sampled_from(["DAL", "ELP", "HOU"])
STATES = st.sampled_from(["OK", "NM", "TX", "AS", "AE"])
PLACES = st.lists(
    st.builds(
        Place,
        STATES,
        st.none() | st.sampled_from(["Dallas", "El Paso", "Tulsa"]),
        st.sampled_from(list(Kind)),
    ),
    max_size=4,
)


@given(places=PLACES)
def test_an_office_is_named_exactly_if_the_rule_routes(places: list[Place]) -> None:
    decision = route("75201", places, AREAS)
    assert (decision.office is not None) == decision.rule.routes


@given(places=PLACES, seed=st.randoms())
def test_the_order_of_the_directory_rows_does_not_matter(places: list[Place], seed: object) -> None:
    turned = places[::-1]
    assert route("75201", places, AREAS) == route("75201", turned, AREAS)


@given(areas=st.builds(lambda: Areas({}, {}, frozenset())), places=PLACES)
def test_without_areas_nothing_is_routed(areas: Areas, places: list[Place]) -> None:
    assert not route("75201", places, areas).rule.routes
