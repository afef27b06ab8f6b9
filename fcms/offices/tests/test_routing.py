"""Real ZIP codes go where they should, one by one and all at once."""

from __future__ import annotations

import time

import pytest
from django.db import IntegrityError, connection, transaction

from fcms.lib.actor import Job, acting
from fcms.offices import actions, queries
from fcms.offices.models import ZipCode, ZipEdition, ZipRoute
from fcms.offices.rules import Kind, Rule

pytestmark = [
    pytest.mark.promise("PIA-0-7"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("offices_loaded"),
]

ROUTED = {
    "75201": "DAL", "73102": "DAL", "10001": "NYC", "14201": "BUF", "90001": "LOS", "94102": "SFR",
    "92101": "SND", "79901": "ELP", "77002": "HOU", "78201": "SNA", "02108": "BOS", "00901": "MIA",
    "96813": "SFR", "30303": "ATL", "21201": "BAL", "60601": "CHI", "80202": "DEN", "48226": "DET",
    "07102": "NEW", "70112": "NOL", "19103": "PHI", "85003": "PHO", "98101": "SEA", "84101": "SLC",
    "55101": "SPM", "22030": "WAS", "20001": "WAS", "99501": "SEA", "00802": "MIA", "77954": "HOU",
}  # fmt: skip
QUEUED = {
    "09001": Rule.MILITARY, "96799": Rule.NO_AREA, "96941": Rule.NO_AREA, "20252": Rule.UNIQUE,
    "12345": Rule.UNIQUE, "10008": Rule.PO_BOX, "77352": Rule.NO_COUNTY, "00000": Rule.UNKNOWN_ZIP,
    "": Rule.NO_ZIP, "7520": Rule.NO_ZIP, "none": Rule.NO_ZIP,
}  # fmt: skip


@pytest.mark.parametrize(("zip_code", "code"), ROUTED.items())
def test_a_real_zip_code_goes_to_its_office_and_one_of_its_teams(zip_code: str, code: str) -> None:
    routing = queries.route_of(zip_code)
    assert routing.office is not None
    assert routing.team is not None
    assert (routing.zip, routing.office.code) == (zip_code, code)
    assert routing.team.office == routing.office
    assert routing.sentence == routing.rule.sentence
    assert routing.edition == queries.current_edition()


@pytest.mark.parametrize(("zip_code", "rule"), QUEUED.items())
def test_a_zip_code_that_decides_nothing_waits_with_its_reason(zip_code: str, rule: Rule) -> None:
    routing = queries.route_of(zip_code)
    assert (routing.office, routing.team, routing.rule) == (None, None, rule)
    assert routing.edition == queries.current_edition()


def test_the_office_city_goes_to_the_first_team_and_a_sub_office_to_its_own() -> None:
    dallas, tulsa = queries.route_of("75201-1234"), queries.route_of("74103")
    assert dallas.team is not None
    assert dallas.team.number == 1
    assert tulsa.team is not None
    assert tulsa.team.based_at is not None
    assert tulsa.team.based_at.code == "DAL-TUL"


def test_every_zip_code_of_the_directory_has_a_route_and_the_queue_is_small() -> None:
    assert (
        ZipRoute.objects.count() == ZipCode.objects.filter(edition=queries.current_edition()).count() > 42_000
    )
    standard = ZipCode.objects.filter(kind=Kind.STANDARD).values("zip")
    stuck = ZipRoute.objects.filter(zip__in=standard, office=None)
    assert set(stuck.values_list("rule", flat=True)) <= {Rule.NO_COUNTY}
    assert stuck.count() < 5


def test_every_team_has_zip_codes() -> None:
    from fcms.offices.models import Team

    assert not Team.objects.exclude(pk__in=ZipRoute.objects.exclude(team=None).values("team")).exists()


def test_a_set_is_routed_by_one_join_as_single_ones_are() -> None:
    wanted = list(ROUTED)
    with connection.cursor() as cursor:
        cursor.execute(
            "select given.zip, o.code from unnest(%s::text[]) given(zip)"
            " join offices_ziproute r on r.zip = given.zip join offices_office o on o.id = r.office_id",
            [wanted],
        )
        assert dict(cursor.fetchall()) == ROUTED


def test_the_directory_is_loaded_once_and_in_time() -> None:
    began = time.monotonic()
    edition = actions.load_zip_directory(by=Job("tests"))
    assert edition == ZipEdition.objects.get()
    assert edition.rows == ZipCode.objects.count()
    assert time.monotonic() - began < 1


def test_preparing_again_finds_nothing_to_do() -> None:
    began = time.monotonic()
    assert not actions.prepare(by=Job("tests"))
    assert time.monotonic() - began < 2


def test_a_zip_code_that_an_edition_no_longer_has_becomes_unknown() -> None:
    with acting(Job("tests"), "test"):
        edition = ZipEdition.objects.create(number=99, source="next", loaded_at="2026-01-01T00:00Z", rows=1)
        ZipCode.objects.create(
            edition=edition, zip="75201", city="Dallas", state="TX", county="Dallas", kind=Kind.STANDARD
        )
    counts = actions.recompute_routes(by=Job("tests"))
    assert counts[Rule.ZIP_COUNTY] == 1
    assert queries.route_of("10001").rule == Rule.UNKNOWN_ZIP
    assert queries.route_of("75201").edition == 99


def test_computing_again_changes_no_route() -> None:
    before = list(ZipRoute.objects.order_by("zip").values_list())
    actions.recompute_routes(by=Job("tests"))
    assert list(ZipRoute.objects.order_by("zip").values_list()) == before


def test_the_keeper_ties_office_and_team_to_the_rule() -> None:
    with acting(Job("tests"), "test"), pytest.raises(IntegrityError), transaction.atomic():
        ZipRoute.objects.filter(zip="75201").update(office=None, team=None)
    with acting(Job("tests"), "test"), pytest.raises(IntegrityError), transaction.atomic():
        ZipRoute.objects.filter(zip="75201").update(rule=Rule.TIE)


def test_the_facts_of_a_zip_code_know_its_city_by_every_name() -> None:
    facts = queries.zip_facts("11101")
    assert facts is not None
    assert facts.knows_city("LONG ISLAND CITY")
    assert facts.knows_city("astoria")
    assert not facts.knows_city("Dallas")
    assert (facts.states, facts.counties, facts.kind) == ({"NY"}, {"Queens"}, Kind.STANDARD)
    assert queries.zip_facts("00000") is None


def test_the_future_begins_after_the_last_office() -> None:
    from datetime import UTC, date, datetime

    # 15:00 UTC is already the next day in Guam (UTC+10) and in no other office.
    assert queries.latest_day_anywhere(datetime(2026, 3, 1, 15, tzinfo=UTC)) == date(2026, 3, 2)
    assert queries.latest_day_anywhere(datetime(2026, 3, 1, 13, tzinfo=UTC)) == date(2026, 3, 1)
