"""How many fugitives were removed: numbers by office, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_REMOVALS = """
    select office_id, sum(steps)::int as fugitive_removals
    from counts.cases_steps
    where step = 'REMOVED' and stands and effective_on between %(since)s and %(until)s
    group by office_id
"""


def enforcement(since: date, until: date) -> dict[int, dict[str, int]]:
    """Columns of the enforcement report by the key of the office that held the case; both days inclusive (PIA-1.1-8).

    A removal counts on its own day, and no longer once its case was re-opened. Offices without one are left out.
    """
    rows = counted(_REMOVALS, {"since": since, "until": until})
    return {row.pop("office_id"): row for row in rows}
