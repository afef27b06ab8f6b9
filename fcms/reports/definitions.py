"""What each figure means: a sentence a column, a version and the day it came into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fcms.activities.gates.tallies import column
from fcms.cases.balance.tallies import CLOSED_BY, CLOSING
from fcms.lib.gatepolicy import gates


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of a report: its name in files, its heading on screen, its meaning.

    On screen a column that is one of many `kinds` is left out while nothing is in it; the files have them all.
    """

    name: str
    heading: str
    means: str
    kinds: bool = False


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
    by_month: bool = False
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def shown(self) -> list[tuple[str, list[Figure]]]:
        """The tables of its page, each with its caption and figures: one, unless it is told in parts."""
        known = {figure.name: figure for figure in self.figures}
        parts = self.parts or ((self.title, tuple(known)),)
        return [(caption, [known[name] for name in names]) for caption, names in parts]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its CSV, exactly."""
        first = ("month",) if self.by_month else ()
        return (*first, "office_code", "office", *(figure.name for figure in self.figures))


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
OVERRIDES = Definition(
    "overrides",
    "Overrides and unchecked visits",
    "PIA-1.5-4",
    "1",
    date(2026, 11, 1),
    "An override is counted on the day it was given, at the office that held the case then. The status check has no "
    "column: nobody overrides it. Visits are counted on their day, at the office that made them. "
    f"{PERIOD}",
    (
        Figure(
            "with_checks", "With checks", "Visits, surveillances and arrests that started through open gates."
        ),
        Figure(
            "with_override",
            "With an override",
            "Those that started where a gate was open only by an override.",
        ),
        Figure(
            "without_checks",
            "Without checks",
            "Those recorded without a field action that started through its gates. They are kept, and flagged.",
        ),
        Figure("overrides", "Overrides", "Overrides given in the period."),
        Figure("withdrawn", "Withdrawn", "Those of them that were withdrawn before they ended, until today."),
        *(
            Figure(
                column(gate.code), gate.label, f"Overrides of the gate {gate.code}. {gate.asks}", kinds=True
            )
            for gate in gates().gates.values()
            if gate.override
        ),
    ),
)
_TOGETHER = "Open and cold cases together"
_ALONE = "Open cases alone"
BACKLOG = Definition(
    "backlog",
    "Backlog",
    "PIA-0-1",
    "1",
    date(2026, 12, 1),
    "One row a month and office, for each calendar month that the period touches. A step counts in the month in which "
    "it was recorded, by the clock of headquarters for all offices, so that a month that is over never changes; what "
    "was entered late counts when it was entered, and is counted apart. Opening + opened + released + re-opened + "
    "transferred in = closing + arrested + closed + transferred out. The backlog is told twice, because a cold case "
    "leaves the active list and is still a case: the open cases alone balance too, with those that were revived on "
    "the left and those that went cold on the right.",
    (
        Figure("opening", "Opening", f"{_TOGETHER}, at the end of the month before."),
        Figure("opened", "Opened", "Cases opened."),
        Figure("released", "Released", "Cases whose subject was let go, which are open again."),
        Figure("reopened", "Re-opened", "Ended cases that were opened again."),
        Figure("transferred_in", "In", "Open and cold cases that came from another office."),
        Figure("arrested", "Arrested", "Open and cold cases whose subject was taken into custody."),
        *(
            Figure(CLOSED_BY[code], words, f"Open and cold cases closed. {words}.", kinds=True)
            for code, words in CLOSING.items()
        ),
        Figure("closed", "Closed", "Open and cold cases closed, for any reason."),
        Figure("transferred_out", "Out", "Open and cold cases that went to another office."),
        Figure("closing", "Closing", f"{_TOGETHER}, at the end of the month."),
        Figure("open_opening", "Opening", f"{_ALONE}, at the end of the month before."),
        Figure("open_revived", "Revived", "Cold cases that came back to the active list."),
        Figure("open_transferred_in", "In", "Open cases that came from another office."),
        Figure("open_went_cold", "Went cold", "Open cases that left the active list."),
        Figure("open_arrested", "Arrested", "Open cases whose subject was taken into custody."),
        Figure("open_closed", "Closed", "Open cases closed, for any reason."),
        Figure("open_transferred_out", "Out", "Open cases that went to another office."),
        Figure("open_closing", "Closing", f"{_ALONE}, at the end of the month."),
        Figure(
            "recorded_late",
            "Recorded late",
            "Steps of any kind recorded in the month that say they took place in an earlier one.",
        ),
    ),
    by_month=True,
    parts=(
        (
            _TOGETHER,
            (
                *("opening", "opened", "released", "reopened", "transferred_in"),
                *("arrested", "closed", "transferred_out", "closing"),
            ),
        ),
        (
            _ALONE,
            (
                *("open_opening", "opened", "released", "reopened", "open_revived", "open_transferred_in"),
                *("open_arrested", "open_closed", "open_went_cold", "open_transferred_out", "open_closing"),
            ),
        ),
        ("Closed, by reason; recorded late", (*CLOSED_BY.values(), "recorded_late")),
    ),
)
DEFINITIONS = {definition.code: definition for definition in (LEADS, ENFORCEMENT, OVERRIDES, BACKLOG)}
