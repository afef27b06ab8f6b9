"""What an extract may not overwrite, and how a conflict is settled. Pure: values in, a verdict out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from fcms.lib.verdict import Verdict, no, yes
from fcms.subjects.provenance.rules import same

KEPT_TOGETHER = (
    frozenset(("custody_status", "custody_on", "removed_on")),
    frozenset(("stay_kind", "stay_until")),
    frozenset(("case_category", "case_category_on")),
)
"""Values that say one thing together: where one of them is settled otherwise, the others wait with it."""


def contested(
    values: Mapping[str, Any], standing: Mapping[str, Any], settled: Collection[str]
) -> dict[str, Any]:
    """The values of an extract that contradict what a person settled; both sides as statements keep them."""
    differing = {name for name, value in values.items() if not same(value, standing.get(name))}
    held = differing & set(settled)
    for group in KEPT_TOGETHER:
        if group & held:
            held |= group & differing
    return {name: values[name] for name in values if name in held}


def may_settle(*, permitted: bool, holds: bool, open_: bool = True, reason: str | None = None) -> Verdict:
    """A conflict is settled once, with a reason, by a supervisor of the office that holds the subject."""
    if not permitted:
        return no("Your role does not settle conflicts between sources. Ask your supervisor.")
    if not holds:
        return no("This subject belongs to another office, which settles what its sources disagree on.")
    if not open_:
        return no("This conflict is settled already, or what it rests on was taken back.")
    if reason is not None and not reason.strip():
        return no("Say what the decision rests on: the document, the system or the person.")
    return yes()


def may_keep(keep: str) -> Verdict:
    """A settlement keeps one of the two sides."""
    return yes() if keep in ("HELD", "SAID") else no("Choose which of the two to keep.")
