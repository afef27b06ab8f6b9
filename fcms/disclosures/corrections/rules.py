"""May a correction be put down as told? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.lib.verdict import Verdict, first_no, no, yes

SAY_HOW = "Say how the recipient was told: the letter, the call or the message, to whom and on which day."


def may_tell(*, permitted: bool, ended: str = "", how: str | None = None) -> Verdict:
    """Say whether it may be recorded that the recipient was told; `ended` is what came of the correction already."""
    return first_no(
        yes()
        if permitted
        else no(
            "Your role does not tell recipients of corrections. Ask a supervisor or the privacy officer."
        ),
        no(f"Nothing is owed any longer: {ended.lower()}.") if ended else yes(),
        yes() if how is None or how.strip() else no(SAY_HOW),
    )
