"""May all rows that break one rule be decided at once? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.exchange.rulebook import rules
from fcms.lib.verdict import Verdict, no, yes


def is_error(rule: str) -> bool:
    """Whether breaking the rule keeps a row out."""
    return rule in rules() and rules()[rule].severity == "ERROR"


def may_decide(rule: str, rows: int) -> Verdict:
    """A rule of the book, and rows that break nothing else and wait for a decision."""
    if rule not in rules():
        return no("There is no such rule. The review lists the rules that were broken.")
    if not rows:
        return no(
            f"No row breaks {rule} alone and waits for a decision. Rows that break another rule too are decided singly."
        )
    return yes()


def may_accept(rule: str, rows: int) -> Verdict:
    """Rows with an error are corrected or rejected, never accepted as they are; nor are repeated ones."""
    allowed = may_decide(rule, rows)
    if allowed and is_error(rule):
        return no(
            f"{rule} is an error, so its rows cannot be accepted. Correct them one by one, or reject them."
        )
    return allowed


__all__ = ["Verdict", "may_accept", "may_decide"]
