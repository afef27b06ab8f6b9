"""What the forms offer: officers, teams, places to send a lead to, outcomes; and what can be done with several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fcms.accounts.models import User
from fcms.accounts.queries import officers_of
from fcms.lib.verdict import Verdict
from fcms.offices.models import Office, Team
from fcms.offices.queries import field_offices, office_of, offices_with_areas, teams_of

from . import rules
from .lifecycle import NEVER_CHOSEN, Outcome
from .models import Lead

Choices = list[tuple[str, str]]
Grouped = list[tuple[str, Choices]]


def officer_choices(office: Office | None) -> Choices:
    """The officers of a field office that can be given a lead, for a drop-down."""
    if office is None:
        return []
    return [(str(person.pk), _with_team(person)) for person in officers_of(office.pk).select_related("team")]


def _with_team(person: User) -> str:
    return f"{person.name} (team {person.team.number})" if person.team else person.name


def officer_in(office: Office, key: str) -> User | None:
    """The officer of a field office behind a choice."""
    return officers_of(office.pk).select_related("office", "team").filter(pk=key).first() if key else None


def team_choices(office: Office | None) -> Choices:
    """The teams of a field office, for a drop-down."""
    return [(str(team.pk), f"Team {team.number}") for team in teams_of(office)] if office else []


def office_choices() -> Choices:
    """The field offices, for a drop-down."""
    return [(str(office.pk), office.name) for office in field_offices()]


def field_office(user: User) -> Office:
    """The field office of a person."""
    return user.office.parent or user.office


def destinations(only: Office | None = None) -> Grouped:
    """Where a lead can be sent: each field office with its teams, or `only` one; the value is `DAL` or `DAL/2`."""
    areas = offices_with_areas()
    return [
        (
            area.office.name,
            [(area.office.code, f"{area.office.name}, the team of the ZIP code")]
            + [
                (f"{area.office.code}/{team.number}", f"{area.office.name}, team {team.number}")
                for team in area.teams
            ],
        )
        for area in areas
        if only is None or area.office == only
    ]


def destination(chosen: str) -> tuple[Office | None, Team | None]:
    """The office and the team behind a choice of `destinations`."""
    code, _, number = chosen.partition("/")
    office = office_of(code)
    return office, teams_of(office).filter(number=number).first() if office and number else None


def outcome_choices(leads: Sequence[Lead]) -> Choices:
    """What can have come of these leads: an arrest only where one is recorded for each."""
    arrested = all(lead.case and lead.case.status in rules.ARRESTED_CASES for lead in leads)
    return [
        (value, label)
        for value, label in Outcome.choices
        if value not in NEVER_CHOSEN or (value == Outcome.ARRESTED and arrested)
    ]


@dataclass(frozen=True, slots=True)
class Several:
    """Something to do with several leads at once: its verb, its words, whether it can be asked for."""

    name: str
    heading: str
    submit: str
    done: str
    verdict: Verdict

    def or_refused(self) -> Several:
        """Return this, or refuse with the sentence."""
        self.verdict.or_refuse()
        return self


_SEVERAL = {
    "accept": ("Accept", "Accept the leads", "accepted"),
    "assign": ("Assign", "Assign the leads", "assigned"),
    "transfer": ("Transfer", "Transfer the leads", "transferred"),
    "route": ("Route by hand", "Send the leads", "sent"),
    "close": ("Close", "Close the leads", "closed"),
}


def several(name: str, leads: Sequence[Lead], user: User) -> Several:
    """What is asked for with several leads at once; each lead's own rule is asked when it is done."""
    verdict = rules.may_choose(
        known=name in _SEVERAL,
        count=len(leads),
        one_office=name != "assign" or len({x.office_id for x in leads}) == 1,
    )
    return Several(name, *_SEVERAL.get(name, ("", "", "")), verdict)
