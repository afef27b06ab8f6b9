"""Removals are counted by office and day, by a role that can read nothing of a person."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from fcms.cases import actions, tallies
from fcms.cases.lifecycle import Status
from fcms.cases.models import Case
from fcms.database.counting import counted
from fcms.offices.models import Office
from fcms.subjects.tests.make import make_officer

from .make import GONE_ON, make_case, shown

pytestmark = pytest.mark.django_db
NOBODY = date(2026, 1, 1)


def removals(case: Case, since: date = GONE_ON, until: date = GONE_ON) -> int:
    return tallies.enforcement(since, until).get(case.office_id, {}).get("fugitive_removals", 0)


@pytest.mark.promise("PIA-1.1-8")
def test_a_removal_counts_on_its_own_day_at_the_office_that_holds_the_case() -> None:
    case = make_case(status=Status.REMOVED)
    make_case(status=Status.IN_CUSTODY)
    assert removals(case) == 1
    assert removals(case, NOBODY, date(2026, 4, 4)) == 0
    assert removals(case, date(2026, 4, 6), date(2026, 4, 7)) == 0


def test_a_removal_belongs_to_the_office_that_held_the_case_on_that_day() -> None:
    supervisor = make_officer("DAL", role="supervisor")
    case = make_case()
    case = actions.transfer(case, by=supervisor, office=Office.objects.get(code="HOU"), note="Moved.")
    officer = make_officer("HOU")
    case = actions.arrest(case, by=officer, custody_on=date(2026, 3, 4))
    case = actions.remove(case, by=officer, removed_on=GONE_ON, evidence=shown("REMOVED"))
    found = tallies.enforcement(GONE_ON, GONE_ON)
    assert found == {case.office_id: {"fugitive_removals": 1}}


def test_a_removal_that_did_not_take_place_no_longer_counts_once_its_case_was_re_opened() -> None:
    case = make_case(status=Status.REMOVED)
    actions.reopen(case, by=make_officer("DAL"), note="The flight did not leave.", evidence=shown("REOPENED"))
    assert removals(case) == 0


@pytest.mark.promise("PIA-1.1-9")
def test_the_role_that_counts_cannot_read_a_case_or_its_steps() -> None:
    for table in ("public.cases_case", "public.cases_casestep"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            counted(f"select count(*) from {table}", {})


@pytest.mark.promise("PIA-1.1-9")
def test_the_view_that_is_counted_names_no_case_no_person_and_no_author() -> None:
    make_case()
    (row,) = counted("select * from counts.cases_steps", {})
    assert row.keys() == {
        *(
            "step",
            "effective_on",
            "was",
            "status",
            "office_id",
            "from_office_id",
            "reason",
            "stands",
            "steps",
        ),
    }
