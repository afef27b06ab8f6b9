"""The generated page of the life of a field action, drawn from the table that the actions obey."""

from __future__ import annotations

from fcms.activities.lifecycle import FieldLife, FieldStatus, FieldStep
from fcms.cases.reference import diagram
from fcms.lib.lifecycle import moves_of
from fcms.lib.reference import document, table


@document("docs/reference/life-of-a-field-action.md")
def life_of_a_field_action() -> str:
    """The life of a field action, as text and as a picture."""
    moves = [
        [
            name.replace("_", " "),
            ", ".join(FieldStatus(one.value).label for one in move.sources),
            FieldStatus(move.to.value).label,
        ]
        for name, move in moves_of(FieldLife)
    ]
    return "\n".join(
        [
            "# The life of a field action",
            "",
            "The actions obey this table, the database refuses whatever is not in it, and this page is drawn from it",
            "(PIA-1.5-4). Planning asks no gate. Assigning and entering an operation ask all of them, and so does",
            "starting, on the day alone; each keeps its reading. A hold, or a fact that shuts a gate, stops what is",
            "assigned or under way at once; where the hold ends, it is planned again and goes through its gates anew.",
            "",
            diagram(FieldLife, FieldStatus.PLANNED, (FieldStatus.DONE, FieldStatus.CALLED_OFF)),
            "",
            table(["Move", "From", "To"], moves),
            "",
            f"Steps that are kept: {'; '.join(str(step.label) for step in FieldStep)}.",
            "",
            "What is recorded from an action under way, at its address and on its day, is *with its checks*; anything",
            "else is kept too, as *recorded without its checks*, with the gates as they were read at that moment.",
        ]
    )
