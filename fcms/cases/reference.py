"""The generated page of lifecycles, drawn from the tables that the actions obey."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from fcms.lib.lifecycle import moves_of
from fcms.lib.reference import document, table

from .evidence.needs import needs
from .lifecycle import BACKLOG, CaseLife, ClosureReason, Status, Step, TransferLife, TransferStatus
from .priority import reference as priority  # noqa: F401 - it declares its document

MOVES = {
    "go_cold": "go cold",
    "revive": "revive",
    "arrest": "arrest",
    "release": "release",
    "remove": "remove",
    "close": "close",
    "reopen": "re-open",
}


def diagram(life: type, first: Enum, ends: Iterable[Enum]) -> str:
    """Draw a life as a Mermaid state diagram; one arrow for each pair of states and the moves between them."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for name, move in moves_of(life):
        for source in move.sources:
            arrows.setdefault((source.name, move.to.name), []).append(MOVES.get(name, name.replace("_", " ")))
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.name}"]
    lines += [f"    {source} --> {to}: {', '.join(names)}" for (source, to), names in arrows.items()]
    lines += [f"    {end.name} --> [*]" for end in ends]
    return "\n".join([*lines, "```"])


@document("docs/reference/lifecycles.md")
def lifecycles() -> str:
    """The life of a case, as text and as a picture."""
    moves = [
        [
            MOVES[name],
            ", ".join(Status(source.value).label for source in move.sources),
            Status(move.to.value).label,
        ]
        for name, move in moves_of(CaseLife)
    ]
    return "\n".join(
        [
            "# Lifecycles",
            "",
            "The actions obey these tables, the database refuses whatever is not in them, and this page is drawn from",
            "them (PIA-0-1). The life of a lead stands on [its own page](life-of-a-lead.md).",
            "",
            "## Case",
            "",
            diagram(CaseLife, Status.OPEN, (Status.REMOVED, Status.CLOSED)),
            "",
            table(["Move", "From", "To"], moves),
            "",
            f"The backlog is every case that is {' or '.join(status.label.lower() for status in BACKLOG)}. A transfer"
            " changes the office of a live case and leaves its state.",
            "",
            f"Reasons to close: {'; '.join(reason.label for reason in ClosureReason)}.",
            "",
            f"Steps that are kept: {'; '.join(step.label for step in Step)}.",
            "",
            "## What a step rests on",
            "",
            "`policy/evidence.toml` names it, the rules refuse the step without it, and the step keeps it (PIA-3.1-1).",
            "",
            table(["Step or reason to close", "Field", "Answer", "May be left out"], _needed()),
            "",
            "## Transfer to another office",
            "",
            "Proposed by a supervisor or director of the office that holds the case, decided by the director of the one"
            " that would take it or at headquarters, never by whoever proposed it. It lapses if the case ends or goes.",
            "",
            diagram(
                TransferLife,
                TransferStatus.WAITING,
                [status for status in TransferStatus if status != TransferStatus.WAITING],
            ),
        ]
    )


def _needed() -> list[list[str]]:
    """Each field of each need, in the order of the policy."""
    names = {**dict(ClosureReason.choices), **dict(Step.choices)}
    return [
        [
            names[code],
            field.label,
            "; ".join(field.choices.values()) or field.kind,
            "yes" if field.optional else "",
        ]
        for code, fields in needs().items()
        for field in fields
    ]


# Declares its document with the diagram of this page.
from .claims import reference as claims  # noqa: E402, F401
