"""May a look into the A-file or at an appeal be put down? Pure: values in, a verdict out."""

from __future__ import annotations

from datetime import date

from fcms.cases.lifecycle import LIVE, Status
from fcms.lib.verdict import Verdict, first_no, no, yes

SAY_WHAT = "Say what was looked at: the A-file, or appeals and motions."
SAY_FINDING = "Say what was found: nothing in the way, something in the way, or that it could not be told."
SAY_REFERENCE = "Name the file, the volume or the screen that was looked at."
SAY_NOTE = "Say what stands in the way, or why it could not be told."


def may_record(
    status: Status,
    *,
    right: bool,
    what: str | None = None,
    finding: str | None = None,
    reference: str | None = None,
    note: str = "",
    reviewed_on: date | None = None,
    today: date | None = None,
) -> Verdict:
    """Say whether a look may be put down: on a live case, with what it rests on."""
    return first_no(
        yes() if status in LIVE else no("The case has ended. Nothing more has to be looked at for it."),
        yes() if right else no("Your role records nothing on this case. Ask an officer of its office."),
        yes() if what is None or what in ("A_FILE", "APPEAL") else no(SAY_WHAT),
        yes() if finding is None or finding in ("NO_BAR", "BAR", "UNKNOWN") else no(SAY_FINDING),
        yes() if reference is None or reference.strip() else no(SAY_REFERENCE),
        needs_note(finding or "", note),
        no("The day lies in the future. Correct it.")
        if reviewed_on and today and reviewed_on > today
        else yes(),
    )


def may_answer(finding: str, *, barred: bool, by_counsel: bool, counsel: bool, supervises: bool) -> Verdict:
    """Say whether a person may say that nothing stands in the way, where an earlier look found that something does.

    `barred`: a bar stands that no later look has answered; `by_counsel`: counsel found one.
    """
    if finding != "NO_BAR" or not barred or counsel:
        return yes()
    if by_counsel:
        return no(
            "Counsel found something in the way. Only counsel says that nothing stands in the way any more: ask"
            " counsel to record it."
        )
    if supervises:
        return yes()
    return no(
        "An earlier review found something in the way. Counsel or a supervisor says that nothing stands in the way"
        " any more: ask one of them to record it."
    )


def needs_note(finding: str, note: str) -> Verdict:
    """Say whether what was found is said in words where that is needed."""
    return no(SAY_NOTE) if finding in ("BAR", "UNKNOWN") and not note.strip() else yes()
