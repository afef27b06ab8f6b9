"""Who may do what with an extract."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.verdict import no, yes


def must(by: User, permission: Permission, doing: str) -> None:
    """Refuse whoever lacks a right; `doing` says what it is for."""
    allowed = (
        yes() if by.may(permission) else no(f"Your role does not include {doing} extracts. Ask headquarters.")
    )
    allowed.or_refuse()
