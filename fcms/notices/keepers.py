"""What keeps the promises that notices answer for."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-4.1-1",
        "import contract",
        "the-digest-knows-no-record",
        "What sends mail cannot import any app that knows a person; it is handed counts by kind.",
    ),
    Keeper(
        "PIA-4.1-1",
        "rule",
        "fcms.notices.rules.may_go_to",
        "The daily digest goes to a work address of a domain that the installation was set up with, and to no other.",
    ),
]
