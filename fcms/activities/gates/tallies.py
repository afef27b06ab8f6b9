"""How often gates were overridden: numbers by office and gate, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_OVERRIDES = """
    select office_id, gate, sum(overrides)::int as overrides,
           coalesce(sum(overrides) filter (where withdrawn), 0)::int as withdrawn
    from counts.activities_gate_overrides where given_on between %(since)s and %(until)s
    group by office_id, gate
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


def column(gate: str) -> str:
    """The name of a gate's column in files: `G-APPEAL-RECENT` is `g_appeal_recent`."""
    return gate.lower().replace("-", "_")
