"""What keeps the promises about the people who use the program."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-0-12",
        "classification",
        "accounts.User",
        "Of a user the program keeps name, position title, office and team, office telephone, and the sign-in itself.",
    ),
    Keeper(
        "PIA-0-12",
        "database constraint",
        "accounts_user_username_plain",
        "A user name is a short sign-in word and cannot hold a sentence, an e-mail address or a number with spaces.",
    ),
    Keeper(
        "PIA-8.1-3",
        "rule",
        "fcms.accounts.rules.not_oneself",
        "Nobody gives themselves a role, the administrator included.",
    ),
]
