"""`fcms cases balance`: proves that the backlog balances, or says where it does not."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.utils import timezone

from fcms.cases.balance import tallies
from fcms.cases.balance.rules import Fault
from fcms.offices.queries import office_names

from .cli import DONE, REFUSED, tell
from .prepare import prepare

MOST = 20
"""How many faults the terminal shows; `--json` holds all."""


def balance(options: argparse.Namespace) -> int:
    """Count every month and office three ways, and say whether they agree."""
    prepare(tell)
    today = timezone.localdate()
    first = tallies.first_month()
    faults = [_as_json(fault) for fault in tallies.faults(today)]
    told = {
        "balances": not faults,
        "from": first.isoformat() if first else None,
        "to": today.isoformat(),
        "faults": faults,
    }
    print(json.dumps(told) if options.json else in_words(told))
    return REFUSED if faults else DONE


def _as_json(fault: Fault) -> dict[str, Any]:
    month = f"{fault.month:%Y-%m}" if fault.month else "now"
    office = office_names()[fault.office_id][0]
    return {"month": month, "office_code": office, "form": fault.form, "off_by": fault.off_by}


def in_words(told: dict[str, Any]) -> str:
    """What was found, for the terminal."""
    if told["from"] is None:
        return "There is no case yet, so there is nothing to balance."
    if told["balances"]:
        return (
            f"The backlog of every month and office balances from {told['from'][:7]} to {told['to'][:7]}, for open and"
            " cold cases together and for open ones alone, and the steps add up to what the cases say now."
        )
    lines = [f"The backlog does not balance. Places that are off: {len(told['faults']):,}."]
    lines += [
        f"  {one['month']:<8} {one['office_code']:<5} {one['form']}: {one['off_by']:+,}"
        for one in told["faults"][:MOST]
    ]
    return "\n".join([*lines, "`fcms rules run` opens a finding on each case whose steps do not follow."])
