"""Whether somebody may still be in the country: reasons with their dates and sources, which act on nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.cases.lifecycle import Road
from fcms.cases.likelihood import queries
from fcms.cases.likelihood.rules import Event, Known, Reason, Reasons, reasons
from fcms.cases.likelihood.sightings import Sighting
from fcms.cases.models import Case
from fcms.cases.proposals.actions import propose
from fcms.lib.actor import Job
from fcms.subjects.actions import add_apprehension
from fcms.subjects.models import SourceKind
from fcms.subjects.origin import Origin, officer_origin
from fcms.subjects.tests.make import make_officer, make_subject

from .make import make_case

FCMS = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 20)
NOTHING = Known(today=TODAY, basis_on=date(2025, 5, 6))


def words(found: list[Reason]) -> str:
    return " | ".join(reason.words for reason in found)


# --- the rules


@pytest.mark.promise("PIA-1.3-2")
@pytest.mark.parametrize(
    ("known", "here", "left"),
    [
        ({}, "", ""),
        ({"basis_on": date(2015, 1, 2)}, "", "Nothing on record places the person here since 2 Jan 2015"),
        ({"apprehensions": [Event(date(2024, 1, 2), "EID")]}, "Apprehended by the department", ""),
        ({"held": Event(date(2026, 1, 2), "State DOC")}, "Held in custody", ""),
        ({"released": Event(date(2026, 1, 2), "EID")}, "Released from custody", ""),
        (
            {"address": Event(date(2026, 1, 2), "EID", "100 SAMPLE WAY")},
            "Last seen at an address here: 100",
            "",
        ),
        ({"sightings": [Sighting(TODAY, "Seen here by lead L1", "State DOC")]}, "Seen here by lead L1", ""),
        ({"sightings": [Sighting(TODAY, "Closed as left", "tip", here=False)]}, "", "Closed as left"),
        ({"removed": Event(date(2024, 1, 2), "EID")}, "", "Removed from the United States before"),
        ({"said_to_have_left": [Event(TODAY, "USCIS", "Said to have left")]}, "", "Said to have left"),
        ({"category": "1C", "category_on": TODAY}, "", "allowed to depart by themselves"),
    ],
)
def test_each_fact_is_a_reason_on_its_own_side(known: dict[str, Any], here: str, left: str) -> None:
    found = reasons(replace(NOTHING, **known))
    assert (here in words(found.still_here), left in words(found.has_left)) == (True, True)
    assert bool(found.still_here) is bool(here)
    assert bool(found.has_left) is bool(left)


def test_who_came_back_after_a_removal_is_said_to_be_here_again() -> None:
    removed, met = Event(date(2024, 1, 2), "EID"), Sighting(TODAY, "Met on a visit", "R. Sample")
    found = reasons(replace(NOTHING, removed=removed, sightings=[met]))
    assert "since then reported here again" in words(found.has_left)
    assert [reason.on for reason in found.still_here] == [TODAY]


def test_a_departure_that_a_port_would_have_recorded_is_named_only_where_none_is() -> None:
    entered = replace(
        NOTHING,
        entry=Event(date(2003, 1, 1), "EID", "JFK"),
        entry_words="2003",
        entry_class="V",
        entry_class_words="Visitor (V)",
    )
    assert "and none is" in words(reasons(entered).still_here)
    gone = replace(entered, said_to_have_left=[Event(TODAY, "USCIS", "Left by air")])
    assert "and none is" not in words(reasons(gone).still_here)
    assert "not through a port" in reasons(replace(entered, entry_class="EWI")).says_not


@pytest.mark.promise("PIA-1.3-2")
def test_it_is_never_a_number() -> None:
    assert {field.name for field in fields(Reasons)} == {"still_here", "has_left", "says_not"}
    assert {field.name for field in fields(Reason)} == {"words", "on", "source", "when"}


@pytest.mark.promise("PIA-1.3-2")
def test_nothing_but_its_card_reads_it_and_it_writes_nothing() -> None:
    """The reasons never act: only the card asks for them. Leads and activities tell it what they saw."""
    asking = {
        str(path.relative_to(FCMS))
        for path in FCMS.rglob("*.py")
        if "tests" not in path.parts and _names(path, "likelihood")
    }
    room = {f"cases/likelihood/{name}.py" for name in ("panels", "queries", "rules", "sightings")}
    telling = {f"{app}/{name}.py" for app in ("leads", "activities") for name in ("sightings", "apps")}
    assert asking <= room | telling | {"cases/apps.py"}
    for name in telling & asking:
        assert "likelihood.sightings" in (FCMS / name).read_text()
        assert "likelihood.rules" not in (FCMS / name).read_text()
    for name in room:
        text = (FCMS / name).read_text()
        assert not any(verb in text for verb in ("@action", ".save(", ".create(", ".update(", "cursor"))


def _names(path: Path, room: str) -> bool:
    tree = ast.parse(path.read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    named = " ".join(
        f"{getattr(node, 'module', '') or ''} {' '.join(alias.name for alias in node.names)}"
        for node in imports
    )
    return room in named or (path.parent.name == room and path.name != "__init__.py")


# --- of a case


@pytest.fixture
def case(db: None) -> Case:
    officer = make_officer("DAL")
    subject = make_subject(
        last_entry_on="2003-05",
        last_entry_place="JFK",
        entry_class="V",
        addresses=[
            {
                "line_1": "100 SAMPLE WAY",
                "city": "DALLAS",
                "state": "TX",
                "zip": "75201",
                "seen_on": "2026-09-01",
            }
        ],
    )
    add_apprehension(subject, by=officer, origin=officer_origin(officer), apprehended_on="2004-02-03")
    return make_case(subject=subject)


@pytest.mark.django_db
@pytest.mark.promise("PIA-1.3-2")
def test_the_card_says_both_sides_with_dates_and_sources_and_what_it_does_not_say(
    case: Case, signed_in: Callable[[User], Client]
) -> None:
    origin = Origin(SourceKind.GOVERNMENT, "USCIS", date(2026, 11, 20), intake="I26-000060-0", row=3)
    propose(
        case,
        by=Job("tests"),
        road=Road.LEFT_THE_COUNTRY,
        evidence=[],
        origin=origin,
        effective_on=date(2026, 10, 1),
        summary="Left by air.",
    )
    found = queries.reasons_of(case, TODAY)
    assert [(one.source, one.on) for one in found.still_here][:1] == [("EID", date(2026, 9, 1))]
    assert [one.words.split(",")[0].split(":")[0] for one in found.still_here] == [
        "Last seen at an address here",
        "Apprehended by the department",
        "Last known entry at JFK",
    ]
    assert [(one.source, one.on) for one in found.has_left] == [("USCIS", date(2026, 10, 1))]
    text = signed_in(make_officer("DAL")).get(reverse("cases:case", args=[case.number])).content.decode()
    assert "Still in the country?" in text
    assert "These are reasons and no finding" in text
    assert "UNDEFINED" not in text
    before = Case.objects.values().get(pk=case.pk)
    queries.reasons_of(case, TODAY)
    assert Case.objects.values().get(pk=case.pk) == before
