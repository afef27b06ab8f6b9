"""May an account be changed so? Pure: values in, a verdict out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fcms.lib import policyfiles
from fcms.lib.actor import Actor, Job
from fcms.lib.verdict import Verdict, no, yes

from .permissions import Permission

if TYPE_CHECKING:
    from fcms.offices.models import Office, Team

    from .models import User


def may_manage(by: Actor) -> Verdict:
    """Only an administrator, or the program setting itself up, manages accounts (PIA 8.1-3)."""
    if isinstance(by, Job) or by.may(Permission.MANAGE_ACCOUNTS):  # type: ignore[attr-defined]
        return yes()
    return no("Only an administrator changes accounts. Ask the administrator of your office.")


def may_take_over(by: Actor) -> Verdict:
    """Who applies extracts may enter past users of another system: nobody can sign in as one (PIA-0-15)."""
    if isinstance(by, Job) or by.may(Permission.INTAKE_APPLY):  # type: ignore[attr-defined]
        return yes()
    return no("Your role does not include applying extracts. Ask headquarters.")


def may_hold(role: str) -> Verdict:
    """A role must be one of `policy/roles.toml`."""
    if role in policyfiles.roles():
        return yes()
    return no("That role does not exist. Choose one from the list.")


def fits(office: Office, team: Team | None) -> Verdict:
    """A team must belong to the person's office."""
    if team is None or team.office_id == office.pk:
        return yes()
    return no("That team belongs to another office. Choose a team of this office.")


def not_oneself(by: Actor, user: User, role_changes: bool) -> Verdict:
    """Nobody gives themselves a role."""
    if role_changes and by.actor_key == user.actor_key:
        return no("You cannot change your own role. Ask another administrator.")
    return yes()


def may_disable(by: Actor, user: User, reason: str) -> Verdict:
    """Disabling needs a reason, an active account, and somebody else."""
    if not user.is_active:
        return no("This account is disabled already.")
    if by.actor_key == user.actor_key:
        return no("You cannot disable your own account. Ask another administrator.")
    if not reason.strip():
        return no("Say why the account is disabled.")
    return yes()
