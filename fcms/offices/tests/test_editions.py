"""Editions of the ZIP directory: one in force, the others kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fcms.audit.events import Event
from fcms.lib.actor import Job, acting
from fcms.lib.verdict import Refused
from fcms.offices import actions, queries
from fcms.offices.directory import DirectoryRow
from fcms.offices.models import PlaceDoubt, ZipCode, ZipEdition
from fcms.offices.rules import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices_loaded")]
ROWS = [
    DirectoryRow("75201", "Dallas", ["Old Dallas"], "TX", "Dallas", Kind.STANDARD, "48113"),
    DirectoryRow("75201", "Dallas", ["Old Dallas"], "TX", "Rockwall", Kind.STANDARD, "48397"),
]


def load(intake: str = "I26-1", month: date = date(2026, 11, 1)) -> ZipEdition:
    return actions.load_postal_directory(ROWS, by=Job("tests"), month=month, intake=intake)


@pytest.mark.promise("PIA-1.3-3")
def test_a_postal_edition_is_in_force_and_the_one_that_ships_does_not_replace_it():
    shipped = queries.edition_in_force()
    edition = load()
    assert queries.edition_in_force() == edition
    assert actions.load_zip_directory(by=Job("tests")) == edition
    facts = queries.zip_facts("75201")
    assert facts is not None
    assert facts.city == "Dallas"
    assert facts.counties == {"Dallas", "Rockwall"}
    assert ZipCode.objects.filter(edition=shipped).exists()


@pytest.mark.promise("PIA-1.3-3")
def test_taken_back_the_one_before_is_in_force_and_only_the_newest_can_be():
    shipped = queries.edition_in_force()
    first, second = load("I26-1"), load("I26-2")
    with pytest.raises(Refused, match="Take back the newer one first"):
        actions.withdraw_edition(first, by=Job("tests"), reason="Wrong.")
    actions.withdraw_edition(second, by=Job("tests"), reason="Wrong.")
    assert queries.edition_in_force() == first
    actions.withdraw_edition(first, by=Job("tests"), reason="Wrong.")
    assert queries.edition_in_force() == shipped


@pytest.mark.promise("PIA-1.3-3")
def test_the_database_keeps_an_intake_to_one_edition_and_a_month_to_an_intake():
    load()
    with pytest.raises(IntegrityError, match="offices_zipedition_of_intake_once"), transaction.atomic():
        load()
    with (
        pytest.raises(IntegrityError, match="offices_zipedition_postal_has_its_intake"),
        transaction.atomic(),
    ):
        load(intake="")


@pytest.mark.promise("PIA-1.3-3")
def test_the_database_keeps_a_doubt_once_for_an_edition_and_a_place():
    edition = load()
    given = {"edition": edition, "zip": "75201", "city": "AUSTIN", "state": "TX", "doubt": "CITY"}
    with acting(Job("tests"), Event.ZIP_DIRECTORY_LOADED):
        PlaceDoubt.objects.create(**given, addresses=1, leads=0)
        with pytest.raises(IntegrityError, match="offices_placedoubt_once"), transaction.atomic():
            PlaceDoubt.objects.create(**given, addresses=2, leads=0)
