"""The generated page of the life of a lead, drawn from the table that the actions obey."""

from __future__ import annotations

from fcms.cases.reference import diagram
from fcms.lib.lifecycle import moves_of
from fcms.lib.ranking import KEYS, points
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


NAMED = {
    "two": "two sources",
    "three": "three or more sources",
    "name": "the name agrees",
    "birth_date": "the birth date agrees (a default birthday counts as none)",
    "a_number": "the A-Number agrees",
    "differs": "one of these differs",
    "whole": "the unit is given",
    "unit_missing": "the unit is missing where there are several",
    "no_door": "a post office box, or no street address",
    "most": "the best scores of the vendor; the others in tenths of it",
    "newer_elsewhere": "seen elsewhere later",
    "custody": "in custody",
    "left": "left the country",
    "died": "died",
    "not_there": "not to be found there, or nobody lives there",
    "lives_there": "lives there",
    "found": "found there before",
    "subject": "the subject gave it",
    "government": "a government system",
    "officer": "an officer",
    "other": "somebody else",
    "commercial": "a vendor",
}
"""What earns the points of a key of `policy/ranking.toml`, in words."""


@document("docs/reference/ranking.md")
def ranking() -> str:
    """The parts of a score and their points."""
    given = points()
    rows = [
        [given.labels["recency"], f"within {days} days", f"{earned:+}"]
        for days, earned in zip(given.within, given.recency, strict=True)
    ]
    for code, keys in KEYS.items():
        rows += [[given.labels[code], NAMED[key], f"{given.given[code][key]:+}"] for key in keys]
    about = "\n".join(f"* **{given.labels[code]}**: {given.about[code]}" for code in ("recency", *KEYS))
    return "\n\n".join(
        [
            "# Ranking of leads and addresses",
            "How likely it is that the subject is at an address, part by part (`policy/ranking.toml`, version"
            f" {given.version}; PIA-1.5-3, PIA-1.7-2). The score is the sum. It ranks leads and addresses for people to"
            " read; nothing acts on it. Crimes, nationality, gangs, the origin of a name and anything else of the"
            " person have no part in it.",
            about,
            table(["Part", "What is known", "Points"], rows),
            "A score is made anew when what it is made of changes here, after an extract is applied, and every night."
            " The version it was made by stands with it.",
        ]
    )
