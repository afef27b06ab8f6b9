"""The generated page of the life of a lead, drawn from the table that the actions obey."""

from __future__ import annotations

from fcms.cases.reference import diagram
from fcms.lib.lifecycle import moves_of
from fcms.lib.reference import document, table

from .lifecycle import LeadLife, Outcome, SourceKind, Status, Step
from .rules import ACCEPT_WITHIN, WORK_WITHIN

MOVES = {"reopen": "re-open"}


@document("docs/reference/life-of-a-lead.md")
def life_of_a_lead() -> str:
    """The life of a lead, as text and as a picture."""
    moves = [
        [
            MOVES.get(name, name),
            ", ".join(Status(one.value).label for one in move.sources),
            Status(move.to.value).label,
        ]
        for name, move in moves_of(LeadLife)
    ]
    return "\n".join(
        [
            "# The life of a lead",
            "",
            "The actions obey this table, the database refuses whatever is not in it, and this page is drawn from it",
            "(PIA-0-2).",
            "",
            diagram(LeadLife, Status.NEW, (Status.CLOSED,)),
            "",
            table(["Move", "From", "To"], moves),
            "",
            "A new lead is one that no office holds: its ZIP code could not route it (PIA-0-7). An assignment names",
            "the officer and leaves the state. A lead is overdue when it waited more than",
            f"{ACCEPT_WITHIN} days to be accepted, or was worked for more than {WORK_WITHIN} days.",
            "",
            f"Outcomes: {_listed(Outcome)}. An arrest is recorded, which closes the lead, and an extract that is",
            "undone takes its leads back as entered in error; nobody chooses either.",
            "",
            f"Kinds of source: {_listed(SourceKind)}.",
            "",
            f"Steps that are kept: {_listed(Step)}.",
        ]
    )


def _listed(choices: type[Outcome] | type[SourceKind] | type[Step]) -> str:
    return "; ".join(str(choice.label) for choice in choices)
