"""The areas of policy/offices.toml, loaded as the program loads them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from fcms.audit.events import Event
from fcms.audit.models import Change
from fcms.lib import policyfiles
from fcms.lib.actor import Job, acting
from fcms.offices import actions, queries
from fcms.offices.models import Jurisdiction, Office, OfficeKind, Team, TeamArea

pytestmark = [
    pytest.mark.promise("PIA-0-7"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("offices_loaded"),
]

SPLIT = {"NY": (62, {"BUF": 48, "NYC": 14}), "CA": (58, {"LOS": 7, "SFR": 49, "SND": 2})}
SPLIT["TX"] = (254, {"DAL": 128, "ELP": 18, "HOU": 54, "SNA": 54})
TERRITORIES = {"DC", "PR", "VI", "GU", "MP"}


def test_there_are_24_field_offices_and_one_headquarters() -> None:
    assert queries.field_offices().count() == 24
    assert [office.code for office in Office.objects.filter(kind=OfficeKind.HQ)] == ["HQ"]
    assert all(
        sub.parent and sub.code.startswith(sub.parent.code) for sub in Office.objects.filter(kind="SUB")
    )


@pytest.mark.parametrize("state", SPLIT)
def test_every_county_of_a_divided_state_belongs_to_exactly_one_office(state: str) -> None:
    counties = Jurisdiction.objects.filter(state=state).values_list("county", "office__code")
    number, shares = SPLIT[state]
    assert None not in dict(counties)
    assert len(counties) == len(dict(counties)) == number
    assert Counter(code for _, code in counties) == shares


def test_every_other_state_and_the_five_territories_belong_to_one_office_whole() -> None:
    whole = list(Jurisdiction.objects.filter(county=None).values_list("state", flat=True))
    assert len(whole) == len(set(whole)) == 47 + len(TERRITORIES)
    assert set(whole) >= TERRITORIES
    assert not set(whole) & set(SPLIT)


def test_every_office_has_a_first_team_and_two_to_six_teams() -> None:
    for area in queries.offices_with_areas():
        numbers = [team.number for team in area.teams]
        assert numbers == list(range(1, len(numbers) + 1))
        assert 2 <= len(numbers) <= 6
        assert {team.based_at for team in area.teams if team.based_at} == set(area.sub_offices)


def test_offices_with_areas_shows_the_whole_area_of_an_office() -> None:
    areas = {area.office.code: area for area in queries.offices_with_areas()}
    assert areas["DAL"].states == ["OK"]
    assert len(areas["DAL"].counties["TX"]) == 128
    assert areas["MIA"].states == ["FL", "PR", "VI"]
    assert [sub.code for sub in areas["SND"].sub_offices] == ["SND-IMP"]


def test_a_sub_office_is_answered_for_by_its_field_office() -> None:
    office = queries.field_office_of("dal-okc")
    assert office is not None
    assert office.code == "DAL"
    assert queries.field_office_of("DAL") == office
    assert queries.field_office_of("XXX") is None
    sub = queries.office_of("DAL-OKC")
    assert sub is not None
    assert [team.based_at for team in queries.teams_of(sub)] == [sub]
    assert sub.field_office_id == office.pk


def test_the_choices_of_offices_are_in_the_order_of_their_names() -> None:
    choices = queries.office_choices(headquarters=True, sub_offices=True)
    assert choices[:3] == [("HQ", "Headquarters"), ("ATL", "Atlanta"), ("ATL-CHS", "Atlanta: Charleston")]
    assert len(queries.office_choices()) == 24


def test_loading_again_changes_nothing() -> None:
    assert actions.load_reference(by=Job("tests")) == 0


def test_an_area_that_moves_ends_for_one_office_and_begins_for_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = policyfiles.offices()
    moved = [_without(office, "OK") if office.code == "DAL" else office for office in policy.field_offices]
    moved = [_with(office, "OK") if office.code == "HOU" else office for office in moved]
    monkeypatch.setattr(policyfiles, "offices", lambda: _policy(policy, moved))
    actions.load_reference(by=Job("tests"))
    rows = (
        Jurisdiction.objects.filter(state="OK").order_by("valid_from").values_list("office__code", "valid_to")
    )
    assert list(rows) == [("DAL", queries.today()), ("HOU", None)]
    assert Jurisdiction.objects.on(date(2009, 8, 11)).get(state="OK").office.code == "DAL"
    assert Jurisdiction.objects.on(queries.today()).get(state="OK").office.code == "HOU"
    actions.recompute_routes(by=Job("tests"))
    routed = queries.route_of("74103").office
    assert routed is not None
    assert routed.code == "HOU"


def _policy(policy: policyfiles.Offices, offices: list[policyfiles.OfficeRow]) -> policyfiles.Offices:
    return policyfiles.Offices(policy.valid_from, policy.headquarters, tuple(offices), policy.promises)


def _without(office: policyfiles.OfficeRow, state: str) -> policyfiles.OfficeRow:
    return _changed(office, tuple(one for one in office.states if one != state))


def _with(office: policyfiles.OfficeRow, state: str) -> policyfiles.OfficeRow:
    return _changed(office, (*office.states, state))


def _changed(office: policyfiles.OfficeRow, states: tuple[str, ...]) -> policyfiles.OfficeRow:
    from dataclasses import replace

    return replace(office, states=states)


def test_the_database_lets_no_state_belong_to_two_offices() -> None:
    office = Office.objects.get(code="HOU")
    with acting(Job("tests"), "test"), pytest.raises(IntegrityError), transaction.atomic():
        Jurisdiction.objects.create(office=office, state="OK", county=None, valid_from=date(2020, 1, 1))
    with acting(Job("tests"), "test"), pytest.raises(IntegrityError), transaction.atomic():
        Jurisdiction.objects.create(office=office, state="TX", county="Dallas", valid_from=date(2020, 1, 1))


def test_a_change_of_an_area_by_nobody_is_refused() -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="nobody is named"), transaction.atomic():
        TeamArea.objects.filter(zip_prefix="752").update(zip_prefix="000")


def test_what_was_loaded_is_in_the_trail() -> None:
    with acting(Job("tests"), "test"):
        Office.objects.filter(code="DAL").update(city="Elsewhere")
        Team.objects.filter(office__code="DAL").update(name="Elsewhere")
        Jurisdiction.objects.filter(state="OK").update(office=Office.objects.get(code="HOU"))
        TeamArea.objects.filter(zip_prefix="752").update(zip_prefix="000")
    actions.load_reference(by=Job("tests"))
    tables = set(Change.objects.filter(event=Event.OFFICES_LOADED).values_list("table", flat=True))
    expected = {model._meta.db_table for model in (Office, Team, Jurisdiction, TeamArea)}
    assert expected <= tables


def test_the_program_cannot_delete_an_area() -> None:
    from django.db.utils import ProgrammingError

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("delete from offices_jurisdiction")
