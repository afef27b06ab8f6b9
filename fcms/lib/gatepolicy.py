"""What may be set of the gates, and the dated table of kinds of place: `policy/gates.toml`, `policy/locations.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from .policytable import Table, read, refuse_twice

NEVER = "G-STATUS"
"""The gate that nobody may ever override (PIA-1.5-4)."""
BY_LOCATION = "location"
"""Whoever the table of places names."""
DATED = {
    "G-STATUS": "hours",
    "G-A-FILE-RECENT": "days",
    "G-APPEAL-RECENT": "days",
    "G-ADDRESS-RECENT": "days",
}
"""The gates whose answer grows old, and in what it is measured."""
ADDRESS = ("G-ADDRESS-SOURCE", "G-ADDRESS-RECENT", "G-ADDRESS-UNIT", "G-DO-NOT-RETURN", "G-PLACE")
CODES = (
    *("G-CASE", "G-BASIS", "G-BASIS-HOLD", "G-STATUS", "G-STAY", "G-STAY-KNOWN", "G-CITIZEN", "G-1367"),
    *("G-A-FILE", "G-A-FILE-RECENT", "G-APPEAL", "G-APPEAL-RECENT", "G-CONFLICT", *ADDRESS),
)
"""Every gate that the rules know, in the order in which they are asked; the file names each exactly once."""
NOBODY = frozenset(
    ("G-CASE", "G-BASIS", NEVER, "G-STAY", "G-CITIZEN", "G-1367", "G-A-FILE", "G-APPEAL", "G-CONFLICT")
)
"""Gates that protect the person by law or by fact: policy may not open them to an override either."""


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: what it asks, how old its answer may be (0: no matter), which right overrides it ("": none)."""

    code: str
    label: str
    asks: str
    age: int
    unit: str
    override: str
    address: bool
    promises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of one version, by code, and for how many days an override holds at most."""

    version: int
    override_days: int
    gates: Mapping[str, Gate]


@cache
def gates(folder: Path | None = None) -> Gates:
    """The gates of `policy/gates.toml`. A bad file stops the start, naming file, key and reason."""
    file = read("gates.toml", folder)
    version, days, shared = file.number("version"), file.number("override_days"), file.promises()
    if days < 1:
        raise file.fail("override_days", "must be at least 1.")
    rows = []
    for table in file.tables("gate"):
        rows.append(_gate(table, shared))
        table.done()
    found = [row.code for row in rows]
    refuse_twice(file, "gate", found)
    if missing := [code for code in CODES if code not in found]:
        raise file.fail("gate", f"{', '.join(missing)} is missing; every gate is asked.")
    file.done()
    by_code = {row.code: row for row in rows}
    return Gates(version, days, {code: by_code[code] for code in CODES})


def _gate(table: Table, shared: tuple[str, ...]) -> Gate:
    code = table.text("code", among=CODES)
    override = table.text("override", default="")
    if code in NOBODY and override:
        why = "a recorded check that the person is still a fugitive" if code == NEVER else "what it asks"
        raise table.fail("override", f"nobody may override {code}: {why} cannot be replaced by a decision.")
    if override == BY_LOCATION and code != "G-PLACE":
        raise table.fail("override", "only G-PLACE is overridden by whom the table of places names.")
    if override not in ("", BY_LOCATION) and not _is_a_right(override):
        raise table.fail("override", f"{override} is not a right of roles.toml.")
    unit = DATED.get(code, "")
    age = table.number(unit) if unit else 0
    if unit and age < 1:
        raise table.fail(unit, "must be at least 1.")
    address = table.flag("address")
    if address != (code in ADDRESS):
        raise table.fail(
            "address", "is not as the rules ask it: true for the gates of an address, else left out."
        )
    return Gate(
        code, table.text("label"), table.text("asks"), age, unit, override, address, table.promises(shared)
    )


# --- locations.toml

RULES = ("open", "approval", "never")
"""What action at a kind of place takes, the strictest last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What action at a kind of place takes from a day to a day, and what that rests on."""

    kind: str
    rule: str
    approver: str
    valid_from: date
    valid_to: date | None
    source: str

    def holds_on(self, day: date) -> bool:
        """Whether the entry holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Locations:
    """The kinds of place with their labels, and every entry, as the file orders them."""

    version: int
    kinds: Mapping[str, str]
    entries: tuple[Entry, ...]
    promises: tuple[str, ...]

    def on(self, kind: str, day: date) -> Entry | None:
        """The strictest entry for a kind that holds on a day; None for a kind or a day without one."""
        holding = [one for one in self.entries if one.kind == kind and one.holds_on(day)]
        return max(holding, key=lambda one: (RULES.index(one.rule), one.valid_from), default=None)


@cache
def locations(folder: Path | None = None) -> Locations:
    """The kinds of place of `policy/locations.toml`. A bad file stops the start, naming file, key and reason."""
    file = read("locations.toml", folder)
    version, promises = file.number("version"), file.promises()
    kinds: dict[str, str] = {}
    for table in file.tables("kind"):
        code = table.text("code", form="[A-Z_]{2,24}")
        if code in kinds:
            raise table.fail("code", f"{code} stands there twice.")
        kinds[code] = table.text("label")
        table.done()
    entries = [entry for table in file.tables("entry") for entry in _entries(table, kinds)]
    file.done()
    for kind in kinds:
        if not any(one.kind == kind and one.valid_to is None for one in entries):
            raise file.fail("entry", f"{kind} has no entry without an end; every kind needs one.")
    return Locations(version, kinds, tuple(entries), promises)


def _entries(table: Table, kinds: Mapping[str, str]) -> list[Entry]:
    named = table.texts("kinds")
    for kind in named:
        if kind not in kinds:
            raise table.fail("kinds", f"{kind} is not a kind of this file.")
    rule, approver = table.text("rule", among=RULES), table.text("approver", default="")
    if (rule == "approval") != bool(approver):
        raise table.fail("approver", "belongs to the rule approval, and to no other.")
    if approver and not _is_a_right(approver):
        raise table.fail("approver", f"{approver} is not a right of roles.toml.")
    start = table.day("valid_from")
    end = table.day("valid_to") if "valid_to" in table.keys() else None  # noqa: SIM118 - not a dict
    if end is not None and end < start:
        raise table.fail("valid_to", "lies before valid_from.")
    source = table.text("source")
    table.done()
    return [Entry(kind, rule, approver, start, end, source) for kind in named]


def _is_a_right(name: str) -> bool:
    from .policyfiles import rights  # it reads this file among the others, and so imports it

    return name in rights()
