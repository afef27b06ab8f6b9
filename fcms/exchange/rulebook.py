"""The rules that findings cite: `policy/rules.toml`, each with an ID, a severity and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fcms.lib.policytable import Table, read

from .lifecycle import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of checking: what it asks, how bad a failure is, which promises it serves."""

    id: str
    severity: str
    sentence: str
    promises: tuple[str, ...]
    limit: int = 0
    """From how many on it speaks, where it counts something."""


@cache
def rules() -> dict[str, Rule]:
    """All rules by ID. A bad file stops the start, naming file, key and reason."""
    file = read("rules.toml")
    entries = file.table("rules")
    found = {}
    for key in entries.keys():  # noqa: SIM118 - a Table is no dict
        entry = entries.table(key)
        severity = entry.text("severity", among=Severity.values)
        found[key] = Rule(key, severity, entry.text("sentence"), entry.promises(), _limit(entry))
        entry.done()
    file.done()
    return found


def _limit(entry: Table) -> int:
    return entry.number("limit") if "limit" in entry.keys() else 0  # noqa: SIM118 - a Table is no dict


def limit_of(rule: str) -> int:
    """From how many on a rule speaks."""
    return rules()[rule].limit


def severity_of(rule: str) -> str:
    """The severity of a rule by its ID."""
    return rules()[rule].severity
