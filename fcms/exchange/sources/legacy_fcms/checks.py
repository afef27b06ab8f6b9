"""Checks of the version before over whole files, between its files and against what is stored, in SQL."""

from __future__ import annotations

from fcms.exchange.layout import SetCheck

from .places import ACTIVITY, CASE, LEAD, SYSTEM_SQL, USER

_STAGED = "exchange_stagedrow where intake_id = %(intake)s and decision <> 'REJECTED' and file ="


def _known(file: str, position: int) -> str:
    """SQL of the keys of a file: those of this extract, and those that an earlier one of the system brought."""
    return f"""(select canonical[{position}] as key from {_STAGED} '{file}' and canonical[{position}] is not null
                union select key from exchange_takenover
                where file = '{file}' and key <> '' and outcome <> 'REFUSED' and system = {SYSTEM_SQL})"""


def office_of(column: str, *, headquarters: bool = False) -> SetCheck:
    """The office that a column names is one of the list."""
    field = "" if headquarters else "and o.kind <> 'HQ'"
    return SetCheck(
        "R-OFFICE",
        column,
        f"""
        select r.row, 'No office has this code. Use a code of the list of offices, such as DAL.', ''
        from {{rows}} r left join offices_office o on o.code = upper(r.{column}) {field}
        where r.{column} is not null and o.id is null
        """,
    )


def once(column: str, words: str) -> SetCheck:
    """A key stands in its file once."""
    return SetCheck(
        "R-REPEATED",
        column,
        f"""
        select row, format('{words} stands in row %%s already. Reject one of them.', first), ''
        from (select row, min(row) over (partition by {column}) as first from {{rows}} r
              where {column} is not null and decision <> 'REJECTED') g
        where row <> first
        """,
        compares=(column,),
    )


def refers(column: str, file: str, position: int, words: str) -> SetCheck:
    """What a row names in another file is there, or was taken over before."""
    return SetCheck(
        "R-LEGACY-REF",
        column,
        f"""
        select r.row, '{words}', ''
        from {{rows}} r left join {_known(file, position)} k on k.key = r.{column}
        where r.{column} is not null and k.key is null
        """,
    )


def _taken_over(file: str, column: str) -> str:
    return f"""select from exchange_takenover t where t.file = '{file}' and t.key = r.{column}
               and t.outcome <> 'REFUSED' and t.system = {SYSTEM_SQL}"""


def hangs(column: str, file: str, position: int, words: str, known: str = "") -> SetCheck:
    """What a row hangs on in another file is not refused itself: wrong, rejected, or hanging on what is.

    `known` (SQL) finds what is here already, so that the row hangs on nothing; else an earlier dump is asked.
    """
    return SetCheck(
        "R-LEGACY-HANGS",
        column,
        f"""
        select r.row, format('{words} stands in row %%s, which is not accepted as it is. This row is refused with '
                             'it, unless that one is put right.', o.row), ''
        from {{rows}} r
        join (select distinct on (s.canonical[{position}]) s.canonical[{position}] as key, s.row,
                     s.decision = 'REJECTED' or s.state in ('ERROR', 'REPEATED') or h.row is not null as wrong
              from exchange_stagedrow s
              left join exchange_finding h on h.intake_id = s.intake_id and h.file = s.file and h.row = s.row
                and h.rule = 'R-LEGACY-HANGS'
              where s.intake_id = %(intake)s and s.file = '{file}'
              order by 1, wrong, s.row) o on o.key = r.{column}
        where o.wrong and r.decision <> 'REJECTED' and not exists ({known or _taken_over(file, column)})
        """,
        beside=(file,),
    )


NO_SUBJECT = SetCheck(
    "R-NO-SUBJECT",
    "a_number",
    f"""
    select r.row, 'No case of the extract and no subject of the records has this A-Number.', ''
    from {{rows}} r left join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    left join (select distinct canonical[1] as number from {_STAGED} 'cases.csv') c on c.number = r.a_number
    where r.a_number is not null and a.id is null and c.number is null
    """,
)


HANGS_ON_A_PERSON = hangs(
    "a_number",
    "cases.csv",
    CASE["a_number"],
    "The only case of this person",
    "select from subjects_anumber a where a.number = r.a_number and a.withdrawn_at is null",
)


# --- users

_ANOTHER_PERSON = SetCheck(
    "R-LEGACY-USER",
    "username",
    """
    select r.row, 'Somebody of another name has this user name here. If it is the same person, write the name as '
                  'here; else choose another user name, in activities.csv too.', ''
    from {rows} r join accounts_user u on u.username = r.username
    where upper(regexp_replace(u.name, '\\s+', ' ', 'g')) <> upper(r.name)
    """,
)
USER_CHECKS = (once("username", "This user name"), office_of("office", headquarters=True), _ANOTHER_PERSON)


# --- cases

_HELD = """
    from {rows} r join subjects_anumber a on a.number = r.a_number and a.withdrawn_at is null
    join subjects_subject s on s.id = a.subject_id
"""
_STAYS = "The one in force stays, and what the version before said is kept beside it."
_LIVE_TWICE = SetCheck(
    "R-LEGACY-LIVE",
    "status",
    """
    select row, format('The case in row %%s of the same subject is live too. A subject has one live case: close or '
                       'reject one of them.', first), ''
    from (select row, min(row) over (partition by a_number) as first from {rows} r
          where a_number is not null and status in ('OPEN', 'IN_CUSTODY') and decision <> 'REJECTED') g
    where row <> first
    """,
    compares=("a_number", "status"),
)
CASE_CHECKS = (
    once("legacy_case_number", "This case number"),
    _LIVE_TWICE,
    office_of("docket_office"),
    SetCheck(
        "R-NAME-TWO",
        "family_name",
        f"""
        select r.row, 'The family name differs from every name of the subject with this A-Number. Compare before '
                      'accepting. {_STAYS}', ''
        {_HELD}
        where upper(r.family_name) <> upper(s.family_name)
          and not exists (select 1 from subjects_alias x where x.subject_id = s.id and x.withdrawn_at is null
                          and upper(x.family_name) = upper(r.family_name))
        """,
    ),
    SetCheck(
        "R-DOB-TWO",
        "birth_date",
        f"""
        select r.row, 'The birth date differs from the one in force. {_STAYS}', ''
        {_HELD} where r.birth_date is not null and s.birth_on <> '' and r.birth_date <> s.birth_on
        """,
    ),
    SetCheck(
        "R-SEX-TWO",
        "sex",
        f"""
        select r.row, 'The sex differs from the one in force. {_STAYS}', ''
        {_HELD} where r.sex is not null and s.sex <> 'U' and r.sex <> s.sex
        """,
    ),
)


# --- steps of cases

_CASES = f"""
    (select canonical[{CASE["legacy_case_number"]}] as key, canonical[{CASE["status"]}] as status,
            canonical[{CASE["opened_on"]}] as opened_on, canonical[{CASE["closed_on"]}] as closed_on,
            canonical[{CASE["removed_date"]}] as removed_on,
            coalesce(canonical[{CASE["custody_date"]}], canonical[{CASE["removed_date"]}]) as custody_on
     from {_STAGED} 'cases.csv')
"""
_STEP = SetCheck(
    "R-LEGACY-STEP",
    "step",
    f"""
    select row, said, '' from (
      select s.row, case
        when c.opened_on is not null and s.stepped_on < c.opened_on
          then 'The step lies before the case was opened. Correct one of the days.'
        when s.step = 'REOPENED' and s.before is distinct from 'CLOSED'
          then 'A case is re-opened after it was closed, and no closing stands before this. Correct the steps.'
        when s.step = 'CLOSED' and s.before = 'CLOSED'
          then 'The case was closed before, and was not re-opened in between. Correct the steps.'
        when s.step = 'TRANSFERRED' and s.before = 'CLOSED'
          then 'A case that is closed is not transferred. Correct the steps.'
        when s.step = 'TRANSFERRED' and split_part(s.from_office, '-', 1) <> split_part(s.held, '-', 1)
          then 'Another office held the case then, by the transfer before. Correct one of them.'
        when c.status = 'REMOVED' and s.stepped_on > c.removed_on
          then 'The step lies after the removal, which ended the case. Correct one of the days.'
        when s.step = 'CLOSED' and s.after = 0 and c.status <> 'CLOSED'
          then 'cases.csv says that the case is not closed, and no re-opening follows. Correct one of them.'
        when s.step = 'CLOSED' and s.after = 0 and s.stepped_on <> c.closed_on
          then 'cases.csv gives another day of closing. Correct one of them.'
        when s.step = 'REOPENED' and s.after = 0 and c.status = 'CLOSED' and c.closed_on < s.stepped_on
          then 'The case was re-opened after the day on which cases.csv says that it closed. Correct one of them.'
        when s.step = 'REOPENED' and c.status in ('IN_CUSTODY', 'REMOVED') and c.custody_on < s.stepped_on
          then 'The custody of cases.csv lies before this re-opening. Correct one of the days.'
      end as said
      from (
        select row, legacy_case_number, step, stepped_on, upper(from_office) as from_office,
               (array_agg(step) filter (where step <> 'TRANSFERRED') over earlier)
                 [count(*) filter (where step <> 'TRANSFERRED') over earlier] as before,
               (array_agg(upper(to_office)) filter (where step = 'TRANSFERRED') over earlier)
                 [count(*) filter (where step = 'TRANSFERRED') over earlier] as held,
               count(*) filter (where step <> 'TRANSFERRED') over later as after
        from {{rows}} r where decision <> 'REJECTED' and stepped_on is not null
        window earlier as (partition by legacy_case_number order by stepped_on, row
                           rows between unbounded preceding and 1 preceding),
               later as (partition by legacy_case_number order by stepped_on, row
                         rows between 1 following and unbounded following)
      ) s join {_CASES} c on c.key = s.legacy_case_number
    ) judged where said is not null
    """,
    compares=("legacy_case_number",),
)
_NO_CASE = "No case of the extract has this number, and none was taken over before. Correct the number."
OF_A_CASE = refers("legacy_case_number", "cases.csv", CASE["legacy_case_number"], _NO_CASE)
HANGS_ON_A_CASE = hangs(
    "legacy_case_number", "cases.csv", CASE["legacy_case_number"], "The case that this hangs on"
)
STEP_CHECKS = (OF_A_CASE, HANGS_ON_A_CASE, office_of("from_office"), office_of("to_office"), _STEP)


# --- leads and activities

LEAD_CHECKS = (
    once("legacy_lead_number", "This lead number"),
    OF_A_CASE,
    HANGS_ON_A_CASE,
    office_of("office"),
)
_NO_LEAD = "No lead of the extract has this number, and none was taken over before. Correct the number."
_LEADS = f"""
    (select distinct on (key) key, about from (
       select canonical[{LEAD["legacy_lead_number"]}] as key, canonical[{LEAD["legacy_case_number"]}] as about, row
       from {_STAGED} 'leads.csv') each_lead
     order by key, row)
"""
"""The case that each lead is about; of a number that stands twice, the first counts."""
_ANOTHER_CASE = SetCheck(
    "R-LEGACY-REF",
    "legacy_lead_number",
    f"""
    select r.row, 'The lead is about another case than the row says. Correct one of the numbers.', ''
    from {{rows}} r
    join {_LEADS} l on l.key = r.legacy_lead_number
    where l.about <> r.legacy_case_number
    """,
)
_NOBODY_OF_THE_CASE = SetCheck(
    "R-REQUIRED",
    "legacy_case_number",
    f"""
    select r.row, 'An arrest is of the person of a case, and its lead has none. Give the number of the case.',
           'nothing'
    from {{rows}} r
    join {_LEADS} l on l.key = r.legacy_lead_number
    where r.action_type = 'ARREST' and r.legacy_case_number is null and l.about is null
    """,
)
_OFFICER = SetCheck(
    "R-LEGACY-OFFICER",
    "officer",
    f"""
    select r.row, 'Nobody of this name is in users.csv. The action is taken over with the name as written, under the '
                  'office; add the person to users.csv to have it signed by a user.', ''
    from {{rows}} r
    left join {_known("users.csv", USER["username"])} u on u.key = lower(r.officer)
    left join (select distinct upper(canonical[{USER["name"]}]) as name from {_STAGED} 'users.csv') n
      on n.name = upper(r.officer)
    where r.officer is not null and u.key is null and n.name is null
    """,
)
_TWICE = SetCheck(
    "R-LEGACY-TWICE",
    "",
    f"""
    select row, format('The same action stands in row %%s already. Both become one.', first), ''
    from (select row, min(row) over (partition by {", ".join(ACTIVITY)}) as first from {{rows}} r
          where decision <> 'REJECTED') g
    where row <> first
    """,
    compares=tuple(ACTIVITY),
)
ACTIVITY_CHECKS = (
    OF_A_CASE,
    HANGS_ON_A_CASE,
    hangs("legacy_lead_number", "leads.csv", LEAD["legacy_lead_number"], "The lead that this hangs on"),
    refers("legacy_lead_number", "leads.csv", LEAD["legacy_lead_number"], _NO_LEAD),
    _ANOTHER_CASE,
    _NOBODY_OF_THE_CASE,
    office_of("office"),
    _OFFICER,
    _TWICE,
)
