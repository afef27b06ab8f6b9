"""Who overrides a gate, who withdraws an override, who says what kind of place an address is."""

from __future__ import annotations

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.activities.models import GateOverride
from fcms.cases.models import Case
from fcms.cases.permissions import holds
from fcms.cases.queries import within_reach
from fcms.lib.gatepolicy import gates
from fcms.lib.verdict import Verdict

from . import kinds, queries, rules
from .facts import Answer, Place

OVERRIDE = Permission.ACTIVITIES_FULL
"""The level that a role needs to open the page; the right that a gate asks for comes on top of it."""


def may_override(user: User, case: Case, answer: Answer) -> Verdict:
    """The rule's answer for this person and this gate as it stands."""
    return rules.may_override(answer, rights=user.policy.rights, holds=holds(user, case))


def may_withdraw(user: User, given: GateOverride) -> Verdict:
    """The rule's answer for this person and this override."""
    right = gates().gates[given.gate].override if given.gate in gates().gates else ""
    could = user.may(Permission.APPROVE_PLACE if right == "location" else Permission.OVERRIDE)
    return rules.may_withdraw(
        in_force=given.withdrawn_at is None and given.until >= queries.today_at(given.case),
        permitted=given.given_by_id == user.pk or could,
        holds=holds(user, given.case),
    )


def may_say_kind(user: User, case: Case, place: Place, kind: str) -> Verdict:
    """The rule's answer for this person, this place of the case and this kind of place."""
    return kinds.may_say_kind(
        kind,
        permitted=user.may(Permission.ACTIVITIES_UPDATE) and within_reach(user, case),
        known=queries.kind_said(place),
        rights=user.policy.rights,
        day=queries.today_at(case),
    )
