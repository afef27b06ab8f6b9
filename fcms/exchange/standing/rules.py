"""The rules over everything stored, each one statement: which records, which value of them, what to say.

A rule selects (subject, lead, other subject, key, message). `{range}` stands for a range of ids, so that a run goes
on where it stopped; a rule without one looks at everything at once, because it compares records with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from fcms.cases.balance.rules import BROKEN
from fcms.exchange.rulebook import limit_of
from fcms.lib.verdict import Verdict, no, yes

from .models import How

SUBJECTS, LEADS, ALL = "subjects", "leads", "all"


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule of the book as it is asked of what is stored; `over` is what its ranges are counted in."""

    rule: str
    column: str
    over: str
    sql: str

    @property
    def name(self) -> str:
        """Its name within a run."""
        return f"{self.rule} {self.column} {self.over}"


_STANDING = "s.withdrawn_at is null and s.merged_into_id is null"
_IN_RANGE = f"{_STANDING} and {{range}}"


def _one(rule: str, column: str, where: str, message: str) -> StandingRule:
    return StandingRule(
        rule,
        column,
        SUBJECTS,
        f"""
        select s.id, null::bigint, null::bigint, '', '{message}'
        from subjects_subject s where {_IN_RANGE} and {where}
        """,
    )


def _two_sources(rule: str, column: str, held: str, unknown: str, message: str) -> StandingRule:
    """What each source said last of a column, where it differs from the value in force and nobody settled it."""
    return StandingRule(
        rule,
        column,
        SUBJECTS,
        f"""
        with last as (
          select distinct on (t.subject_id, t.source, t.system) t.id, t.subject_id, t.said ->> '{column}' as said
          from subjects_statement t join subjects_subject s on s.id = t.subject_id
          where {_IN_RANGE} and t.said ? '{column}' and {held} <> '{unknown}'
            and not exists (select from subjects_retraction r where r.intake = t.intake and t.intake <> '')
          order by t.subject_id, t.source, t.system, t.as_of desc, t.id desc)
        select s.id, null::bigint, null::bigint, min(last.id)::text, '{message}'
        from last join subjects_subject s on s.id = last.subject_id
        where last.said not in ('', '{unknown}')
          and left(last.said, length({held})) <> left({held}, length(last.said))
          and not exists (select from subjects_statement o where o.subject_id = s.id and o.source = 'OFFICER'
                          and o.said ? '{column}' and not o.said ? 'a_number')
          and not exists (select from subjects_conflict c where c.subject_id = s.id and c."column" = '{column}'
                          and c.withdrawn_at is null)
        group by s.id, last.said
        """,
    )


def _address(rule: str, column: str, join: str, where: str, message: str) -> StandingRule:
    return StandingRule(
        rule,
        column,
        SUBJECTS,
        f"""
        select s.id, null::bigint, null::bigint, 'address ' || a.id, '{message}'
        from subjects_address a join subjects_subject s on s.id = a.subject_id {join.format(zip="a.zip", key="a.key")}
        where {_IN_RANGE} and a.withdrawn_at is null and {where.format(at="a")}
        """,
    )


def _lead(rule: str, column: str, join: str, where: str, message: str) -> StandingRule:
    return StandingRule(
        rule,
        column,
        LEADS,
        f"""
        select s.subject_id, s.id, null::bigint, '', '{message}'
        from leads_lead s {join.format(zip="s.zip", key="s.address_key")}
        where s.status <> 'CLOSED' and {{range}} and {where.format(at="s")}
        """,
    )


_ROUTE = "left join offices_ziproute z on z.zip = {zip}"
_STANDARD = "join subjects_standardaddress k on k.key = {key}"
_UNKNOWN = "{at}.zip <> '' and z.zip is null"
_STATE = "z.state <> '' and {at}.state <> '' and z.state <> {at}.state"
_CITY = (
    "z.city <> '' and {at}.city <> '' and ({at}.state = '' or {at}.state = z.state)"
    " and upper({at}.city) <> upper(z.city)"
    " and not exists (select from offices_zipcode c where c.zip = {at}.zip and c.edition_id = z.edition_id"
    " and (upper(c.city) = upper({at}.city)"
    " or upper({at}.city) in (select upper(o) from unnest(c.other_cities) o)))"
)
_UNIT = "'UNIT_MISSING' = any(k.flags)"
_TOLD = {
    "R-ZIP-UNKNOWN": "The ZIP directory in use does not know the ZIP code of an address.",
    "R-ZIP-STATE": "By the ZIP directory in use, the ZIP code of an address lies in another state.",
    "R-ZIP-CITY": "By the ZIP directory in use, the ZIP code of an address belongs to another city.",
    "R-UNIT-MISSING": "Other addresses in the same building have a unit, and an address here has none.",
    "R-ADDRESS-FORM": "An address cannot be taken apart into a number and a street, a box or a route.",
}

DATED = ("final_order_on", "failed_to_report_on", "custody_on", "removed_on", "died_on", "last_entry_on")
_DATES = ", ".join(f"('{name}', coalesce(s.{name}::text, ''))" for name in DATED)
_BEFORE_BIRTH = "length({then}) >= 4 and left({then}, length(s.birth_on)) < left(s.birth_on, length({then}))"


def _fact_before_birth(table: str, column: str, what: str) -> StandingRule:
    return StandingRule(
        "R-ORDER",
        column,
        SUBJECTS,
        f"""
        select s.id, null::bigint, null::bigint, '{what} ' || f.id, 'A date of {what} lies before the birth date.'
        from {table} f join subjects_subject s on s.id = f.subject_id
        where {_IN_RANGE} and f.withdrawn_at is null and s.birth_on <> ''
          and {_BEFORE_BIRTH.format(then=f"f.{column}::text")}
        """,
    )


_SSN = f"""
    with shared as materialized (
      select i.blind from subjects_identifier i join subjects_subject s on s.id = i.subject_id
      where i.kind = 'SSN' and i.withdrawn_at is null and {_STANDING}
      group by i.blind having count(distinct i.subject_id) > 1),
    holders as materialized (
      select i.id, i.blind, i.subject_id from subjects_identifier i join shared using (blind)
      join subjects_subject s on s.id = i.subject_id
      where i.kind = 'SSN' and i.withdrawn_at is null and {_STANDING})
    select h.subject_id, null::bigint, o.subject_id, 'number ' || h.id || ' ' || o.subject_id,
           'Another subject has the same Social Security number. A number alone is never an identity.'
    from holders h
    join lateral (select distinct x.subject_id from holders x
                  where x.blind = h.blind and x.subject_id <> h.subject_id order by 1 limit 5) o on true
"""
_PAIR = f"""
    with people as materialized (
      select s.id, upper(s.family_name) as family, upper(s.given_name) as given, s.birth_on as birth
      from subjects_subject s
      where {_STANDING} and length(s.birth_on) = 10 and s.birth_on not like '%%-01-01' and s.given_name <> ''),
    twice as materialized (select family, given, birth from people group by 1, 2, 3 having count(*) > 1),
    those as materialized (select p.* from people p join twice using (family, given, birth))
    select p.id, null::bigint, o.id, 'pair ' || o.id,
           'Another subject with another A-Number has the same name and the same birth date.'
    from those p
    join lateral (select x.id from those x where x.family = p.family and x.given = p.given and x.birth = p.birth
                  and x.id <> p.id order by 1 limit 5) o on true
"""


def _mass() -> str:
    return f"""
    select min(s.id), null::bigint, null::bigint, 'address ' || min(a.id),
           'Unusually many subjects have one address, this subject among them. It may be a shelter or an office.'
    from subjects_address a join subjects_subject s on s.id = a.subject_id
    where a.withdrawn_at is null and {_STANDING}
    group by a.key having count(distinct s.id) >= {limit_of("R-MASS-ADDRESS")}
    """


_STEPS = f"""
    with chain as (
      select t.case_id, t.step, t.was, t.status, t.office_id, t.from_office_id,
             lag(t.status) over its as status_before, lag(t.office_id) over its as office_before
      from cases_casestep t join cases_case c on c.id = t.case_id join subjects_subject s on s.id = c.subject_id
      where {_IN_RANGE}
      window its as (partition by t.case_id order by t.id))
    select s.id, null::bigint, null::bigint, 'case ' || c.id,
           'The steps of a case do not follow from each other, so the backlog of its office does not balance.'
    from cases_case c join subjects_subject s on s.id = c.subject_id
    where c.id in (select case_id from chain where {BROKEN})
"""


def all_rules() -> tuple[StandingRule, ...]:
    """The rules in the order in which a run asks them."""
    too_old = f"extract(year from current_date) - left(s.birth_on, 4)::int > {limit_of('R-AGE')}"
    return (
        _one(
            "R-DOB-DEFAULT",
            "birth_on",
            "s.birth_on like '%%-01-01'",
            "1 January may stand for an unknown birthday.",
        ),
        _one(
            *("R-AGE", "birth_on", f"s.birth_on <> '' and s.died_on is null and {too_old}"),
            "The birth date makes the person older than people become.",
        ),
        _one(
            *("R-ENTRY-AFTER-ORDER", "last_entry_on"),
            "length(s.last_entry_on) >= 4 and s.last_entry_on > left(s.final_order_on::text, length(s.last_entry_on))",
            "The last entry lies after the final order.",
        ),
        _one(
            *("R-REMOVED-EARLY", "removed_on", "s.removed_on < s.final_order_on"),
            "The removal lies before the final order.",
        ),
        StandingRule(
            "R-ORDER",
            "birth_on",
            SUBJECTS,
            f"""
            select s.id, null::bigint, null::bigint, d.name, 'A date of the history lies before the birth date.'
            from subjects_subject s cross join lateral (values {_DATES}) as d (name, day)
            where {_IN_RANGE} and s.birth_on <> '' and {_BEFORE_BIRTH.format(then="d.day")}
            """,
        ),
        _fact_before_birth("subjects_conviction", "convicted_on", "conviction"),
        _fact_before_birth("subjects_apprehension", "apprehended_on", "apprehension"),
        _two_sources("R-DOB-TWO", "birth_on", "s.birth_on", "", "Two sources give different birth dates."),
        _two_sources("R-SEX-TWO", "sex", "s.sex", "U", "Two sources give a different sex."),
        _address("R-ADDRESS-FORM", "line_1", _STANDARD, "'UNPARSED' = any(k.flags)", _TOLD["R-ADDRESS-FORM"]),
        *_pair("R-UNIT-MISSING", "line_2", _STANDARD, _UNIT),
        *_pair("R-ZIP-UNKNOWN", "zip", _ROUTE, _UNKNOWN),
        *_pair("R-ZIP-STATE", "zip", _ROUTE, _STATE),
        _address("R-ZIP-CITY", "city", _ROUTE, _CITY, _TOLD["R-ZIP-CITY"]),
        StandingRule("R-CASE-STEPS", "", SUBJECTS, _STEPS),
        StandingRule("R-SSN-SHARED", "ssn", ALL, _SSN),
        StandingRule("R-A-NUMBER-PAIR", "a_number", ALL, _PAIR),
        StandingRule("R-MASS-ADDRESS", "line_1", ALL, _mass()),
    )


def _pair(rule: str, column: str, join: str, where: str) -> tuple[StandingRule, StandingRule]:
    """The same rule for the addresses of subjects and of leads that are not closed."""
    return (
        _address(rule, column, join, where, _TOLD[rule]),
        _lead(rule, column, join, where, _TOLD[rule]),
    )


def may_take(how: str, person_is_me: bool) -> Verdict:
    """Whether a finding can be taken by the person who asks."""
    if how:
        return no("This finding is settled. There is nothing to take.")
    if person_is_me:
        return no("This finding is yours already.")
    return yes()


def may_settle(how: str, reason: str) -> Verdict:
    """Whether a finding can be settled with this reason."""
    if how == How.GONE:
        return no("This finding is no longer so. It closed by itself.")
    if how:
        return no("This finding is settled already.")
    if not reason.strip():
        return no("Say how it was settled: what was looked at, and what it showed.")
    return yes()
