"""What each figure means: a sentence a column, a version and the day it came into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of a report: its name in files, its heading on screen, its meaning."""

    name: str
    heading: str
    means: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A report: what its rows and figures mean. A changed meaning is a new version."""

    code: str
    title: str
    promise: str
    version: str
    in_force_since: date
    rows: str
    figures: tuple[Figure, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its CSV, exactly."""
        return ("office_code", "office", *(figure.name for figure in self.figures))


PERIOD = "Both days of the period count, in the office's own time."

LEADS = Definition(
    "leads",
    "Leads",
    "PIA-1.1-7",
    "1",
    date(2026, 1, 1),
    f"A lead is counted at the office that holds it at the end of the period, UNROUTED where none does. {PERIOD}",
    (
        Figure("leads_received", "Received", "Leads received in the period."),
        Figure(
            "leads_closed",
            "Closed",
            "Leads whose last closing lies in the period; one that was re-opened is not closed.",
        ),
        Figure(
            "received_and_closed",
            "Received and closed",
            "Leads received in the period and closed by its end.",
        ),
        Figure(
            "percent_closed",
            "Per cent closed",
            "100 × received and closed ÷ received, to one decimal; empty when none was received.",
        ),
    ),
)
ENFORCEMENT = Definition(
    "enforcement",
    "Enforcement activity",
    "PIA-1.1-8",
    "1",
    date(2026, 1, 1),
    "An arrest belongs to the office of the arresting team, a removal to the office that holds the case (for a "
    f"non-fugitive, the arresting office). {PERIOD}",
    (
        Figure(
            "fugitive_arrests_criminal",
            "Fugitives arrested, criminal",
            "Arrests of fugitives who were convicted at the time of arrest, not pending and not of an immigration "
            "offense alone. Two arrests of a person within a day are one.",
        ),
        Figure(
            "fugitive_arrests_non_criminal",
            "Fugitives arrested, non-criminal",
            "All other arrests of fugitives.",
        ),
        Figure(
            "non_fugitive_arrests_criminal",
            "Non-fugitives arrested, criminal",
            "Arrests of non-fugitives who were convicted at the time of arrest.",
        ),
        Figure(
            "non_fugitive_arrests_non_criminal",
            "Non-fugitives arrested, non-criminal",
            "All other arrests of non-fugitives.",
        ),
        Figure("fugitive_removals", "Fugitives removed", "Cases that ended with a removal in the period."),
        Figure(
            "non_fugitive_removals",
            "Non-fugitives removed",
            "Removals of counted non-fugitives in the period.",
        ),
    ),
)
DEFINITIONS = {definition.code: definition for definition in (LEADS, ENFORCEMENT)}
