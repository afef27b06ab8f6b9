"""How many fugitives were arrested: numbers by office, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_ARRESTS = """
    select office_id,
           coalesce(sum(arrests) filter (where criminal), 0)::int as fugitive_arrests_criminal,
           coalesce(sum(arrests) filter (where not criminal), 0)::int as fugitive_arrests_non_criminal
    from counts.activities_arrests where arrested_on between %(since)s and %(until)s group by office_id
"""


def enforcement(since: date, until: date) -> dict[int, dict[str, int]]:
    """Columns of the enforcement report by the key of the arresting team's office; both days inclusive (PIA-1.1-8).

    Criminal is what was true on the day of arrest. Two arrests of a person within a day are one, the first.
    """
    rows = counted(_ARRESTS, {"since": since, "until": until})
    return {row.pop("office_id"): row for row in rows}
