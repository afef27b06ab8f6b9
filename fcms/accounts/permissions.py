"""Who may: levels on four menus and named rights, both given by the role in `policy/roles.toml`."""

from __future__ import annotations

from enum import StrEnum

LEVELS = ("none", "read", "update", "full")
"""From nothing to everything; each level includes the ones before it (PIA 8.1)."""


class Permission(StrEnum):
    """What a view or an action asks for: a level of a menu, or a right by its own name."""

    LEADS_READ = "leads:read"
    LEADS_UPDATE = "leads:update"
    LEADS_FULL = "leads:full"
    ACTIVITIES_READ = "activities:read"
    ACTIVITIES_UPDATE = "activities:update"
    ACTIVITIES_FULL = "activities:full"
    USERS_READ = "users:read"
    USERS_FULL = "users:full"
    REPORTS_READ = "reports:read"
    REPORTS_FULL = "reports:full"
    INTAKE_LOAD = "intake_load"
    INTAKE_REVIEW = "intake_review"
    INTAKE_APPLY = "intake_apply"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    MERGE = "merge"
    SETTLE = "settle"
    GANG_REVIEW = "gang_review"
    OVERRIDE = "override"
    APPROVE_PLACE = "approve_place"
    RELEASE = "release"
    HOLD = "hold"
    ADVISE_CLAIM = "advise_claim"
    DECIDE_CLAIM = "decide_claim"
    REOPEN_CLAIM = "reopen_claim"
    CLEAR_1367 = "clear_1367"
    TELL_CORRECTIONS = "tell_corrections"
    DECIDE_NEWS = "decide_news"
    CERTIFY = "certify"
    APPROVE_PLAN = "approve_plan"
    ACCEPT_TRANSFER = "accept_transfer"
    ACCESS_LOG = "access_log"
    FINDINGS_SETTLE = "findings_settle"
    FINDINGS_RUNS = "findings_runs"
    ENCOUNTER_LOOKUP = "encounter_lookup"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_OFFICES = "manage_offices"


def holds(levels: dict[str, str], rights: frozenset[str], permission: Permission | str) -> bool:
    """Say whether levels and rights of a role include `permission`; what is unknown is refused."""
    menu, _, level = str(permission).partition(":")
    if not level:
        return menu in rights
    return LEVELS.index(levels.get(menu, "none")) >= LEVELS.index(level)
