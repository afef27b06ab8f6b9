"""How often somebody went to an address with its checks, and how often without: numbers by office, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_CHECKED = """
    select office_id,
           coalesce(sum(activities) filter (where gates = 'OPEN'), 0)::int as with_checks,
           coalesce(sum(activities) filter (where gates = 'OVERRIDDEN'), 0)::int as with_override,
           coalesce(sum(activities) filter (where gates = 'SHUT'), 0)::int as without_checks
    from counts.activities_gates
    where acted_on between %(since)s and %(until)s and gates <> 'TAKEN_OVER' group by office_id
"""


def checked(since: date, until: date) -> dict[int, dict[str, int]]:
    """Visits, surveillances and arrests by the key of the office that made them; both days inclusive (PIA-1.5-4).

    `with_checks` through open gates, `with_override` where a gate was open only by an override, `without_checks` what
    was recorded without a field action that went through its gates.
    """
    rows = counted(_CHECKED, {"since": since, "until": until})
    return {row.pop("office_id"): row for row in rows}
