"""What keeps the promises about the two statistical reports."""

from __future__ import annotations

from fcms.pia.keepers import Keeper

KEEPERS = [
    Keeper(
        "PIA-1.1-7",
        "rule",
        "fcms.reports.definitions.LEADS",
        "Total leads, leads closed and per cent closed by office and period, each with its meaning and a version.",
    ),
    Keeper(
        "PIA-1.1-8",
        "rule",
        "fcms.reports.definitions.ENFORCEMENT",
        "Arrests of fugitives and non-fugitives, criminal or not, and removals, by office and period.",
    ),
    Keeper(
        "PIA-1.1-9",
        "rule",
        "fcms.database.counting.counted",
        "Every number of a report is read as a role that sees views of counts and no table of a person.",
    ),
    Keeper(
        "PIA-2.1-4",
        "rule",
        "fcms.reports.tables.report",
        "A report holds an office and counts in each row; of a non-fugitive arrest nothing but its count enters one.",
    ),
]
