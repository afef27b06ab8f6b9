"""Checks of the EID extract over the whole file and against what is stored, in SQL."""

from __future__ import annotations

from fcms.exchange.intake import conflicts
from fcms.exchange.layout import SetCheck

_SUBJECTS_OF_EXTRACT = (
    "select canonical[1] from exchange_stagedrow where intake_id = %(intake)s and file = 'subjects.csv'"
)

REPEATED_IN_FILE = SetCheck(
    "R-REPEATED",
    "a_number",
    """
    select row, format('This A-Number stands in row %%s already. Reject one of them.', first), ''
    from (select row, min(row) over (partition by a_number) as first from {rows} r
          where a_number is not null and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("a_number",),
)
NAME_TWO = SetCheck(
    "R-NAME-TWO",
    "family_name",
    """
    select r.row,
           'The family name differs from every name of the subject with this A-Number. Compare before accepting.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where upper(r.family_name) <> upper(s.family_name)
      and not exists (select 1 from subjects_alias x where x.subject_id = s.id and x.withdrawn_at is null
                      and upper(x.family_name) = upper(r.family_name))
    """,
)
DOB_TWO = SetCheck(
    "R-DOB-TWO",
    "birth_date",
    """
    select r.row,
           'The birth date differs from the one in force. Accepting puts the new one in force; both are kept.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where r.birth_date is not null and s.birth_on <> '' and r.birth_date <> s.birth_on
    """,
)
SEX_TWO = SetCheck(
    "R-SEX-TWO",
    "sex",
    """
    select r.row, 'The sex differs from the one in force. Accepting puts the new one in force; both are kept.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where r.sex is not null and s.sex <> 'U' and r.sex <> s.sex
    """,
)
OFFICE = SetCheck(
    "R-OFFICE",
    "docket_office",
    """
    select r.row, 'No office has this code. Use a code of the list of offices, such as DAL.', ''
    from {rows} r left join offices_office o on o.code = upper(r.docket_office) and o.kind <> 'HQ'
    where r.docket_office is not null and o.id is null
    """,
)
STATUS_LATER = SetCheck(
    "R-STATUS-LATER",
    "custody_status",
    """
    select r.row, 'EID reports another custody, a removal or a death for a case that is worked here. It is noted; the '
                  'office that holds the case confirms it.', ''
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
    where exists (select 1 from cases_case c where c.subject_id = s.id and c.status in ('OPEN', 'COLD', 'IN_CUSTODY'))
      and (r.custody_status <> s.custody_status or r.custody_date <> coalesce(s.custody_on::text, '')
           or r.removed_date <> coalesce(s.removed_on::text, '') or r.deceased_date <> coalesce(s.died_on::text, ''))
    """,
)
NO_SUBJECT = SetCheck(
    "R-NO-SUBJECT",
    "a_number",
    f"""
    select r.row, 'No subject of the extract or of the records has this A-Number.', ''
    from {{rows}} r left join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    where r.a_number is not null and a.id is null
      and r.a_number not in ({_SUBJECTS_OF_EXTRACT} and canonical[1] is not null)
    """,
)

SUBJECT_CHECKS = (
    REPEATED_IN_FILE,
    NAME_TWO,
    DOB_TWO,
    SEX_TWO,
    OFFICE,
    STATUS_LATER,
    conflicts.SSN_SHARED,
    conflicts.two_persons(),
    conflicts.PAIR,
)
OWNED = (NO_SUBJECT,)
BIRTH = 7
"""Where the birth date stands in a staged row of `subjects.csv`, counted from 1."""


def before_birth(column: str) -> SetCheck:
    """A date of a subordinate file that lies before the birth of its subject, in the extract or on record."""
    return SetCheck(
        "R-ORDER",
        column,
        f"""
        select distinct r.row, 'This lies before the birth date of the subject. Correct one of them.', ''
        from {{rows}} r
        join (select canonical[1] as a_number, canonical[{BIRTH}] as birth from exchange_stagedrow
              where intake_id = %(intake)s and file = 'subjects.csv'
              union all
              select a.number, s.birth_on from subjects_anumber a join subjects_subject s on s.id = a.subject_id
              where a.withdrawn_at is null
                and not exists (select from exchange_stagedrow t where t.intake_id = %(intake)s
                                and t.file = 'subjects.csv' and t.canonical[1] = a.number)
             ) b on b.a_number = r.a_number
        where r.{column} is not null and b.birth <> ''
          and left(r.{column}, length(b.birth)) < left(b.birth, length(r.{column}))
        """,
    )


CONVICTIONS = (*OWNED, before_birth("convicted_on"))
APPREHENSIONS = (*OWNED, before_birth("apprehended_on"))
