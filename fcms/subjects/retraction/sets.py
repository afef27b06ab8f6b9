"""The statements that take back what an intake said, a stretch of subjects at a time."""

from __future__ import annotations

from fcms.subjects.fields import SUBJECT

COLUMNS = list(SUBJECT)
FACTS = {
    "alias": "subjects_alias",
    "address": "subjects_address",
    "a_number": "subjects_anumber",
    "removal_charge": "subjects_removalcharge",
    "apprehension": "subjects_apprehension",
    "conviction": "subjects_conviction",
    "identifier": "subjects_identifier",
    "photograph": "subjects_photograph",
}
"""The sorts of facts, by the name under which a statement says one, and their tables."""

_GONE = "exists (select from subjects_retraction r where r.intake = {}.intake)"

WITHDRAW_SUBJECTS = f"""
update subjects_subject p set withdrawn_at = %(now)s, changed_at = %(now)s
where p.id between %(low)s and %(high)s and p.withdrawn_at is null and p.merged_into_id is null
  and exists (select from subjects_statement s where s.subject_id = p.id and s.intake = %(intake)s)
  and not exists (select from subjects_statement s where s.subject_id = p.id and not {_GONE.format("s")})
  and not exists (select from subjects_subject other where other.merged_into_id = p.id)
"""
"""Subjects of whom nobody spoke whose word still counts."""

FORGET_NAMES = """
delete from subjects_namekeys n
using subjects_subject p
where p.id = n.subject_id and p.id between %(low)s and %(high)s
  and (p.withdrawn_at = %(now)s
       or exists (select from subjects_alias a where a.id = n.alias_id and a.withdrawn_at = %(now)s))
"""

WITHDRAW_CONFLICTS = """
update subjects_conflict c set withdrawn_at = %(now)s
from subjects_statement s
where s.id = c.statement_id and s.intake = %(intake)s and c.settled_at is null and c.withdrawn_at is null
"""


def withdraw_facts(what: str, table: str) -> str:
    """Withdraw the facts of one sort that no source says any longer; an A-Number only together with its subject."""
    unsaid = f"""(s.intake = %(intake)s or exists (
      select from subjects_echo e join subjects_statement es on es.id = e.statement_id
      where e.what = '{what}' and e.fact = f.id and es.intake = %(intake)s))
    and {_GONE.format("s")}
    and not exists (
      select from subjects_echo e join subjects_statement es on es.id = e.statement_id
      where e.what = '{what}' and e.fact = f.id and not {_GONE.format("es")})"""
    return f"""
update {table} f set withdrawn_at = %(now)s
from subjects_statement s, subjects_subject p
where s.id = f.statement_id and p.id = f.subject_id and f.withdrawn_at is null
  and p.id in (
    select coalesce(o.merged_into_id, o.id) from subjects_subject o where o.id between %(low)s and %(high)s)
  and (p.withdrawn_at = %(now)s or {"false" if what == "a_number" else unsaid})
"""


def _becomes(column: str) -> tuple[str, str]:
    """The column of the table, and its value from what remains said of it (`value`, "" or null for nothing)."""
    value = f"max(value) filter (where key = '{column}')"
    if column == "docket_office":
        return "docket_office_id", f"(select o.id from offices_office o where o.code = {value})"
    if column == "case_category_on":
        as_of = "max(as_of) filter (where key = 'case_category' and value <> '')"
        return column, f"coalesce(nullif({value}, '')::date, {as_of})"
    if column in ("citizenship_claim", "confidential_1367"):
        return column, f"nullif({value}, '')::boolean"
    if column in _DAYS:
        return column, f"nullif({value}, '')::date"
    return column, f"coalesce(nullif({value}, ''), '{_UNKNOWN.get(column, '')}')"


_DAYS = (
    *("final_order_on", "failed_to_report_on", "custody_on", "removed_on", "stay_until", "died_on"),
    "case_category_on",
)
_UNKNOWN = {"sex": "U", "custody_status": "AT_LARGE"}


def _put_back() -> str:
    becomes, sets, differs = [], [], []
    for column in COLUMNS:
        name, value = _becomes(column)
        said = f"key = '{column}'" + (" or key = 'case_category'" if column == "case_category_on" else "")
        becomes.append(f"{value} as {name}, coalesce(bool_or({said}), false) as has_{name}")
        kept = f"case when b.has_{name} then b.{name} else p.{name} end"
        if column == "family_name":
            kept = f"coalesce(nullif(b.{name}, ''), p.{name})"
        sets.append(f"{name} = {kept}")
        differs.append(f"p.{name} is distinct from {kept}")
    return f"""
with theirs as materialized (
  select distinct coalesce(p.merged_into_id, p.id) as owner, key
  from subjects_statement s
  join subjects_subject p on p.id = s.subject_id
  cross join lateral jsonb_object_keys(s.said) key
  where s.intake = %(intake)s and s.subject_id between %(low)s and %(high)s
    and key = any(%(columns)s) and key <> all(s.heard)
),
members as (
  select distinct owner, owner as id from theirs
  union select merged_into_id, id from subjects_subject where merged_into_id in (select owner from theirs)
),
remains as (
  select distinct on (t.owner, t.key) t.owner, t.key, s.said ->> t.key as value, s.as_of
  from theirs t
  join members m on m.owner = t.owner
  join subjects_statement s on s.subject_id = m.id and s.said ? t.key and t.key <> all(s.heard)
  where not {_GONE.format("s")}
  order by t.owner, t.key, s.subject_id = t.owner desc, s.id desc
),
becomes as (
  select owner, {", ".join(becomes)}
  from (select t.owner, t.key, r.value, r.as_of from theirs t left join remains r using (owner, key)) whole
  group by owner
)
update subjects_subject p set {", ".join(sets)}, changed_at = %(now)s
from becomes b
where p.id = b.owner and p.withdrawn_at is null and ({" or ".join(differs)})
returning p.id
"""


PUT_BACK = _put_back()
"""Every column on which the intake had the word returns to the newest that remains said of it."""
