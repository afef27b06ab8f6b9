"""What keeps the promises that the frame answers for."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-13",
        "rule",
        "fcms.web.context.menu_of",
        "The menus Leads, Activities and Users are shown to those whose role has a level in them, and to nobody else.",
    ),
    Keeper(
        "PIA-0-13",
        "policy",
        "policy/roles.toml",
        "Each role's level on each menu, as an auditor reads it.",
    ),
]
