"""Checks of a vendor's answers over the whole file and against what was asked, in SQL. None repeats a token."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck
from fcms.exchange.sources.government_leads.checks import ADDRESS_CHECKS

TOKEN_UNKNOWN = SetCheck(
    "R-TOKEN-UNKNOWN",
    "batch_token",
    """
    select r.row, case when r.batch_token is null
             then 'There is no token, so nobody knows whom this answer is about. Ask the vendor.'
             else 'No token like this was issued here. Ask the vendor which batch this answers.' end, ''
    from {rows} r left join exchange_batchtoken t on t.token = r.batch_token
    where t.id is null
    """,
)
TOKEN_VENDOR = SetCheck(
    "R-TOKEN-VENDOR",
    "vendor",
    """
    select r.row, 'This token was given to another vendor. Find out how this one came by it.', ''
    from {rows} r join exchange_batchtoken t on t.token = r.batch_token
    where r.vendor is not null and upper(r.vendor) <> upper(t.vendor)
    """,
)
ANSWER_LATE = SetCheck(
    "R-ANSWER-LATE",
    "batch_token",
    """
    select r.row, format('Answers were wanted until %%s, and the vendor was to have deleted by then what we sent. '
                         'Ask before accepting.', to_char(t.answers_until, 'FMDD Mon YYYY')), ''
    from {rows} r join exchange_batchtoken t on t.token = r.batch_token
    join exchange_intake i on i.id = %(intake)s
    where i.received_at::date > t.answers_until
    """,
)
RANK_REPEATED = SetCheck(
    "R-RANK",
    "rank",
    """
    select row, format('Row %%s has this rank for the same subject already. Ask the vendor which is the better.',
                       first), ''
    from (select row, min(row) over (partition by batch_token, rank) as first
          from {rows} r where batch_token is not null and rank is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("batch_token", "rank"),
)
REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "line_1",
    """
    select row, format('Row %%s gives this address for the same subject already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by batch_token, fcms_address_key(line_1, coalesce(line_2, ''),
                                                                                coalesce(zip, ''))) as first
          from {rows} r where batch_token is not null and line_1 is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("batch_token", "line_1", "line_2", "zip"),
)
REPEATED_IN_STORE = SetCheck(
    "R-REPEATED",
    "line_1",
    """
    select distinct on (r.row) r.row,
           format('The vendor gave this address in answer to the same batch already: lead %%s.', l.number), ''
    from {rows} r join exchange_batchtoken t on t.token = r.batch_token
    join subjects_subject s on s.id = t.subject_id
    join leads_lead l on l.subject_id = coalesce(s.merged_into_id, s.id) and l.outcome <> 'ENTERED_IN_ERROR'
     and l.address_key = fcms_address_key(r.line_1, coalesce(r.line_2, ''), coalesce(r.zip, ''))
    join leads_vendoranswer v on v.lead_id = l.id and v.batch = t.batch and v.vendor = t.vendor
    where r.line_1 is not null
    order by r.row, l.id
    """,
    before_applying=True,
)
NO_CASE = SetCheck(
    "R-NO-CASE",
    "batch_token",
    """
    select r.row, 'The subject has no case that is open, cold or in custody any more. Check before anyone acts.', ''
    from {rows} r join exchange_batchtoken t on t.token = r.batch_token
    join subjects_subject s on s.id = t.subject_id
    where not exists (select 1 from cases_case c where c.subject_id = coalesce(s.merged_into_id, s.id)
                      and c.status in ('OPEN', 'COLD', 'IN_CUSTODY'))
    """,
)

SET_CHECKS = (
    TOKEN_UNKNOWN,
    TOKEN_VENDOR,
    ANSWER_LATE,
    RANK_REPEATED,
    REPEATED_IN_FILE,
    REPEATED_IN_STORE,
    NO_CASE,
    *ADDRESS_CHECKS,
)
