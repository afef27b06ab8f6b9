"""Checks that several kinds of extract share: one number for two people, two numbers for one, odd addresses.

Each is one statement over all rows, against the file itself and against what is stored. None repeats a value.
"""

from __future__ import annotations

from fcms.exchange.layout import SetCheck
from fcms.exchange.rulebook import limit_of


def two_persons(family: str = "family_name", birth: str = "birth_date") -> SetCheck:
    """One A-Number, but rows of the file give it other names and other birth dates."""
    return SetCheck(
        "R-A-NUMBER-PERSONS",
        "a_number",
        f"""
        with said as (select row, a_number, upper({family}) as family, {birth} as birth from {{rows}} r
                      where a_number is not null and {family} is not null and length({birth}) = 10
                        and decision <> 'REJECTED'),
             torn as (select a_number from said group by a_number
                      having min(family) <> max(family) and min(birth) <> max(birth)),
             those as materialized (select s.* from said s join torn using (a_number))
        select distinct a.row, 'Another row of the file gives this A-Number both another family name and another birth '
               'date: two persons. Correct the number in one of them.', ''
        from those a join those b on b.a_number = a.a_number and b.family <> a.family and b.birth <> a.birth
        """,
        compares=("a_number",),
        concerns=(family, birth),
    )


_PAIR = """
    with said as materialized (
      select row, a_number, upper(family_name) as family, upper(given_name) as given, birth_date as birth
      from {rows} r where family_name is not null and given_name is not null and length(birth_date) = 10
        and birth_date not like '%%-01-01' and a_number is not null and decision <> 'REJECTED')
"""
_PAIR_STORED = """
    select distinct p.row,
           'A subject on record has this name and this birth date under another A-Number. It may be the same person.',
           ''
    from said p join subjects_subject s
      on s.birth_on = p.birth and upper(s.family_name) = p.family and upper(s.given_name) = p.given
    where not exists (select from subjects_anumber a
                      where a.subject_id = s.id and a.number = p.a_number and a.withdrawn_at is null)
      and exists (select from subjects_anumber a where a.subject_id = s.id and a.withdrawn_at is null)
"""
PAIR_WITH_STORE = SetCheck("R-A-NUMBER-PAIR", "a_number", _PAIR + _PAIR_STORED)
PAIR = SetCheck(
    "R-A-NUMBER-PAIR",
    "a_number",
    f"""
    {_PAIR}
    select p.row, 'Another row of the file has this name and this birth date under another A-Number. It may be the '
           'same person.', ''
    from said p where exists (select from said o where o.family = p.family and o.given = p.given
                              and o.birth = p.birth and o.a_number <> p.a_number)
    union all
    {_PAIR_STORED}
    """,
    compares=("birth_date",),
    concerns=("a_number", "family_name", "given_name"),
)
SSN_SHARED = SetCheck(
    "R-SSN-SHARED",
    "ssn",
    """
    with said as materialized (
      select row, a_number, split_part(ssn, '.', 2) as blind from {rows} r
      where ssn is not null and a_number is not null and decision <> 'REJECTED')
    select p.row, 'Another row of the file gives this Social Security number to another A-Number. A number alone is '
           'never an identity.', 'nine digits'
    from said p where exists (select from said o where o.blind = p.blind and o.a_number <> p.a_number)
    union all
    select distinct p.row, 'A subject on record with another A-Number has this Social Security number. A number alone '
           'is never an identity.', 'nine digits'
    from said p join subjects_identifier i
      on i.kind = 'SSN' and i.withdrawn_at is null and i.blind = decode(p.blind, 'hex')
    where not exists (select from subjects_anumber a
                      where a.subject_id = i.subject_id and a.number = p.a_number and a.withdrawn_at is null)
    """,
    compares=("ssn",),
    concerns=("a_number",),
)

# --- addresses

UNIT_MISSING = SetCheck(
    "R-UNIT-MISSING",
    "line_2",
    """
    with said as materialized (
      select row, upper(line_1) as street, zip, line_2 from {rows} r
      where line_1 is not null and zip is not null and decision <> 'REJECTED')
    select p.row, 'Other addresses in this building have a unit, and this one has none. Ask for it: a wrong door is '
           'worse than none.', 'no unit'
    from said p
    where p.line_2 is null
      and (p.street, p.zip) in (select street, zip from said where line_2 is not null
                                union all
                                select street, zip from subjects_standardaddress where street <> '' and unit <> '')
    """,
    compares=("line_1", "zip"),
    concerns=("line_2",),
)
NOT_AN_ADDRESS = r"""
    r.line_1 is not null
    and (r.line_1 !~ '^\s*\S*[0-9]'
         and r.line_1 !~* '^\s*(p\.?\s*o\.?\s*b|box|post office box|r\.?r\.?|rural|hc|rfd|psc|cmr|unit|gen)'
         and coalesce(r.line_2, '') !~ '^\s*[0-9]+\S*\s+\S'
         or r.line_1 ~* '\m(km|carr|carretera|calle|urb|parc)\M')
"""
ADDRESS_FORM = SetCheck(
    "R-ADDRESS-FORM",
    "line_1",
    f"""
    select r.row, 'This cannot be taken apart into a house number and a street, a box or a rural route. It is kept as '
           'it came; look at it.', 'words'
    from {{rows}} r where {NOT_AN_ADDRESS}
    """,
)


def mass_address(who: str) -> SetCheck:
    """Unusually many people of one extract at one address; `who` (SQL) tells one person from another."""
    return SetCheck(
        "R-MASS-ADDRESS",
        "line_1",
        f"""
        with said as materialized (
          select row, upper(line_1) as street, coalesce(upper(line_2), '') as unit, zip, {who} as who from {{rows}} r
          where line_1 is not null and zip is not null and decision <> 'REJECTED'),
             many as (select street, unit, zip from said group by street, unit, zip
                      having count(*) >= {limit_of("R-MASS-ADDRESS")}),
             those as materialized (select s.* from said s join many using (street, unit, zip)),
             crowds as (select street, unit, zip, count(distinct who) as people from those group by 1, 2, 3)
        select t.row, format('%%s people of this extract have this address. It may be a shelter, an office, or a value '
               'that stands for none.', c.people), ''
        from those t join crowds c using (street, unit, zip) where c.people >= {limit_of("R-MASS-ADDRESS")}
        """,
        compares=("line_1", "line_2", "zip"),
    )
