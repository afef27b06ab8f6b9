"""May a file of the folder be taken in now? Pure: values in, a sentence out."""

from __future__ import annotations

TAKEN_BACK = "It was taken out of the folder before its turn came."


def must_wait(sequence: int | None, last: int | None) -> str:
    """Why an extract of a numbered series waits in the folder: what is missing before it. Empty where it does not."""
    if sequence is None or last is None or sequence <= last + 1:
        return ""
    if sequence == last + 2:
        return f"It is number {sequence}; number {last + 1} has not come. It waits for that one."
    return f"It is number {sequence}; numbers {last + 1} to {sequence - 1} have not come. It waits for them."
