"""Loads offices and areas from policy, the ZIP directory from its package, and computes where each ZIP goes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from fcms.audit.events import Event
from fcms.database.bulk import copy_rows
from fcms.lib import policyfiles
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.policyfiles import OfficeRow
from fcms.lib.verdict import Refused

from . import directory, queries, rules
from .models import Dated, Jurisdiction, Office, OfficeKind, Team, TeamArea, ZipCode, ZipEdition, ZipRoute

D = TypeVar("D", bound=Dated)


def prepare(*, by: Actor) -> bool:
    """Load what is not loaded yet and compute routes where anything changed; return whether it did.

    Safe to call at every start: when nothing changed it only compares.
    """
    changed = load_reference(by=by)
    edition = load_zip_directory(by=by)
    if not changed and ZipRoute.objects.filter(edition=edition).exists():
        return False
    recompute_routes(by=by)
    return True


@action(Event.OFFICES_LOADED)
def load_reference(*, by: Actor) -> int:
    """Bring offices, teams and areas into line with `policy/offices.toml`; return how many rows changed.

    Nothing is deleted: what the file no longer names ends today, and what it names anew begins today
    (on the first day of the file where nothing was loaded before).
    """
    policy = policyfiles.offices()
    today = queries.today()
    start = today if Office.objects.exists() else policy.valid_from
    changed = _align_offices(policy, start, today)
    offices = {office.code: office for office in Office.objects.all()}
    changed += _align(Team, _wanted_teams(policy, offices), ("office", "number"), start, today)
    teams = {(team.office.code, team.number): team for team in Team.objects.select_related("office")}
    changed += _align(Jurisdiction, _wanted_areas(policy, offices), ("state", "county"), start, today)
    return changed + _align(TeamArea, _wanted_prefixes(policy, teams), ("team", "zip_prefix"), start, today)


def _align_offices(policy: policyfiles.Offices, start: date, today: date) -> int:
    fields = policy.field_offices
    first = [(policy.headquarters, OfficeKind.HQ), *((office, OfficeKind.FIELD) for office in fields)]
    wanted = [_office(row, kind, None) for row, kind in first]
    changed = _align(Office, wanted, ("code",), start, today, among=Q(parent__isnull=True))
    parents = {office.code: office for office in Office.objects.filter(parent__isnull=True)}
    subs = [
        _office(sub, OfficeKind.SUB, parents[office.code]) for office in fields for sub in office.sub_offices
    ]
    return changed + _align(Office, subs, ("code",), start, today, among=Q(parent__isnull=False))


def _office(row: OfficeRow, kind: OfficeKind, parent: Office | None) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "kind": kind.value,
        "parent": parent,
        "city": row.city,
        "state": row.state,
        "time_zone": row.time_zone,
    }


def _wanted_teams(policy: policyfiles.Offices, offices: Mapping[str, Office]) -> list[dict[str, Any]]:
    return [
        {
            "office": offices[office.code],
            "number": team.number,
            "name": team.name,
            "based_at": offices[team.based_at] if team.based_at else None,
        }
        for office in policy.field_offices
        for team in office.teams
    ]


def _wanted_areas(policy: policyfiles.Offices, offices: Mapping[str, Office]) -> list[dict[str, Any]]:
    wanted = []
    for row in policy.field_offices:
        areas: list[tuple[str, str | None]] = [(state, None) for state in row.states]
        areas += [(state, county) for state, counties in row.counties.items() for county in counties]
        wanted += [{"state": state, "county": county, "office": offices[row.code]} for state, county in areas]
    return wanted


def _wanted_prefixes(
    policy: policyfiles.Offices, teams: Mapping[tuple[str, int], Team]
) -> list[dict[str, Any]]:
    return [
        {"team": teams[office.code, team.number], "zip_prefix": prefix}
        for office in policy.field_offices
        for team in office.teams
        for prefix in team.zip_prefixes
    ]


def _align(
    model: type[D],
    wanted: list[dict[str, Any]],
    key: tuple[str, ...],
    start: date,
    today: date,
    among: Q | None = None,
) -> int:
    """Make the rows in force those that are `wanted`, told apart by `key`; return how many changed.

    An area that goes to another office ends and begins anew, so that the past stays as it was; other
    differences (a name, a time zone) are corrected in place.
    """
    in_force = model._base_manager.filter(among or Q(), valid_to__isnull=True)
    found = {tuple(getattr(row, name) for name in key): row for row in in_force.select_related()}
    fresh, corrected = [], 0
    for values in wanted:
        row = found.pop(tuple(values[name] for name in key), None)
        if isinstance(row, Jurisdiction) and row.office != values["office"] and _end(row, today):
            corrected += 1
            row = None
        if row is None:
            fresh.append(model(**values, valid_from=start))
        else:
            corrected += _correct(row, values)
    corrected += sum(_end(row, today) for row in found.values())
    return corrected + len(model._base_manager.bulk_create(fresh))


def _end(row: Dated, today: date) -> int:
    # What began today has no past to keep: it is corrected, not ended.
    if row.valid_from >= today:
        return 0
    row.valid_to = today
    row.save(update_fields=["valid_to"])
    return 1


def _correct(row: Dated, values: Mapping[str, Any]) -> int:
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return len(differing) and 1


@action(Event.ZIP_DIRECTORY_LOADED)
def load_zip_directory(*, by: Actor) -> ZipEdition:
    """Load the ZIP directory that ships with the program as a new edition, unless it, or a postal one, is in force."""
    current = queries.edition_in_force()
    if current is not None and (current.month or current.source == directory.source()):
        return current
    return _new_edition(list(directory.rows()), source=directory.source())


@action(Event.ZIP_DIRECTORY_LOADED)
def load_postal_directory(
    rows: list[directory.DirectoryRow], *, by: Actor, month: date, intake: str
) -> ZipEdition:
    """Make a new edition of the rows of a City State product (PIA-1.3-3); what was in force stays beside it."""
    return _new_edition(rows, source=f"City State {month:%Y-%m}", month=month, intake=intake)


@action(Event.ZIP_DIRECTORY_WITHDRAWN)
def withdraw_edition(edition: ZipEdition, *, by: Actor, reason: str) -> ZipEdition:
    """Take back the edition in force, so that the one before it is in force again."""
    if edition != queries.edition_in_force():
        raise Refused("Only the edition in force can be taken back. Take back the newer one first.")
    edition.withdrawn_at = timezone.now()
    edition.save(update_fields=["withdrawn_at"])
    return edition


def _new_edition(rows: list[directory.DirectoryRow], **given: Any) -> ZipEdition:
    number = (ZipEdition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = ZipEdition.objects.create(number=number, loaded_at=timezone.now(), rows=len(rows), **given)
    _copy_zip_codes(number, rows)
    return edition


def _copy_zip_codes(edition: int, rows: Iterable[directory.DirectoryRow]) -> None:
    columns = ("zip", "edition_id", "city", "other_cities", "state", "county", "county_code", "kind")
    copy_rows(
        ZipCode._meta.db_table,
        columns,
        (
            (
                row.zip,
                edition,
                row.city,
                row.other_cities,
                row.state,
                row.county,
                row.county_code,
                row.kind.value,
            )
            for row in rows
        ),
    )


_ROUTE = """
    insert into offices_ziproute as old (zip, office_id, team_id, rule, edition_id, city, state, county)
    select * from json_to_recordset(%s) as
        new (zip text, office bigint, team bigint, rule text, edition int, city text, state text, county text)
    on conflict (zip) do update set (office_id, team_id, rule, edition_id, city, state, county) =
        row(excluded.office_id, excluded.team_id, excluded.rule, excluded.edition_id,
            excluded.city, excluded.state, excluded.county)
    where (old.office_id, old.team_id, old.rule, old.edition_id, old.city, old.state, old.county)
        is distinct from (excluded.office_id, excluded.team_id, excluded.rule, excluded.edition_id,
                          excluded.city, excluded.state, excluded.county)
"""


@action(Event.ROUTES_COMPUTED)
def recompute_routes(*, by: Actor, on: date | None = None) -> Counter[rules.Rule]:
    """Decide anew where every ZIP code goes by the areas in force `on` a day (today); return counts by rule.

    A ZIP code that the current edition no longer has becomes unknown. Leads already routed stay where they are.
    """
    edition = queries.edition_in_force()
    if edition is None:
        return Counter()
    day = on or queries.today()
    routes = list(_routes(edition.number, day))
    known = {route["zip"] for route in routes}
    for route in ZipRoute.objects.values("zip", "city", "state", "county"):
        if route["zip"] not in known:
            gone = {"rule": rules.Rule.UNKNOWN_ZIP, "edition": edition.number, "office": None, "team": None}
            routes.append(gone | route)
    with connection.cursor() as cursor:
        cursor.execute(_ROUTE, [json.dumps(routes)])
    return Counter(rules.Rule(route["rule"]) for route in routes)


def _routes(edition: int, day: date) -> Iterable[dict[str, Any]]:
    areas = queries.areas(day)
    offices = dict(Office.objects.values_list("code", "id"))
    teams, first_team, prefixes = _teams(day)
    rows = ZipCode.objects.filter(edition=edition).order_by("zip", "id")
    listed = rows.values_list("zip", "city", "state", "county", "kind")
    for zip5, group in groupby(listed, key=lambda row: row[0]):
        found = list(group)
        places = [rules.Place(state, county, rules.Kind(kind)) for _, _, state, county, kind in found]
        decision = rules.route(zip5, places, areas)
        _, city, state, county, _ = found[0]
        office = offices[decision.office] if decision.office else None
        yield {
            "zip": zip5,
            "office": office,
            "team": office and teams[office, rules.team(zip5, prefixes[office], first_team[office])],
            "rule": decision.rule,
            "edition": edition,
            "city": city,
            "state": state,
            "county": county,
        }


def _teams(day: date) -> tuple[dict[tuple[int, int], int], dict[int, int], dict[int, dict[str, int]]]:
    """The teams in force: their keys by (office, number), each office's first, and their ZIP prefixes."""
    teams: dict[tuple[int, int], int] = {}
    first: dict[int, int] = {}
    for team in Team.objects.on(day).order_by("number"):
        teams[team.office_id, team.number] = team.pk
        first.setdefault(team.office_id, team.number)
    prefixes: dict[int, dict[str, int]] = defaultdict(dict)
    for area in TeamArea.objects.on(day).select_related("team"):
        if (area.team.office_id, area.team.number) in teams:
            prefixes[area.team.office_id][area.zip_prefix] = area.team.number
    return teams, first, prefixes
