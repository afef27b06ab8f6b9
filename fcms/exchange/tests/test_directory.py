"""The pages of the ZIP directory: what a load would change, what is in force, that one is late."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from fcms.exchange import actions
from fcms.exchange.directory.rules import late
from fcms.exchange.models import Intake
from fcms.leads.tests.make import make_lead
from fcms.lib.actor import Job
from fcms.offices.actions import load_postal_directory, recompute_routes
from fcms.offices.directory import DirectoryRow
from fcms.offices.rules import Kind
from fcms.operations.synthetic.city_state_sample import copyright, record

from .make import make_analyst

pytestmark = pytest.mark.django_db
MONTH = date(2026, 11, 1)


def detail(zip5: str, city: str, county: str, state: str = "TX", **more: str) -> bytes:
    """A detail record of the directory."""
    given = {
        "zip": zip5, "city_key": f"TX{zip5[1:]}", "city": city, "facility": "P", "mailing": "Y", "last_line": city,
        "last_line_key": f"TX{zip5[1:]}", "state": state, "county_number": "113", "county": county,
    }  # fmt: skip
    return record(**{**given, **more})


def held(*zips: str) -> None:
    """A directory of a few ZIP codes is in force, all of Dallas."""
    rows = [DirectoryRow(zip5, "Dallas", [], "TX", "Dallas", Kind.STANDARD, "48113") for zip5 in zips]
    load_postal_directory(rows, by=Job("tests"), month=date(2026, 10, 1), intake="I-TEST")
    recompute_routes(by=Job("tests"))


def load(*records: bytes) -> Intake:
    """Receive and stage a directory."""
    by = make_analyst()
    content = io.BytesIO(copyright(MONTH) + b"".join(records))
    return actions.stage(actions.receive(content, by=by, kind="city-state"), by=by)


@pytest.mark.promise("PIA-1.3-3")
def test_the_difference_page_shows_what_is_added_gone_and_moved_and_what_goes_to_another_office(signed_in):
    held("75201", "75202", "75203", "75204")
    make_lead(zip="75202")
    intake = load(
        detail("75201", "DALLAS", "DALLAS"),
        detail("75202", "DALLAS", "HARRIS"),
        detail("75203", "SAMPLEVILLE", "DALLAS"),
        detail("75209", "DALLAS", "DALLAS"),
    )
    page = signed_in(make_analyst()).get(reverse("exchange:difference", args=[intake.number]))
    shown = {
        line.zip: (line.what, line.goes_before, line.goes_after, line.leads) for line in page.context["page"]
    }
    assert shown == {
        "75202": ("to another office, another county", "Dallas", "Houston", 1),
        "75203": ("another city", "Dallas", "Dallas", 0),
        "75204": ("gone", "Dallas", "", 0),
        "75209": ("added", "", "Dallas", 0),
    }
    only = signed_in(make_analyst()).get(
        reverse("exchange:difference", args=[intake.number]), {"what": "gone"}
    )
    assert [line.zip for line in only.context["page"]] == ["75204"]
    own = signed_in(make_analyst()).get(intake.get_absolute_url()).content.decode()
    assert reverse("exchange:difference", args=[intake.number]) in own


@pytest.mark.promise("PIA-1.3-3")
def test_each_row_says_what_it_would_change(signed_in: Any):
    from fcms.exchange.sources.city_state.changes import changes

    held("75201", "75202")
    intake = load(detail("75201", "DALLAS", "HARRIS"), detail("75202", "SAMPLEVILLE", "DALLAS"))
    found = changes(intake, list(intake.staged.order_by("row")))
    assert [[(one.field, one.old, one.new) for one in of_row] for of_row in found.values()] == [
        [("county", "Dallas", "HARRIS")],
        [("city", "Dallas", "SAMPLEVILLE")],
    ]


@pytest.mark.promise("PIA-1.3-3")
def test_only_names_that_mail_uses_are_shown_and_the_others_are_known(signed_in: Any):
    from fcms.offices.queries import zip_facts

    held("75201", "75202")
    by = make_analyst()
    intake = load(
        detail(
            "75201",
            "LITTLE SAMPLE",
            "DALLAS",
            last_line="DALLAS",
            mailing="N",
            city_key="TXN001",
            facility="N",
        ),
        detail("75201", "DALLAS", "DALLAS"),
        detail("75201", "DALLAS", "ROCKWALL", city_key="TXK002", county_number="397"),
        detail("75202", "DALLAS", "DALLAS"),
    )
    actions.apply(actions.accept_all_clean(intake, by=by), by=by)
    facts = zip_facts("75201")
    assert facts is not None
    assert facts.city == "Dallas"
    assert facts.counties == {"Dallas", "Rockwall"}
    assert facts.knows_city("Little Sample")
    page = signed_in(by).get(reverse("exchange:directory")).content.decode()
    assert "City State 2026-11" in page
    assert "Little" not in page


@pytest.mark.promise("PIA-1.3-3")
@pytest.mark.parametrize(
    ("month", "today", "is_late"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), False),
        (date(2026, 10, 1), date(2026, 11, 14), False),
        (date(2026, 10, 1), date(2026, 11, 15), True),
        (date(2026, 9, 1), date(2026, 11, 1), True),
        (date(2026, 12, 1), date(2026, 11, 30), False),
        (None, date(2026, 11, 1), True),
    ],
)
def test_a_missing_monthly_directory_is_noticed(month, today, is_late):
    assert bool(late(month, today, 15)) is is_late


@pytest.mark.promise("PIA-1.3-3")
def test_headquarters_is_told_on_the_first_page_that_the_directory_is_late(signed_in, monkeypatch):
    load_postal_directory([], by=Job("tests"), month=date(2026, 3, 1), intake="I-TEST")
    page = signed_in(make_analyst()).get("/").content.decode()
    assert "is of March 2026" in page
