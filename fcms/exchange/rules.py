"""May it happen to an intake? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.lib.verdict import Verdict, no, yes

from .lifecycle import STANDING, IntakeLife, RowState, Status


def may_stage(status: Status) -> Verdict:
    """An extract is read once; a reading that was killed starts again."""
    if IntakeLife.stage.allows(status):
        return yes()
    return no(f"This extract was read already: it is {status.label.lower()}. Nothing was read again.")


def may_decide(status: Status) -> Verdict:
    """Rows are decided while the extract is under review."""
    if status == Status.REVIEW:
        return yes()
    return no(f"This extract is {status.label.lower()}, so its rows can no longer be changed or decided.")


def may_accept(state: RowState) -> Verdict:
    """A row with an error is corrected or rejected, never accepted as it is."""
    if state in (RowState.CLEAN, RowState.WARNING):
        return yes()
    return no("A row with an error cannot be accepted. Edit it until the error is gone, or reject it.")


def may_reject(reason: str) -> Verdict:
    """A rejection says why."""
    if reason.strip():
        return yes()
    return no("Say why the row is rejected.")


def may_refuse(status: Status, reason: str) -> Verdict:
    """A whole extract may be refused until it is applied, with a reason."""
    if not IntakeLife.refuse.allows(status):
        return no(f"An extract that is {status.label.lower()} cannot be refused any more.")
    if not reason.strip():
        return no("Say why the extract is refused.")
    return yes()


def may_apply(status: Status, accepted: int) -> Verdict:
    """An extract is applied once, and only the rows that a person accepted."""
    if status in STANDING:
        return no("This extract was applied already. Nothing is applied twice.")
    if not IntakeLife.apply.allows(status):
        return no(f"An extract that is {status.label.lower()} cannot be applied.")
    if not accepted:
        return no("No row is accepted yet. Accept the clean rows, or single ones, first.")
    return yes()


def may_apply_after_all(late: int) -> Verdict:
    """Rows that came in from elsewhere since they were accepted are looked at once more."""
    if not late:
        return yes()
    return no(
        f"{late:,} accepted rows were received from elsewhere in the meantime. They are marked as repeated now, and "
        "nothing was applied. Look at them, then apply again."
    )


def may_follow(sequence: int | None, last: int | None, *, fills_gap: bool = False) -> Verdict:
    """Extracts of one producer come in order; the first ever may have any number, and one that was undone comes
    again in its place."""
    if sequence is None or last is None or sequence == last + 1 or fills_gap:
        return yes()
    if sequence <= last:
        return no(
            f"An extract with sequence {last} was loaded already, so {sequence} comes too late or a second time."
        )
    return no(
        f"The extract with sequence {last + 1} is missing: this one is {sequence}. Load that one first."
    )


def may_undo(status: Status, *, can: bool = True) -> Verdict:
    """Only what was applied can be undone, once, and only where its kind knows how."""
    if status == Status.UNDONE:
        return no("This extract was undone already. Load the corrected file as a new one.")
    if not IntakeLife.undo.allows(status):
        return no(f"An extract that is {status.label.lower()} was not applied, so there is nothing to undo.")
    if not can:
        return no("Extracts of this kind cannot be undone. Correct the records one by one, with the reason.")
    return yes()


def may_undo_with(reason: str) -> Verdict:
    """An undo says why."""
    return yes() if reason.strip() else no("Say why the extract is undone.")


def may_undo_beneath(first: str, number: int) -> Verdict:
    """Nothing that came later may stand on what is taken back; `first` says what does, of `number` in all."""
    if not number:
        return yes()
    more = f" ({number - 1:,} more stand on it as well.)" if number > 1 else ""
    return no(f"Something later stands on this extract, so it cannot be undone. {first}{more}")
