"""What may happen to a case, and the sentence that says why not. Pure: values in, a verdict out.

The rules of moves take `None` for what has not been asked yet: that is the verdict shown beside the button.
The action hands in what was given, empty or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fcms.lib import policyfiles
from fcms.lib.lifecycle import Move
from fcms.lib.verdict import Verdict, first_no, no, yes

from .lifecycle import Basis, CaseLife, ClosureReason, Status

_ENDED = {
    Status.REMOVED: "This case ended with the removal of its subject. Re-open it first if that did not happen.",
    Status.CLOSED: "This case is closed. Re-open it first.",
}
_NOT_HELD = "Nobody is in custody on this case. Record the arrest first."
_NO: dict[str, dict[Status, str]] = {
    "go_cold": {
        Status.COLD: "This case is cold already.",
        Status.IN_CUSTODY: "The subject is in custody, and a case in custody does not go cold.",
        **_ENDED,
    },
    "revive": {
        Status.OPEN: "This case is open already.",
        Status.IN_CUSTODY: "The subject is in custody. Record the release if that has ended.",
        **_ENDED,
    },
    "arrest": {Status.IN_CUSTODY: "The subject is in custody already.", **_ENDED},
    "release": {Status.OPEN: _NOT_HELD, Status.COLD: _NOT_HELD, **_ENDED},
    "remove": {Status.OPEN: _NOT_HELD, Status.COLD: _NOT_HELD, **_ENDED},
    "close": {
        Status.REMOVED: _ENDED[Status.REMOVED],
        Status.CLOSED: "This case is closed already.",
    },
    "reopen": dict.fromkeys(
        (Status.OPEN, Status.COLD, Status.IN_CUSTODY),
        "This case has not ended, so there is nothing to re-open.",
    ),
}
SAY = {
    "go_cold": "Say what was tried before the case goes cold.",
    "revive": "Say what is new before the case is revived.",
    "release": "Say why the subject was released.",
    "close": "Say how the reason was established: the document, the system or the person it comes from.",
    "reopen": "Say why the case is opened again: what ended it did not hold.",
    "transfer": "Say why the case is transferred.",
}
"""What the note of a move must say; the sentence that refuses a move without it."""

SAY_REASON = "Say why the case is closed."
SAY_OFFICE = "Choose the office that takes the case."
SAY_BASIS_DAY = "Say since when the basis of the case holds."

NOT_YOURS = (
    "Your role reads cases but does not change them. Ask an officer of the office that holds this case."
)
ELSEWHERE = (
    "Another office holds this case, so it is not changed from here. Ask that office, or have it transferred."
)
NOT_WHOLE = "Your role does not include transfers. Ask your supervisor."

_STANDINGS = {
    "pending": "means that proceedings or a period to depart still run",
    "protected": "means that the person is protected from removal",
    "hold": "means that a supervisor has to decide first",
    "final_order": "is a final order of someone who is not a fugitive",
    "closed": "means that the matter is over",
    "other": "does not make the person a fugitive",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to a case: in the office that holds it, and what the role allows."""

    holds: bool
    may_update: bool
    may_transfer: bool


def may_change(who: Standing, *, transferring: bool = False) -> Verdict:
    """Say whether the person may change the case at all: the role for it, in the office that holds it."""
    return first_no(
        yes() if who.may_update else no(NOT_YOURS),
        yes() if who.holds else no(ELSEWHERE),
        yes() if who.may_transfer or not transferring else no(NOT_WHOLE),
    )


def may_go_cold(status: Status, *, note: str | None = None) -> Verdict:
    """Say whether the case may leave the active list (it is counted as before)."""
    return first_no(_from("go_cold", status), _said(note, SAY["go_cold"]))


def may_revive(status: Status, *, note: str | None = None) -> Verdict:
    """Say whether a cold case may come back to the active list."""
    return first_no(_from("revive", status), _said(note, SAY["revive"]))


def may_arrest(
    status: Status, *, custody_on: date | None = None, basis_on: date | None = None, today: date | None = None
) -> Verdict:
    """Say whether the subject may be set to in custody since `custody_on`."""
    return first_no(
        _from("arrest", status),
        _not_after(today, custody_on, "The arrest lies in the future. Correct its date."),
        _not_before(
            basis_on,
            custody_on,
            "The arrest lies before the basis of the case, when the person was not yet a fugitive. Correct its date.",
        ),
    )


def may_correct_custody(
    *, custody_on: date, basis_on: date, removed_on: date | None = None, today: date | None = None
) -> Verdict:
    """Say whether the day since when the subject was in custody can be corrected to this one."""
    return first_no(
        may_arrest(Status.OPEN, custody_on=custody_on, basis_on=basis_on, today=today),
        _not_after(removed_on, custody_on, "The arrest lies after the removal. Correct its date."),
    )


def may_release(
    status: Status,
    *,
    note: str | None = None,
    custody_on: date | None = None,
    released_on: date | None = None,
    today: date | None = None,
) -> Verdict:
    """Say whether the subject may be released, which opens the case again."""
    return first_no(
        _from("release", status),
        _said(note, SAY["release"]),
        _not_after(today, released_on, "The release lies in the future. Correct its date."),
        _not_before(custody_on, released_on, "The release lies before the arrest. Correct its date."),
    )


def may_remove(
    status: Status,
    *,
    custody_on: date | None = None,
    removed_on: date | None = None,
    today: date | None = None,
) -> Verdict:
    """Say whether the subject may be recorded as removed on `removed_on`."""
    return first_no(
        _from("remove", status),
        _not_after(today, removed_on, "The removal lies in the future. Record it once it has taken place."),
        _not_before(custody_on, removed_on, "The removal lies before the arrest. Correct its date."),
    )


def may_close(
    status: Status,
    *,
    reason: str | None = None,
    note: str | None = None,
    effective_on: date | None = None,
    today: date | None = None,
) -> Verdict:
    """Say whether the case may be closed, which takes a reason of the list and the evidence for it."""
    return first_no(
        _from("close", status),
        yes() if reason is None or reason in ClosureReason.values else no(SAY_REASON),
        _said(
            note, "Say how the reason was established: the document, the system or the person it comes from."
        ),
        _not_after(today, effective_on, "The day lies in the future. Close the case once it has come."),
    )


def may_reopen(
    status: Status,
    *,
    note: str | None = None,
    live: str | None = None,
    taken_back: bool = False,
    citizen: bool = False,
) -> Verdict:
    """Say whether an ended case may be opened again; `live` is the number of another live case, if any.

    `citizen` is whether its subject was found to be a citizen.
    """
    return first_no(
        _from("reopen", status),
        no("The extract that opened this case was undone. The corrected extract opens one anew.")
        if taken_back
        else yes(),
        no_citizen(citizen),
        one_live_case(live or ""),
        _said(note, SAY["reopen"]),
    )


def may_transfer(
    status: Status, *, office: str | None = None, to: str | None = None, note: str | None = None
) -> Verdict:
    """Say whether the case may go from the office with code `office` to the field office with code `to`."""
    return first_no(
        no(_ENDED[status]) if status in _ENDED else yes(),
        no(SAY_OFFICE) if to == "" else yes(),
        no("This office holds the case already. Choose another.") if to and to == office else yes(),
        no("A case belongs to a field office. Choose the field office that the sub-office is part of.")
        if to and "-" in to
        else yes(),
        _said(note, SAY["transfer"]),
    )


def may_take_back(first: str, number: int) -> Verdict:
    """Say whether the cases that an extract opened can be taken back; `first` says what stands on one of `number`."""
    if not number:
        return yes()
    others = f" So do {number - 1:,} others." if number > 1 else ""
    return no(f"A case that this extract opened has gone on: {first}{others}")


def basis_of_category(code: str) -> Basis | None:
    """The basis of a case that a removal case category gives by `policy/case_categories.toml`, if any."""
    category = policyfiles.case_categories().get(code)
    return Basis(category.opens) if category and category.opens else None


def category_opens(code: str, basis: str | None = None) -> Verdict:
    """Say whether a case opens from a removal case category, on `basis` where one is given."""
    if not code:
        return no(
            "This subject has no removal case category. Correct the subject first: a case opens from it."
        )
    category = policyfiles.case_categories().get(code)
    if category is None:
        return no(f"{code} is not a removal case category of the list. Correct the subject first.")
    if not category.opens:
        return no(
            f"Case category {code} ({category.meaning}) {_STANDINGS[category.standing]}, so no case can be"
            " opened from it. Correct the category if the source says otherwise."
        )
    if basis is not None and basis != category.opens:
        return no(
            f"Case category {code} opens a case on another basis: {Basis(category.opens).label.lower()}."
        )
    return yes()


def may_open(
    category: str,
    *,
    basis: str | None = None,
    died: bool = False,
    removed: bool = False,
    live: str = "",
    stands: bool = True,
    citizen: bool = False,
) -> Verdict:
    """Say whether a case may be opened on a subject with this case category.

    `live` is the number of the live case that the subject has already, if any; a subject that was merged into
    another, or taken back with its extract, does not stand; `citizen` is one who was found to be one.
    """
    return first_no(
        yes()
        if stands
        else no("This subject was merged into another or taken back. Open the case on the one that stands."),
        no_citizen(citizen),
        one_live_case(live),
        category_opens(category, basis),
        no("This subject has died, so no case can be opened.") if died else yes(),
        no(
            "This subject is recorded as removed from the United States. Correct the subject first if that is wrong."
        )
        if removed
        else yes(),
    )


def may_open_here(who: Standing) -> Verdict:
    """Say whether the person may open a case of the office of the subject's docket (`holds`: their own)."""
    return first_no(
        yes() if who.may_update else no("Your role reads cases but opens none. Ask an officer."),
        yes()
        if who.holds
        else no("The docket of this subject is another office's. Ask that office to open the case."),
    )


def may_open_on(basis_on: date | None, opened_on: date, today: date) -> Verdict:
    """Say whether the days of a new case can be right."""
    return first_no(
        no(SAY_BASIS_DAY) if basis_on is None else yes(),
        _not_after(today, basis_on, "The basis lies in the future. Correct its date."),
        _not_after(today, opened_on, "The opening lies in the future. Correct its date."),
        _not_before(basis_on, opened_on, "The case cannot open before its basis. Correct one of the dates."),
    )


def no_citizen(citizen: bool) -> Verdict:
    """Say whether the subject is free of the finding that they are a citizen."""
    if not citizen:
        return yes()
    return no(
        "This subject was found to be a citizen of the United States, so no case can be opened. If that was wrong, a"
        " director or a headquarters supervisor takes the decision back first, with the reason."
    )


def one_live_case(live: str) -> Verdict:
    """Say whether the subject is free of another live case, `live` being its number."""
    if not live:
        return yes()
    return no(
        f"This subject has a live case, {live}. Work on that one: a subject has one live case at a time."
    )


def _from(name: str, status: Status) -> Verdict:
    move: Move[Any] = getattr(CaseLife, name)
    return yes() if move.allows(status) else no(_NO[name][status])


def _said(text: str | None, sentence: str) -> Verdict:
    return yes() if text is None or text.strip() else no(sentence)


def _not_after(latest: date | None, day: date | None, sentence: str) -> Verdict:
    return no(sentence) if latest and day and day > latest else yes()


def _not_before(earliest: date | None, day: date | None, sentence: str) -> Verdict:
    return no(sentence) if earliest and day and day < earliest else yes()
