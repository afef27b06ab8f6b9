"""Checks of leads over the whole file and against what is stored, in SQL. None repeats a person's data."""

from __future__ import annotations

from fcms.exchange.intake import conflicts
from fcms.exchange.layout import SetCheck

REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "source_reference",
    """
    select row, format('The same agency sent this reference in row %%s already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by source_reference, source_kind, coalesce(source_agency, ''))
                      as first
          from {rows} r where source_reference is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("source_reference", "source_kind", "source_agency"),
)
REPEATED_IN_STORE = SetCheck(
    "R-REPEATED",
    "source_reference",
    """
    select distinct on (r.row) r.row,
           format('This reference of the agency was received already, as lead %%s.', l.number), ''
    from {rows} r join leads_lead l
      on l.source_reference = r.source_reference and l.source_kind = r.source_kind
     and l.source_agency = coalesce(r.source_agency, '') and l.outcome <> 'ENTERED_IN_ERROR'
    order by r.row, l.id
    """,
    before_applying=True,
)
UNLINKED = SetCheck(
    "R-UNLINKED",
    "a_number",
    """
    select r.row, case when r.a_number is null
             then 'There is no A-Number. The lead waits until a person links it to a subject.'
             else 'No subject has this A-Number. The lead waits until a person links it, or EID brings the case.' end,
           ''
    from {rows} r left join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    where a.id is null
    """,
)
NO_CASE = SetCheck(
    "R-NO-CASE",
    "a_number",
    """
    select r.row, 'The subject has no case that is open, cold or in custody. Check before anyone acts.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    where not exists (select 1 from cases_case c where c.subject_id = a.subject_id
                      and c.status in ('OPEN', 'COLD', 'IN_CUSTODY'))
    """,
)
NAME_TWO = SetCheck(
    "R-NAME-TWO",
    "family_name",
    """
    select r.row,
           'The family name differs from every name of the subject with this A-Number. Compare before accepting.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where r.family_name is not null and upper(r.family_name) <> upper(s.family_name)
      and not exists (select 1 from subjects_alias x where x.subject_id = s.id and x.withdrawn_at is null
                      and upper(x.family_name) = upper(r.family_name))
    """,
)
DOB_TWO = SetCheck(
    "R-DOB-TWO",
    "birth_date",
    """
    select r.row, 'The birth date differs from the one in force. Both are kept; the one in force stays.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where r.birth_date is not null and s.birth_on <> ''
      and left(r.birth_date, least(length(r.birth_date), length(s.birth_on)))
       <> left(s.birth_on, least(length(r.birth_date), length(s.birth_on)))
    """,
)
ZIP_UNKNOWN = SetCheck(
    "R-ZIP-UNKNOWN",
    "zip",
    """
    select r.row,
           'The ZIP directory does not know this code. Correct it, or choose the office by hand later.', '5 digits'
    from {rows} r left join offices_ziproute z on z.zip = r.zip
    where r.zip is not null and z.zip is null
    """,
)
ZIP_STATE = SetCheck(
    "R-ZIP-STATE",
    "zip",
    """
    select r.row,
           format('This ZIP code lies in %%s, and the row gives another state. Correct one of them.', z.state), ''
    from {rows} r join offices_ziproute z on z.zip = r.zip
    where r.state is not null and z.state <> '' and z.state <> r.state
    """,
)
ZIP_CITY = SetCheck(
    "R-ZIP-CITY",
    "city",
    """
    select r.row,
           format('The directory has this ZIP code in %%s, and the row gives another city. Compare both.', z.city), ''
    from {rows} r join offices_ziproute z on z.zip = r.zip
    where r.city is not null and z.city <> '' and (r.state is null or r.state = z.state)
      and upper(r.city) <> upper(z.city)
      and not exists (select 1 from offices_zipcode k where k.zip = r.zip and k.edition_id = z.edition_id
                      and (upper(k.city) = upper(r.city)
                           or upper(r.city) in (select upper(o) from unnest(k.other_cities) o)))
    """,
)
PO_BOX = SetCheck(
    "R-PO-BOX",
    "line_1",
    """
    select row, 'This is a post office box. Nobody can be visited there; find the street address.', ''
    from {rows} r where line_1 ~* '^\\s*(p\\.?\\s*o\\.?\\s*)?box\\s'
    """,
)

ADDRESS_CHECKS = (ZIP_UNKNOWN, ZIP_STATE, ZIP_CITY, PO_BOX, conflicts.UNIT_MISSING, conflicts.ADDRESS_FORM)
_WHO = "coalesce(a_number, concat_ws('|', upper(family_name), upper(given_name), birth_date))"
SET_CHECKS = (
    REPEATED_IN_FILE,
    REPEATED_IN_STORE,
    UNLINKED,
    NO_CASE,
    NAME_TWO,
    DOB_TWO,
    conflicts.two_persons(),
    conflicts.PAIR_WITH_STORE,
    conflicts.mass_address(_WHO),
    *ADDRESS_CHECKS,
)
