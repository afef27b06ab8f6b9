"""Offices, teams and areas for those who ask; where an address with a ZIP code goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from fcms.lib import policyfiles
from fcms.lib.dates import latest_day, local_day
from fcms.lib.identifiers import zip5
from fcms.lib.malformed import Malformed

from .models import Jurisdiction, Office, OfficeKind, PlaceDoubt, Team, ZipCode, ZipEdition, ZipRoute
from .rules import Areas, Kind, Rule, arrange, place_key


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a ZIP code goes and why; without an office it waits in the queue for a person."""

    zip: str
    office: Office | None
    team: Team | None
    rule: Rule
    sentence: str
    edition: int | None


def route_of(zip_code: str) -> Routing:
    """Decide by the ZIP code of an address, as written; what is no ZIP code counts as none."""
    try:
        digits = zip5(zip_code)
    except Malformed:
        return Routing("", None, None, Rule.NO_ZIP, Rule.NO_ZIP.sentence, current_edition())
    route = ZipRoute.objects.filter(zip=digits).select_related("office", "team__office").first()
    if route is None:
        return Routing(digits, None, None, Rule.UNKNOWN_ZIP, Rule.UNKNOWN_ZIP.sentence, current_edition())
    rule = Rule(route.rule)
    return Routing(digits, route.office, route.team, rule, rule.sentence, route.edition_id)


def rule_sentence(rule: str) -> str:
    """The sentence of a routing rule that a lead was stored with; nothing for a lead sent by hand."""
    return Rule(rule).sentence if rule in Rule.__members__ else ""


def edition_in_force() -> ZipEdition | None:
    """The edition of the ZIP directory in use: the newest that was not taken back; None before the first."""
    return ZipEdition.objects.standing().first()


def current_edition() -> int | None:
    """The number of the ZIP directory in use, or None before the first is loaded."""
    return ZipEdition.objects.standing().values_list("number", flat=True).first()


def edition_of_intake(intake: str) -> ZipEdition | None:
    """The edition that an intake brought, taken back or not."""
    return ZipEdition.objects.filter(intake=intake).first()


def later_editions(number: int) -> int:
    """How many editions that stand were loaded after the one of this number."""
    return ZipEdition.objects.standing().filter(number__gt=number).count()


def zip_count() -> int:
    """How many ZIP codes the edition in force has."""
    found = ZipCode.objects.filter(edition=current_edition()).aggregate(zips=Count("zip", distinct=True))
    return int(found["zips"])


def areas(day: date) -> Areas:
    """Who answers for what on a day, arranged for the routing rule."""
    listed = Jurisdiction.objects.on(day).select_related("office")
    return arrange([(area.state, area.county, area.office.code) for area in listed])


def doubts() -> QuerySet[PlaceDoubt]:
    """What stored addresses have otherwise than the edition in force, by ZIP code."""
    return PlaceDoubt.objects.filter(edition=current_edition()).order_by("zip", "id")


@dataclass(frozen=True, slots=True)
class ZipFacts:
    """What the directory knows of a ZIP code: the city, every name in use for it, states, counties, kind."""

    zip: str
    city: str
    cities: frozenset[str]
    states: frozenset[str]
    counties: frozenset[str]
    kind: Kind

    def knows_city(self, city: str) -> bool:
        """Whether `city`, however written, is a name in use for this ZIP code."""
        return place_key(city) in {place_key(name) for name in self.cities}


def zip_facts(zip_code: str) -> ZipFacts | None:
    """What the current edition says of a ZIP code of five digits; None if it does not know it."""
    rows = list(ZipCode.objects.filter(edition=current_edition(), zip=zip_code).order_by("id"))
    if not rows:
        return None
    return ZipFacts(
        zip=zip_code,
        city=rows[0].city,
        cities=frozenset(name for row in rows for name in (row.city, *row.other_cities)),
        states=frozenset(row.state for row in rows),
        counties=frozenset(row.county for row in rows if row.county),
        kind=Kind(rows[0].kind),
    )


def today() -> date:
    """Today at headquarters, by which areas come into force."""
    return local_day(timezone.now(), policyfiles.offices().headquarters.time_zone)


def offices() -> QuerySet[Office]:
    """Every office in force, by code: headquarters, field offices and sub-offices."""
    return Office.objects.on(today()).select_related("parent").order_by("code")


def field_offices() -> QuerySet[Office]:
    """The field offices in force, by name."""
    return offices().filter(kind=OfficeKind.FIELD).order_by("name")


def office_of(code: str) -> Office | None:
    """The office with a code, such as `DAL` or `DAL-OKC`; None if there is none."""
    return offices().filter(code=code.strip().upper()).first()


def field_office_of(code: str) -> Office | None:
    """The field office that answers for an office code: of a sub-office, the office above it."""
    office = office_of(code)
    return office.parent or office if office else None


def office_choices(*, headquarters: bool = False, sub_offices: bool = False) -> list[tuple[str, str]]:
    """Offices for a drop-down, (code, label), field offices by name; sub-offices follow their office."""
    chosen: list[tuple[str, str]] = []
    everything = list(offices())
    if headquarters:
        chosen += [(office.code, office.name) for office in everything if office.kind == OfficeKind.HQ]
    for office in sorted(
        (one for one in everything if one.kind == OfficeKind.FIELD), key=lambda one: one.name
    ):
        chosen.append((office.code, office.name))
        if sub_offices:
            chosen += [
                (sub.code, f"{office.name}: {sub.name}") for sub in everything if sub.parent_id == office.pk
            ]
    return chosen


def teams_of(office: Office) -> QuerySet[Team]:
    """The teams of an office in force, by number; of a sub-office, those that sit there."""
    return (
        Team.objects.on(today())
        .filter(Q(office=office) | Q(based_at=office))
        .select_related("office", "based_at")
        .order_by("number")
    )


@dataclass(frozen=True, slots=True)
class OfficeArea:
    """A field office with its area: whole states, counties of divided states, sub-offices and teams."""

    office: Office
    states: list[str]
    counties: dict[str, list[str]]
    sub_offices: list[Office]
    teams: list[Team]


def offices_with_areas() -> list[OfficeArea]:
    """Every field office in force with its area, by name."""
    day = today()
    areas = {office.pk: OfficeArea(office, [], {}, [], []) for office in field_offices()}
    for area in Jurisdiction.objects.on(day).order_by("state", "county"):
        if area.office_id in areas:
            into = areas[area.office_id]
            if area.county is None:
                into.states.append(area.state)
            else:
                into.counties.setdefault(area.state, []).append(area.county)
    for sub in offices().filter(kind=OfficeKind.SUB):
        if sub.parent_id in areas:
            areas[sub.parent_id].sub_offices.append(sub)
    for team in Team.objects.on(day).select_related("based_at").order_by("number"):
        if team.office_id in areas:
            areas[team.office_id].teams.append(team)
    return list(areas.values())


def latest_day_anywhere(moment: datetime | None = None) -> date:
    """The latest date that any office has now: a date after it lies in the future everywhere."""
    zones = offices().values_list("time_zone", flat=True).distinct().order_by("time_zone")
    return latest_day(moment or timezone.now(), list(zones) or ["UTC"])


def office_names() -> dict[int, tuple[str, str, bool]]:
    """Code, name and whether it is a field office, by key: headquarters and the field offices by name."""
    found = offices().filter(kind__in=(OfficeKind.HQ, OfficeKind.FIELD))
    named = sorted(found, key=lambda office: office.name)
    return {office.pk: (office.code, office.name, office.kind == OfficeKind.FIELD) for office in named}


def office_words(keys: set[int]) -> dict[int, str]:
    """Names of offices by key, for a history."""
    return dict(Office.objects.filter(pk__in=keys).values_list("pk", "name"))


def team_words(keys: set[int]) -> dict[int, str]:
    """Teams by key, for a history."""
    return {
        team.pk: str(team) for team in Team.objects.filter(pk__in=keys).select_related("office", "based_at")
    }
