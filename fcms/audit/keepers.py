"""What keeps the promises about the trail of changes and looks."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "audit_inserted",
        "A record that is added is written to the trail with its author, or it is not added.",
    ),
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "audit_updated",
        "A record that is changed is written to the trail with its old and new values and its author, or not changed.",
    ),
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "audit_deleted",
        "A record that is deleted is written to the trail with its author, or not deleted.",
    ),
    Keeper(
        "PIA-3.1-1",
        "trigger",
        "fcms_append_only",
        "A row of the trail is never changed, and taken away only by a released purge, whoever asks.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not INSERT audit_change",
        "The program cannot write a change into the trail: only the triggers do.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not UPDATE audit_change",
        "The program cannot rewrite the trail of changes.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not DELETE audit_change",
        "The program cannot take a change out of the trail.",
    ),
    Keeper(
        "PIA-3.1-1",
        "database privilege",
        "fcms_app may not UPDATE audit_access",
        "The program cannot rewrite who looked.",
    ),
]
