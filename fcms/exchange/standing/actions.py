"""What changes standing findings: the run that opens and closes them, and the person who takes and settles one."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.exchange.intake.locks import alone_with_the_rules
from fcms.exchange.intake.staging import Report
from fcms.exchange.rulebook import severity_of
from fcms.lib.action import action
from fcms.lib.actor import Job
from fcms.lib.purpose import refuse_beyond_reach

from . import bulk, rules
from .models import How, RuleRun, StandingFinding
from .queries import within_reach
from .rules import ALL, LEADS, StandingRule

RUN = Job("rules")
RANGE = 50_000
"""Ids that are looked at in one transaction; a killed run goes on with the next range."""

OLD = timedelta(hours=20)
"""A run that was left longer ago is not gone on with: what it looked at first has changed since."""

_FOUND = """
create temporary table rules_found on commit drop as
select distinct on (record, key) found.subject_id, found.lead_id, found.other_id, found.key, found.message,
       coalesce(l.number, s.number) as record,
       case when l.id is not null then coalesce(l.office_id, %(hq)s) else coalesce(
         (select c.office_id from cases_case c where c.subject_id = s.id
          order by c.status in ('OPEN', 'COLD', 'IN_CUSTODY') desc, c.id desc limit 1),
         (select coalesce(o.parent_id, o.id) from offices_office o where o.id = s.docket_office_id), %(hq)s)
       end as office_id
from ({selected}) as found (subject_id, lead_id, other_id, key, message)
left join subjects_subject s on s.id = found.subject_id
left join leads_lead l on l.id = found.lead_id
order by record, key, found.other_id
"""
_MINE = 'x.rule = %(rule)s and x."column" = %(column)s and {of} and x.gone_at is null'
_SAME = "x.record = f.record and x.key = f.key"
_OPEN = """
insert into exchange_standingfinding (rule, severity, subject_id, other_id, lead_id, record, "column", key, message,
    office_id, opened_at, last_seen_at, how, reason)
select %(rule)s, %(severity)s, f.subject_id, f.other_id, f.lead_id, f.record, %(column)s, f.key, f.message,
       f.office_id, %(now)s, %(now)s, '', ''
from rules_found f
on conflict (rule, record, key) where gone_at is null do nothing
"""
_SEEN = f"""
update exchange_standingfinding x
set last_seen_at = %(now)s, office_id = f.office_id,
    person_id = case when x.office_id = f.office_id then x.person_id end
from rules_found f where {_MINE} and {_SAME}
"""
_GONE = f"""
update exchange_standingfinding x
set gone_at = %(now)s, settled_at = coalesce(x.settled_at, %(now)s),
    how = case when x.settled_at is null then 'GONE' else x.how end
where {_MINE} {{narrowed}} and not exists (select from rules_found f where {_SAME})
"""


def run(*, report: Report) -> RuleRun:
    """Ask every rule of everything stored. A run that was killed goes on where it stopped; two never run at once."""
    with alone_with_the_rules():
        current = _at_hand()
        current.addresses += _standardise(report)
        bulk.tell_flags()
        _note(current, "addresses")
        listed = rules.all_rules()
        for place, rule in enumerate(listed, 1):
            report(f"rule {rule.rule}", place, len(listed))
            _ask(current, rule)
        return _finish(current)


def standardise(report: Report) -> int:
    """Give every new address its standard writing; return how many there were."""
    with alone_with_the_rules():
        return _standardise(report)


def _standardise(report: Report) -> int:
    bulk.sweep()
    return bulk.standardise_new(report)


def _at_hand() -> RuleRun:
    """The run that was not finished, unless it is old by now, or a new one."""
    left = RuleRun.objects.filter(finished_at=None).first()
    if left is not None and left.started_at > timezone.now() - OLD:
        return left
    if left is not None:
        _finish(left)
    return RuleRun.objects.create(started_at=timezone.now())


def _ask(current: RuleRun, rule: StandingRule) -> None:
    """Ask one rule, range by range, from where the run stopped."""
    before, last = (0, 1) if rule.over == ALL else _ends(rule.over)
    state = current.done.get(rule.name)
    state = state or {"through": before, "opened": 0, "closed": 0, "so": 0, "seconds": 0.0}
    step = 1 if rule.over == ALL else RANGE
    while not state.get("done"):
        started = time.monotonic()
        upto = state["through"] + step
        with transaction.atomic():
            found = _ask_range(rule, state["through"], upto, upto >= last, by=RUN)
            state = {
                "through": upto,
                "done": upto >= last,
                "seconds": round(state["seconds"] + time.monotonic() - started, 2),
                **{name: state[name] + found[name] for name in ("opened", "closed", "so")},
            }
            current.done[rule.name] = state
            _note(current, rule.rule)


def _ends(over: str) -> tuple[int, int]:
    """The number before the first id, and the last."""
    table = "leads_lead" if over == LEADS else "subjects_subject"
    with connection.cursor() as cursor:
        cursor.execute(f"select coalesce(min(id), 1) - 1, coalesce(max(id), 0) from {table}")
        before, last = cursor.fetchone()
        return int(before), int(last)


@action(Event.RULES_RUN)
def _ask_range(rule: StandingRule, after: int, upto: int, is_last: bool, *, by: Job) -> dict[str, int]:
    """Open what a rule finds among ids of a range, mark what is still so, close what is not."""
    whole = rule.over == ALL
    bound = "s.id > %(after)s" if is_last else "s.id > %(after)s and s.id <= %(upto)s"
    key = "x.lead_id" if rule.over == LEADS else "x.subject_id"
    given: dict[str, Any] = {
        "rule": rule.rule,
        "column": rule.column,
        "severity": severity_of(rule.rule),
        "now": timezone.now(),
        "hq": _headquarters(),
        "after": after,
        "upto": upto,
    }
    of = "x.lead_id is not null" if rule.over == LEADS else "x.lead_id is null"
    narrowed = "" if whole else "and " + bound.replace("s.id", key)
    with connection.cursor() as cursor:
        for name, value in (("work_mem", "128MB"), ("jit", "off")):
            cursor.execute("select set_config(%s, %s, true)", [name, value])
        cursor.execute(_FOUND.format(selected=rule.sql.replace("{range}", bound)), given)
        so = cursor.rowcount
        cursor.execute(_SEEN.format(of=of), given)
        cursor.execute(_GONE.format(of=of, narrowed=narrowed), given)
        closed = cursor.rowcount
        cursor.execute(_OPEN, given)
        opened = cursor.rowcount
        cursor.execute("drop table rules_found")
    return {"so": so, "opened": opened, "closed": closed}


def _headquarters() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select id from offices_office where kind = 'HQ' order by id limit 1")
        return int(cursor.fetchone()[0])


def _note(current: RuleRun, step: str) -> None:
    current.step = step
    current.save(update_fields=["step", "done", "addresses"])


def _finish(current: RuleRun) -> RuleRun:
    states = current.done.values()
    current.finished_at, current.step = timezone.now(), ""
    current.opened = sum(state["opened"] for state in states)
    current.closed = sum(state["closed"] for state in states)
    current.standing = sum(state["so"] for state in states)
    current.save()
    return current


# --- a person


@action(Event.FINDING_TAKEN)
def take(finding: StandingFinding, *, by: User) -> StandingFinding:
    """Make a finding one's own to settle."""
    _refuse_strangers(finding, by)
    rules.may_take(finding.how, finding.person_id == by.pk).or_refuse()
    finding.person = by
    finding.save(update_fields=["person"])
    return finding


@action(Event.FINDING_SETTLED)
def settle(finding: StandingFinding, *, by: User, reason: str) -> StandingFinding:
    """Settle a finding by saying what was looked at and what it showed; the same is not opened again."""
    _refuse_strangers(finding, by)
    rules.may_settle(finding.how, reason).or_refuse()
    finding.how, finding.reason = How.PERSON, reason.strip()
    finding.settled_at, finding.settled_by = timezone.now(), by
    finding.person = finding.person or by
    finding.save(update_fields=["how", "reason", "settled_at", "settled_by", "person"])
    return finding


def _refuse_strangers(finding: StandingFinding, by: User) -> None:
    refuse_beyond_reach(by.may(Permission.FINDINGS_SETTLE) and within_reach(by, finding))
