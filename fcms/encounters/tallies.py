"""How many non-fugitives were arrested and removed: numbers by office, nothing else."""

from __future__ import annotations

from datetime import date

from fcms.database.counting import counted

_ARRESTS = """
    select office_id,
           coalesce(sum(arrests) filter (where criminal), 0)::int as non_fugitive_arrests_criminal,
           coalesce(sum(arrests) filter (where not criminal), 0)::int as non_fugitive_arrests_non_criminal
    from counts.encounters_arrests where arrested_on between %(since)s and %(until)s group by office_id
"""
_REMOVALS = """
    select office_id, sum(removals)::int as non_fugitive_removals
    from counts.encounters_removals where removed_on between %(since)s and %(until)s group by office_id
"""


def enforcement(since: date, until: date) -> dict[int, dict[str, int]]:
    """Columns of the enforcement report by the key of the arresting office; both days inclusive (PIA-1.1-8).

    Two rows of the same A-Number within a day are one arrest. Offices with none of it are left out.
    """
    found: dict[int, dict[str, int]] = {}
    for sql in (_ARRESTS, _REMOVALS):
        for row in counted(sql, {"since": since, "until": until}):
            found.setdefault(row.pop("office_id"), {}).update(row)
    return found
