"""Who may do what with an extract."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.lib.actor import Actor, Job
from fcms.lib.verdict import no, yes

FOLDER = Job("watched folder")
"""Takes in and reads what lies in the folder where partners drop extracts, and nothing beyond that."""


def must(by: Actor, permission: Permission, doing: str) -> None:
    """Refuse whoever lacks a right; `doing` says what it is for. The program itself only ever loads."""
    if isinstance(by, User):
        may, whose = by.may(permission), "Your role does not include"
    else:
        may, whose = permission == Permission.INTAKE_LOAD, "The program itself is not given"
    (yes() if may else no(f"{whose} {doing} extracts. Ask headquarters.")).or_refuse()


def person(by: Actor) -> User | None:
    """Who acts, where it is a person."""
    return by if isinstance(by, User) else None
