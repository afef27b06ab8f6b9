"""Non-fugitive arrests for the tests of every storey, counted by the real action."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.encounters import actions

DAY = date(2026, 3, 4)


def count_arrest(by: User, **values: Any) -> bool:
    """Count an arrest of a person who was no fugitive; `values` override those of the sample."""
    sample = {
        "a_number": "A900555001",
        "arrested_on": DAY,
        "city": "DALLAS",
        "state": "TX",
        "office": by.office,
        "team": by.team,
        "criminal": False,
    }
    return actions.count(by=by, **{**sample, **values})
