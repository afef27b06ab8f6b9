"""Accepted rows become leads, set by set."""

from __future__ import annotations

from typing import Any

from fcms.accounts.models import User
from fcms.exchange.actions import accepted_sql
from fcms.exchange.intake.planning import for_this_transaction
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.leads.bulk import receive_set

from .layout import LEADS


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make leads of the accepted rows of an intake; return what came of them."""
    report("making leads", 0, intake.rows)
    for_this_transaction(intake.rows)
    # The condition and the column names are written in this code.
    rows = f"""
      select 'leads.csv' as file, row, source_kind, coalesce(source_agency, '') as source_agency,
             coalesce(source_officer, '') as source_officer, source_reference, received_on::date as received_on,
             coalesce(a_number, '') as a_number, coalesce(family_name, '') as family_name,
             coalesce(given_name, '') as given_name, coalesce(birth_date, '') as birth_on,
             coalesce(line_1, '') as line_1, coalesce(line_2, '') as line_2, coalesce(city, '') as city,
             coalesce(state, '') as state, coalesce(zip, '') as zip, first_seen::date as first_seen_on,
             last_seen::date as last_seen_on, coalesce(notes, '') as notes
      from {LEADS.named("and " + accepted_sql(intake))} g
    """
    return receive_set(
        by=by, intake=intake.number, rows_sql=rows.replace("%(intake)s", str(int(intake.pk))), parameters={}
    )
