"""The backlog by month and office, counted from the steps by the role that sees no case (PIA-1.1-9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from fcms.cases.lifecycle import BACKLOG, ClosureReason, Status
from fcms.database.counting import counted

from .rules import CLOSED_BY, FIGURES, Fault, Month, strayed, unbalanced

CLOSING = {reason.value: reason.label for reason in ClosureReason}
"""The reasons to close, in words."""

_LISTED = ", ".join(f"'{status.value}'" for status in BACKLOG)
_BY_REASON = ",\n".join(
    f"sum(steps) filter (where step = 'CLOSED' and counts and reason = '{reason}') as {name}"
    for reason, name in CLOSED_BY.items()
)
_FLOWS = f"""
with flow as (
  select month, step, was, reason, late, steps, office_id, was in ({_LISTED}) as counts, was = 'OPEN' as open
  from counts.cases_flows where step <> 'TRANSFERRED' and month between %(since)s and %(until)s
  union all
  select month, 'IN', was, reason, late, steps, office_id, was in ({_LISTED}), was = 'OPEN'
  from counts.cases_flows where step = 'TRANSFERRED' and month between %(since)s and %(until)s
  union all
  select month, 'OUT', was, reason, late, steps, from_office_id, was in ({_LISTED}), was = 'OPEN'
  from counts.cases_flows where step = 'TRANSFERRED' and month between %(since)s and %(until)s
)
select month, office_id,
  sum(steps) filter (where step = 'OPENED') as opened,
  sum(steps) filter (where step = 'RELEASED') as released,
  sum(steps) filter (where step = 'REOPENED') as reopened,
  sum(steps) filter (where step = 'IN' and counts) as transferred_in,
  sum(steps) filter (where step = 'ARRESTED' and counts) as arrested,
  {_BY_REASON},
  sum(steps) filter (where step = 'CLOSED' and counts) as closed,
  sum(steps) filter (where step = 'OUT' and counts) as transferred_out,
  sum(steps) filter (where step = 'REVIVED') as open_revived,
  sum(steps) filter (where step = 'IN' and open) as open_transferred_in,
  sum(steps) filter (where step = 'ARRESTED' and open) as open_arrested,
  sum(steps) filter (where step = 'CLOSED' and open) as open_closed,
  sum(steps) filter (where step = 'WENT_COLD') as open_went_cold,
  sum(steps) filter (where step = 'OUT' and open) as open_transferred_out,
  sum(steps) filter (where late and step <> 'OUT') as recorded_late
from flow group by month, office_id
"""
_STANDING = """
select month, office_id, status, change::int from counts.cases_standing
where month <= %(until)s and status in ('OPEN', 'COLD')
"""
_ALL_STANDING = "select office_id, status, sum(change)::int as cases from counts.cases_standing group by 1, 2"
_NOW = "select office_id, status, cases::int from counts.cases_now"
_FIRST = "select min(month) as month from counts.cases_flows"

Key = tuple[date, int]


def backlog(since: date, until: date) -> list[Month]:
    """The balance of each month from the one of `since` to the one of `until`, of each office that had cases by then.

    Opening and closing are where the steps left the cases; everything between is what the steps say that they did.
    """
    first, last = since.replace(day=1), until.replace(day=1)
    months, flows = list(_months(first, last)), _flows(first, last)
    changes: dict[int, dict[date, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in counted(_STANDING, {"until": last}):
        changes[row["office_id"]][row["month"]][row["status"]] = row["change"]
    offices = sorted(changes.keys() | {office for _, office in flows})
    found = [_of_office(office, months, changes[office], flows) for office in offices]
    return sorted((one for rows in found for one in rows), key=lambda one: (one.month, one.office_id))


def _flows(first: date, last: date) -> dict[Key, dict[str, int]]:
    rows = counted(_FLOWS, {"since": first, "until": last})
    return {
        (row.pop("month"), row.pop("office_id")): {name: int(value or 0) for name, value in row.items()}
        for row in rows
    }


def _of_office(
    office: int, months: list[date], changes: dict[date, dict[str, int]], flows: dict[Key, dict[str, int]]
) -> list[Month]:
    """The months of one office, each beginning where the one before it ended."""
    open_now, cold_now = (
        sum(change.get(status.value, 0) for month, change in changes.items() if month < months[0])
        for status in (Status.OPEN, Status.COLD)
    )
    found = []
    for month in months:
        figures = {
            **dict.fromkeys((*FIGURES, "closed", "recorded_late"), 0),
            **flows.get((month, office), {}),
        }
        figures["opening"], figures["open_opening"] = open_now + cold_now, open_now
        open_now += changes.get(month, {}).get("OPEN", 0)
        cold_now += changes.get(month, {}).get("COLD", 0)
        figures["closing"], figures["open_closing"] = open_now + cold_now, open_now
        found.append(Month(month, office, figures))
    return found


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)


def first_month() -> date | None:
    """The month of the first step ever recorded; None while there is none."""
    month: date | None = counted(_FIRST, {})[0]["month"]
    return month


def faults(until: date) -> list[Fault]:
    """Everything that does not add up, from the first step to the month of `until`; empty where all balances."""
    first = first_month()
    if first is None:
        return []
    steps = {(row["office_id"], row["status"]): row["cases"] for row in counted(_ALL_STANDING, {})}
    cases = {(row["office_id"], row["status"]): row["cases"] for row in counted(_NOW, {})}
    return [*unbalanced(backlog(first, until)), *strayed(steps, cases)]
