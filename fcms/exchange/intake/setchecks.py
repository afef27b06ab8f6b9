"""Runs the checks that need all rows, or what is stored, and brings the state of each row up to date."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from fcms.exchange.layout import FileLayout, Kind, SetCheck
from fcms.exchange.rulebook import severity_of

from .staging import Report

_WORST = """
select f.row, case when bool_or(f.rule = 'R-REPEATED') then 'REPEATED'
                   when bool_or(f.severity = 'ERROR') then 'ERROR' else 'WARNING' end as state
from exchange_finding f
where f.intake_id = %(intake)s and f.file = %(file)s and f.row > 0 and (%(only)s::int is null or f.row = %(only)s)
group by f.row
"""
_STATES = f"""
update exchange_stagedrow s
set state = worst.state,
    decision = case when s.decision = 'ACCEPTED' and worst.state in ('ERROR', 'REPEATED') then '' else s.decision end,
    decided_by_id = case when s.decision = 'ACCEPTED' and worst.state in ('ERROR', 'REPEATED') then null
                         else s.decided_by_id end
from ({_WORST}) worst
where s.intake_id = %(intake)s and s.file = %(file)s and s.row = worst.row and s.state <> worst.state
"""
_NO_LONGER = """
update exchange_stagedrow s set state = 'CLEAN'
where s.intake_id = %(intake)s and s.file = %(file)s and s.state <> 'CLEAN'
  and (%(only)s::int is null or s.row = %(only)s)
  and not exists (select from exchange_finding f where f.intake_id = s.intake_id and f.file = s.file and f.row = s.row)
"""
_FIND = """
insert into exchange_finding (intake_id, file, row, "column", rule, severity, message, value_class)
select %(intake)s, %(file)s, found.row, %(column)s, %(rule)s, %(severity)s, found.message, found.class
from ({selected}) as found (row, message, class) {narrowed}
"""


def run(intake_id: int, kind: Kind, files: set[str], report: Report) -> None:
    """Run every set check of the files that were staged."""
    layouts = [layout for layout in kind.files if layout.name in files]
    total = sum(len(layout.set_checks) for layout in layouts)
    done = 0
    for layout in layouts:
        for check in layout.set_checks:
            _find(intake_id, layout, check)
            done += 1
            report("checking the rows against each other and what is stored", done, total)
        _do(_STATES, intake_id, layout)


def run_for_row(intake_id: int, layout: FileLayout, row: int, changed: Iterable[str]) -> None:
    """Run the set checks again for one row that was edited, and for all rows those that compare what was changed."""
    again = {check.rule for check in layout.set_checks if {*check.compares, *check.concerns} & set(changed)}
    for check in layout.set_checks:
        if check.rule not in again:
            _find(intake_id, layout, check, only=row)
    for rule in again:
        _find_anew(intake_id, layout, rule)
    _states_anew(intake_id, layout, only=None if again else row)


def run_for_decisions(intake_id: int, layout: FileLayout, rows: Iterable[int]) -> None:
    """Compare rows anew after `rows` were rejected or taken back: what is rejected is repeated by nothing."""
    decided = list(rows)
    rules = {check.rule for check in layout.set_checks if _shared(intake_id, layout, check, decided)}
    for rule in rules:
        _find_anew(intake_id, layout, rule)
    if rules:
        _states_anew(intake_id, layout)


def run_beside(intake_id: int, kind: Kind, file: str) -> None:
    """Ask anew, in the order of the files, what looks at rows of `file` and of those that look at it in turn."""
    changed = {file}
    for layout in kind.files:
        rules = {check.rule for check in layout.set_checks if changed & set(check.beside)}
        for rule in rules:
            _find_anew(intake_id, layout, rule)
        if rules:
            _states_anew(intake_id, layout)
            changed.add(layout.name)


def _shared(intake_id: int, layout: FileLayout, check: SetCheck, rows: list[int]) -> bool:
    """Whether another row says the same as one of `rows` in the columns that the check compares."""
    if not check.compares:
        return False
    same = " and ".join(
        f"{_compared(layout, name, 'a')} = {_compared(layout, name, 'b')}" for name in check.compares
    )
    return bool(
        _do(
            f"select 1 from {layout.named('and row = any(%(rows)s)')} a join {layout.named()} b"
            f" on {same} and a.row <> b.row limit 1",
            intake_id,
            layout,
            rows=rows,
        )
    )


def _compared(layout: FileLayout, name: str, table: str) -> str:
    """A column as two rows are compared by it: a sealed one by its blind index."""
    cell = f"coalesce({table}.{name}, '')"
    return f"split_part({cell}, '.', 2)" if layout.columns[layout.index[name]].sealed else cell


def run_before_applying(intake_id: int, kind: Kind, accepted: str) -> int:
    """Ask once more what may have changed since, of the rows that `accepted` (SQL) chooses; return what was found."""
    found = 0
    for layout in kind.files:
        checks = [check for check in layout.set_checks if check.before_applying]
        late = sum(_find(intake_id, layout, check, where=f"and {accepted}") for check in checks)
        if late:
            _states_anew(intake_id, layout)
        found += late
    return found


def _states_anew(intake_id: int, layout: FileLayout, only: int | None = None) -> None:
    _do(_STATES, intake_id, layout, only=only)
    _do(_NO_LONGER, intake_id, layout, only=only)


def _find_anew(intake_id: int, layout: FileLayout, rule: str) -> None:
    _do("delete from exchange_finding where intake_id = %(intake)s and file = %(file)s and rule = %(rule)s",
        intake_id, layout, rule=rule)  # fmt: skip
    for check in layout.set_checks:
        if check.rule == rule:
            _find(intake_id, layout, check)


def _find(
    intake_id: int, layout: FileLayout, check: SetCheck, *, only: int | None = None, where: str = ""
) -> int:
    # All of this SQL is written in this code; the extract's own text only ever comes in as stored rows.
    # A check that compares rows with each other must see them all, so the one row is chosen outside.
    selected = check.sql.replace("{rows}", layout.named(where))
    narrowed = "where found.row = %(only)s" if only is not None else ""
    return _do(
        _FIND.format(selected=selected, narrowed=narrowed),
        intake_id,
        layout,
        only=only,
        column=check.column,
        rule=check.rule,
        severity=severity_of(check.rule),
    )


def _do(sql: str, intake_id: int, layout: FileLayout, **given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"intake": intake_id, "file": layout.name, "only": None, **given})
        return cursor.rowcount
