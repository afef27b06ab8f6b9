"""Whether two subjects may be merged, what the kept one takes over, and whether it may be undone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fcms.lib.verdict import Verdict, first_no, no, yes
from fcms.subjects.provenance.rules import same

UNITS = (
    ("custody_status", "custody_on", "removed_on"),
    ("stay_kind", "stay_until"),
    ("case_category", "case_category_on"),
    ("order_kind", "final_order_on"),
    *((name,) for name in ("sex", "birth_on", "birth_place", "gang_affiliation", "last_entry_on", "died_on")),
    *((name,) for name in ("last_entry_place", "entry_class", "docket_office", "failed_to_report_on")),
)
"""Values that are taken over together, where the first of them is not known of the kept subject."""
FLAGS = ("citizenship_claim", "confidential_1367")
"""What protects a person protects the merged one, whichever of the two it was known of."""
UNKNOWN = ("", None, "U", "AT_LARGE")
NO_CONFLICT = ("family_name", "given_name", "middle_name", "suffix", "case_category_on")
"""Names may differ from record to record; the other one's stay readable beside the kept ones."""


def may_merge(
    *,
    permitted: bool,
    holds: bool,
    same_one: bool = False,
    kept_stands: bool = True,
    other_stands: bool = True,
    reason: str | None = None,
) -> Verdict:
    """Two subjects that stand, within reach, with a reason, by someone who holds the right."""
    return first_no(
        yes() if permitted else no("Your role does not merge subjects. Ask a headquarters supervisor."),
        yes() if holds else no("One of the two subjects is not yours to change."),
        no("Name another subject: one cannot be merged with itself.") if same_one else yes(),
        yes()
        if kept_stands
        else no("This subject was merged or taken back itself. Open the one that stands."),
        yes() if other_stands else no("The other subject was merged or taken back already."),
        yes()
        if reason is None or reason.strip()
        else no(
            "Say what shows that the two are one person: the document, the number, the fingerprint match."
        ),
    )


def may_unmerge(
    *, permitted: bool, undone: bool, kept_stands: bool, left_a_number: bool, reason: str | None = None
) -> Verdict:
    """A merge that stands is undone by someone who holds the right, with a reason, the last merge first."""
    return first_no(
        yes() if permitted else no("Your role does not separate subjects. Ask a headquarters supervisor."),
        no("This merge was undone already.") if undone else yes(),
        yes()
        if kept_stands
        else no("The kept subject was merged into another one since. Undo that merge first."),
        yes()
        if left_a_number
        else no("The kept subject would be left without an A-Number. Add its own before separating the two."),
        yes() if reason is None or reason.strip() else no("Say why the two are not one person after all."),
    )


def taken_over(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What the kept subject takes over of the other: what was not known of it, and what protects the person."""
    over: dict[str, Any] = {}
    for unit in UNITS:
        if kept[unit[0]] in UNKNOWN and other[unit[0]] not in UNKNOWN:
            over |= {name: other[name] for name in unit if not same(kept[name], other[name])}
    for name in FLAGS:
        if other[name] is not None and kept[name] is not True and kept[name] != other[name]:
            over[name] = other[name]
    return over


def disputed(kept: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The values on which the two differ, both being known: each waits for a person afterwards."""
    over = taken_over(kept, other)
    return [
        name
        for name in kept
        if name not in over
        and name not in NO_CONFLICT
        and name not in FLAGS
        and other[name] not in UNKNOWN
        and not same(kept[name], other[name])
    ]
