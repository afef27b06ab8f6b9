"""Accepted answers become leads on the subjects of their tokens, set by set."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fcms.accounts.models import User
from fcms.exchange.actions import accepted_sql
from fcms.exchange.intake.planning import for_this_transaction
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.leads.bulk import keep_answers, receive_set

from .layout import RESULTS

PART = 50_000
"""Rows made into leads by one statement."""
_LEADS = """
  select 'results.csv' as file, r.row, 'COMMERCIAL_AGGREGATOR' as source_kind, t.vendor as source_agency,
         '' as source_officer, '' as source_reference, %(as_of)s::date as received_on,
         coalesce(a.number, '') as a_number, '' as family_name, '' as given_name, '' as birth_on,
         coalesce(r.line_1, '') as line_1, coalesce(r.line_2, '') as line_2, coalesce(r.city, '') as city,
         coalesce(r.state, '') as state, coalesce(r.zip, '') as zip, r.first_seen::date as first_seen_on,
         r.last_seen::date as last_seen_on, '' as notes
  from {rows} r join exchange_batchtoken t on t.token = r.batch_token
  join subjects_subject s on s.id = t.subject_id
  left join lateral (select n.number from subjects_anumber n
                     where n.subject_id = coalesce(s.merged_into_id, s.id) and n.withdrawn_at is null
                     order by n.primary desc, n.id limit 1) a on true
"""
_ANSWERS = """
  select 'results.csv' as file, r.row, t.vendor, t.batch, r.rank::int as rank, r.relevance_score::numeric as score
  from {rows} r join exchange_batchtoken t on t.token = r.batch_token
"""


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make leads of the accepted answers, each on the subject of its token, with the vendor's rank and score."""
    # The condition and the column names are written in this code.
    named = RESULTS.named(f"and row between %(first)s and %(last)s and {accepted_sql(intake)}")
    rows = named.replace("%(intake)s", "%(staged)s")
    report("making leads", 0, intake.rows)
    done = Counter({"received": 0, "routed": 0, "linked": 0})
    for first in range(1, intake.rows + 1, PART):
        last = min(first + PART - 1, intake.rows)
        for_this_transaction(intake.rows)
        part = {"staged": intake.pk, "first": first, "last": last}
        leads = {**part, "as_of": intake.as_of}
        done.update(
            receive_set(
                by=by, intake=intake.number, rows_sql=_LEADS.replace("{rows}", rows), parameters=leads
            )
        )
        keep_answers(by=by, intake=intake.number, rows_sql=_ANSWERS.replace("{rows}", rows), parameters=part)
        report("making leads", last, intake.rows)
    return dict(done)
