"""Whether what an intake said may be taken back. Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.lib.verdict import Verdict, no, yes


def may_take_back(intake: str, *, already: bool, reason: str) -> Verdict:
    """An intake is named, taken back once, and with a reason."""
    if not intake:
        return no("Name the intake whose statements are taken back.")
    if already:
        return no("What this extract said was taken back already.")
    if not reason.strip():
        return no("Say why the extract is taken back.")
    return yes()
