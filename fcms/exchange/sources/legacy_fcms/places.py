"""Where the columns stand that one file of the version before names another by: positions in SQL, from 1."""

from __future__ import annotations

from fcms.exchange.sources.eid_daily.layout import SUBJECTS


def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names, 1)}


_OF_CASE = ("legacy_case_number", "status", "opened_on", "closed_on", "closure_reason")
CASE = _places((*(column.name for column in SUBJECTS.columns), *_OF_CASE))
LEAD = _places(("legacy_lead_number", "legacy_case_number"))
USER = _places(("username", "name"))
ACTIVITY = _places(
    tuple(
        "legacy_case_number legacy_lead_number action_type acted_on officer office location operation_name"
        " notes".split()
    )
)
SYSTEM = "FCMS (version before)"
"""What the system is called where the extract does not name its producer."""
SYSTEM_SQL = f"(select coalesce(nullif(producer, ''), '{SYSTEM}') from exchange_intake where id = %(intake)s)"
"""The system whose dump an extract is: keys are told apart by it."""
