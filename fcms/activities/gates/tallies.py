"""How often gates were overridden: numbers by office, gate and month, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_OVERRIDES = """
    select office_id, gate, date_trunc('month', given_on)::date as month, sum(overrides)::int as overrides,
           coalesce(sum(overrides) filter (where withdrawn), 0)::int as withdrawn
    from counts.activities_gate_overrides where given_on between %(since)s and %(until)s
    group by office_id, gate, month
"""


def overrides(since: date, until: date) -> dict[int, dict[str, int]]:
    """Columns of the report of overrides by the key of the office that held the case; both days inclusive.

    A column for each gate (`g_appeal_recent`), `overrides` for all of them, and how many were `withdrawn`.
    """
    found: dict[int, dict[str, int]] = {}
    for row in counted(_OVERRIDES, {"since": since, "until": until}):
        mine = found.setdefault(row["office_id"], {"overrides": 0, "withdrawn": 0})
        name = column(row["gate"])
        mine[name] = mine.get(name, 0) + row["overrides"]
        mine["overrides"] += row["overrides"]
        mine["withdrawn"] += row["withdrawn"]
    return found


def by_month(since: date, until: date) -> dict[tuple[int, str, date], int]:
    """How many overrides were given, by office (key), gate and the first day of the month."""
    rows = counted(_OVERRIDES, {"since": since, "until": until})
    return {(row["office_id"], row["gate"], row["month"]): row["overrides"] for row in rows}


def column(gate: str) -> str:
    """The name of a gate's column in files: `G-APPEAL-RECENT` is `g_appeal_recent`."""
    return gate.lower().replace("-", "_")
