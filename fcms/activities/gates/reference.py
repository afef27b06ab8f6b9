"""The generated page of the gates: what each asks, how old its answer may be, who may override it; kinds of place."""

from __future__ import annotations

from fcms.lib.gatepolicy import BY_LOCATION, Entry, Gate, gates, locations
from fcms.lib.policyfiles import roles
from fcms.lib.reference import document, table
from fcms.subjects.words import day_words

TAKES = {"open": "nothing more", "approval": "an approval", "never": "is never opened"}


INTRO = """\
Before field action is assigned, entered in an operation or begun, each gate is asked and answered in a sentence
with its remedy (PIA-1.5-4). The questions are code (`fcms/activities/gates/rules.py`); ages and overrides are
`policy/gates.toml`, version {version}. Gates of an address are asked only where there is one. Where one question
has two codes, the harder answer has its own: a bar in the A-file is not a review that is old."""
OVERRIDING = """\
With a reason, for at most {days} days, in the office that holds the case, and never as the officer who then acts.
An override opens its gate alone; one of an address, at that address alone. Each is counted in the report of
overrides. G-STATUS is overridden by nobody: policy cannot allow it, and the database refuses it."""
CHECKS = """\
An action has a day and no hour. A check recorded on its own day counts from the moment it was recorded. One that
was recorded later counts from the beginning of its day where it opens the gate, and until the end of it where it
shuts it: whichever is worse. It is one of EID, by name, recorded by a person on this very case. Any check since
then that says no longer a fugitive or in custody shuts the gate, as does one of EID that says anything but still a
fugitive; at one and the same moment the no counts."""
PLACES = """\
`policy/locations.toml`, version {version}. Of several entries that hold on a day the strictest counts; a kind that
nobody has named, and a day without an entry, leave the gate shut."""


@document("docs/reference/gates.md")
def gates_page() -> str:
    """The gates and the kinds of place, as the policy files say them."""
    policy, places = gates(), locations()
    rights = {gate.override for gate in policy.gates.values()} | {one.approver for one in places.entries}
    overriders = [role for role in roles().values() if role.rights & rights]
    by_role = [
        [gate.code, *("may" if _may(gate, role.rights) else "" for role in overriders)]
        for gate in policy.gates.values()
        if gate.override
    ]
    parts = [
        "# Gates: may we act?",
        INTRO.format(version=policy.version),
        table(
            ["Gate", "Asks", "At most", "Overridden by", "Promise"],
            [_gate(one) for one in policy.gates.values()],
        ),
        "## Who may override what",
        OVERRIDING.format(days=policy.override_days),
        table(["Gate", *(role.name for role in overriders)], by_role),
        "## When a status check counts",
        CHECKS,
        "## Kinds of place",
        PLACES.format(version=places.version),
        table(
            ["Kind of place", "Action there takes", "Approved by", "From", "To", "Rests on"],
            [_entry(entry, places.kinds[entry.kind]) for entry in _ordered(list(places.kinds))],
        ),
    ]
    return "\n\n".join(parts)


def _gate(gate: Gate) -> list[str]:
    age = f"{gate.age} {gate.unit}" if gate.age else ""
    return [f"{gate.code}: {gate.label}", gate.asks, age, _who(gate), " ".join(gate.promises)]


def _may(gate: Gate, rights: frozenset[str]) -> bool:
    if gate.override == BY_LOCATION:
        return any(one.approver in rights for one in locations().entries if one.valid_to is None)
    return bool(gate.override) and gate.override in rights


def _who(gate: Gate) -> str:
    if gate.override == BY_LOCATION:
        return "whom the table of places names"
    holding = [role.name for role in roles().values() if gate.override in role.rights]
    return ", ".join(holding) if gate.override else "nobody"


def _ordered(kinds: list[str]) -> list[Entry]:
    return sorted(locations().entries, key=lambda one: (kinds.index(one.kind), one.valid_from))


def _entry(entry: Entry, label: str) -> list[str]:
    approvers = ", ".join(role.name for role in roles().values() if entry.approver in role.rights)
    until = day_words(entry.valid_to) if entry.valid_to else ""
    return [label, TAKES[entry.rule], approvers, day_words(entry.valid_from), until, entry.source]
