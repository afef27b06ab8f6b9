"""Accepted rows become leads, set by set."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fcms.accounts.models import User
from fcms.exchange.actions import accepted_sql
from fcms.exchange.intake.planning import for_this_transaction
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.leads.bulk import receive_set

from .layout import LEADS

PART = 50_000
"""Rows made into leads by one statement."""


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make leads of the accepted rows of an intake, part by part in one transaction; return what came of them."""
    # The condition, the column names and the intake's key are written in this code.
    accepted = LEADS.named(f"and row between %(first)s and %(last)s and {accepted_sql(intake)}")
    rows = f"""
      select 'leads.csv' as file, row, source_kind, coalesce(source_agency, '') as source_agency,
             coalesce(source_officer, '') as source_officer, source_reference, received_on::date as received_on,
             coalesce(a_number, '') as a_number, coalesce(family_name, '') as family_name,
             coalesce(given_name, '') as given_name, coalesce(birth_date, '') as birth_on,
             coalesce(line_1, '') as line_1, coalesce(line_2, '') as line_2, coalesce(city, '') as city,
             coalesce(state, '') as state, coalesce(zip, '') as zip, first_seen::date as first_seen_on,
             last_seen::date as last_seen_on, coalesce(notes, '') as notes
      from {accepted.replace("%(intake)s", "%(staged)s")} g
    """
    report("making leads", 0, intake.rows)
    done = Counter({"received": 0, "routed": 0, "linked": 0})
    for first in range(1, intake.rows + 1, PART):
        last = min(first + PART - 1, intake.rows)
        for_this_transaction(intake.rows)
        part = {"staged": intake.pk, "first": first, "last": last}
        done.update(receive_set(by=by, intake=intake.number, rows_sql=rows, parameters=part))
        report("making leads", last, intake.rows)
    return dict(done)
