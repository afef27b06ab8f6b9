"""The generated page of claims to citizenship: their life, who may do what, what points to one."""

from __future__ import annotations

from fcms.accounts.permissions import Permission
from fcms.cases.reference import diagram
from fcms.lib import policyfiles
from fcms.lib.claims import indicia, most_days
from fcms.lib.reference import document, table

from .lifecycle import ClaimLife, ClaimStatus, ClaimStep, Outcome

COMES_OF_IT = {
    Outcome.CITIZEN: "The live case closes with the reason *United States citizen*; no case opens or re-opens on the"
    " subject; every earlier recipient of a disclosure is listed to be told.",
    Outcome.PROBATIVE: "The hold stays, and the claim goes back to counsel.",
    Outcome.NONE: "The hold ends. A later extract that says so again becomes a conflict.",
}
DOES = (
    (Permission.HOLD, "raise a claim, ask counsel"),
    (Permission.ADVISE_CLAIM, "advise"),
    (Permission.DECIDE_CLAIM, "decide, never who advised"),
    (Permission.REOPEN_CLAIM, "take back that somebody was found to be a citizen"),
    (
        Permission.CLEAR_1367,
        f"clear action on a person whom 8 USC 1367 protects, for {most_days()} days at most",
    ),
    (Permission.TELL_CORRECTIONS, "record that an earlier recipient was told"),
)
"""The rights of this room, and what each lets a person do."""


def roles_with(right: str) -> str:
    """The roles that hold a named right, by name."""
    return ", ".join(role.name for role in policyfiles.roles().values() if right in role.rights)


@document("docs/reference/claims.md")
def claims() -> str:
    """The life of a claim, its outcomes, the rights, and what points to citizenship."""
    rights = [[does, f"`{right.value}`", roles_with(right.value)] for right, does in DOES]
    return "\n\n".join(
        [
            "# Claims to citizenship",
            "A claim holds from the moment it is raised until it is decided: nobody acts on the person (PIA-0-3,"
            " PIA-1.5-4). The actions obey this table, and the database refuses whatever is not in it.",
            diagram(ClaimLife, ClaimStatus.RAISED, (ClaimStatus.DECIDED, ClaimStatus.WITHDRAWN)),
            f"Steps that are kept: {'; '.join(step.label for step in ClaimStep)}.",
            "## The three outcomes",
            table(["Outcome", "What comes of it"], [[one.label, text] for one, text in COMES_OF_IT.items()]),
            "## Who may do what",
            table(["What", "Right", "Roles"], rights),
            "## What points to citizenship",
            "Without anybody claiming it, one of these raises a claim (`policy/claims.toml`).",
            table(["Code", "What it is"], [[f"`{code}`", label] for code, label in indicia().items()]),
        ]
    )
