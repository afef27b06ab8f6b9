"""The balance of the backlog (`house.md` 10), for open and cold cases together and for open ones alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fcms.cases.lifecycle import DERIVED, CaseLife, ClosureReason, Step
from fcms.lib.lifecycle import Move

CLOSED_BY = {reason.value: f"closed_{reason.value.lower()}" for reason in ClosureReason}
"""The figure of each reason to close."""

TOGETHER = (
    ("opening", "opened", "released", "reopened", "transferred_in"),
    ("closing", "arrested", *CLOSED_BY.values(), "transferred_out"),
)
"""What adds up to what, for open and cold cases together."""

OPEN_ALONE = (
    ("open_opening", "opened", "released", "reopened", "open_revived", "open_transferred_in"),
    ("open_closing", "open_arrested", "open_closed", "open_went_cold", "open_transferred_out"),
)
"""What adds up to what, for open cases alone."""

FORMS = {"open and cold": TOGETHER, "open alone": OPEN_ALONE}
FIGURES = tuple(dict.fromkeys(name for sides in FORMS.values() for side in sides for name in side))
"""Every figure of the balance, once."""


@dataclass(frozen=True, slots=True)
class Month:
    """The figures of one month and office (by key); `month` is its first day."""

    month: date
    office_id: int
    figures: Mapping[str, int]

    def side(self, names: Iterable[str]) -> int:
        """The sum of one side."""
        return sum(self.figures.get(name, 0) for name in names)


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not add up: where, in which form, and by how many cases."""

    month: date | None
    office_id: int
    form: str
    off_by: int


def unbalanced(months: Iterable[Month]) -> Iterator[Fault]:
    """The months and offices in which one side is not the other."""
    for one in months:
        for form, (came, went) in FORMS.items():
            off = one.side(came) - one.side(went)
            if off:
                yield Fault(one.month, one.office_id, form, off)


def strayed(steps: Mapping[tuple[int, str], int], cases: Mapping[tuple[int, str], int]) -> Iterator[Fault]:
    """Where the steps, by office and state, add up to other numbers than the cases themselves."""
    for office, status in sorted(steps.keys() | cases.keys()):
        off = steps.get((office, status), 0) - cases.get((office, status), 0)
        if off:
            yield Fault(None, office, status, off)


_MOVES: dict[Step, str] = {
    Step.WENT_COLD: "go_cold",
    Step.REVIVED: "revive",
    Step.ARRESTED: "arrest",
    Step.RELEASED: "release",
    Step.REMOVED: "remove",
    Step.CLOSED: "close",
    Step.REOPENED: "reopen",
}


def steps_that_lead() -> list[tuple[str, str, str]]:
    """Each step that changes a state, with the state before and after that the life of a case allows."""
    found = [(Step.OPENED.value, "", "OPEN")]
    for step, name in _MOVES.items():
        move: Move[Step] = getattr(CaseLife, name)
        found += [(step.value, str(source.value), str(move.to.value)) for source in move.sources]
    return found


def _broken() -> str:
    allowed = ", ".join(f"('{step}', '{was}', '{status}')" for step, was, status in steps_that_lead())
    quiet = ", ".join(f"'{step.value}'" for step in DERIVED)
    return f"""
        (step = 'OPENED') <> (status_before is null)
        or coalesce(from_office_id, office_id) <> coalesce(office_before, office_id)
        or status_before is not null and step not in ({quiet}) and was <> status_before
        or step in ({quiet}, 'TRANSFERRED') and status <> coalesce(status_before, '')
        or step not in ({quiet}, 'TRANSFERRED') and (step, was, status) not in ({allowed})
    """


BROKEN = _broken()
"""In SQL: a step does not follow from the one before, whose state and office are `status_before`, `office_before`."""
