"""Runs the checks that need all rows, or what is stored, and brings the state of each row up to date."""

from __future__ import annotations

from django.db import connection

from fcms.exchange.layout import FileLayout, Kind, SetCheck
from fcms.exchange.rulebook import severity_of

from .staging import Report

_STATE = """
update exchange_stagedrow s set state = worst.state
from (
  select f.file, f.row,
         case when bool_or(f.rule = 'R-REPEATED') then 'REPEATED'
              when bool_or(f.severity = 'ERROR') then 'ERROR' else 'WARNING' end as state
  from exchange_finding f where f.intake_id = %(intake)s and f.row > 0 {of_row}
  group by f.file, f.row
) worst
where s.intake_id = %(intake)s and s.file = worst.file and s.row = worst.row and s.state <> worst.state
"""


def run(intake_id: int, kind: Kind, files: set[str], report: Report) -> None:
    """Run every set check of the files that were staged."""
    layouts = [layout for layout in kind.files if layout.name in files]
    total = sum(len(layout.set_checks) for layout in layouts)
    done = 0
    with connection.cursor() as cursor:
        for layout in layouts:
            for check in layout.set_checks:
                _run(intake_id, layout, check)
                done += 1
                report("checking the rows against each other and what is stored", done, total)
        cursor.execute(_STATE.format(of_row=""), {"intake": intake_id})


def run_for_row(intake_id: int, layout: FileLayout, row: int) -> None:
    """Run the set checks of a file again for one row that was edited."""
    for check in layout.set_checks:
        _run(intake_id, layout, check, only=row)
    with connection.cursor() as cursor:
        cursor.execute(_STATE.format(of_row="and f.row = %(row)s"), {"intake": intake_id, "row": row})


def _run(intake_id: int, layout: FileLayout, check: SetCheck, only: int | None = None) -> None:
    # All of this SQL is written in this code; the extract's own text only ever comes in as stored rows.
    # A check that compares rows with each other must see them all, so the one row is chosen outside.
    selected = check.sql.replace("{rows}", layout.named())
    narrowed = "where found.row = %(row)s" if only is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            'insert into exchange_finding (intake_id, file, row, "column", rule, severity, message, value_class) '
            "select %(intake)s, %(file)s, found.* from (select row, %(column)s, %(rule)s, %(severity)s, message,"
            f" class from ({selected}) as g (row, message, class)) as found {narrowed}",
            {
                "intake": intake_id,
                "file": layout.name,
                "row": only,
                "column": check.column,
                "rule": check.rule,
                "severity": severity_of(check.rule),
            },
        )
