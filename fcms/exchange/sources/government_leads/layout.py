"""The layout of `government-leads` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.intake.rowchecks import birthday_flaws
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind, Links

from .checks import SET_CHECKS

SOURCE_KINDS = (
    "OTHER_DHS",
    "FEDERAL_CORRECTIONS",
    "STATE_CORRECTIONS",
    "PROBATION_PAROLE",
    "PUBLIC_RECORD",
    "TIP",
    "OTHER_LEA",
)


def check_together(row: dict[str, str | None]) -> list[Flaw]:
    """What of one row does not fit together: dates out of order, birthdays that may be a default."""
    flaws = []
    first, last, birth = row["first_seen"], row["last_seen"], row["birth_date"]
    if first and last and first > last:
        flaws.append(Flaw("R-ORDER", "last_seen", "Last seen lies before first seen. Correct one of them."))
    if birth and row["received_on"] and birth > row["received_on"]:
        flaws.append(
            Flaw("R-ORDER", "birth_date", "The birth date lies after the lead was received. Correct it.")
        )
    flaws += birthday_flaws(birth)
    if birth and len(birth) < 10:
        flaws.append(Flaw("R-DOB-PARTIAL", "birth_date", "The birthday is not known to the day."))
    if not row["zip"]:
        flaws.append(
            Flaw(
                "R-ZIP-MISSING", "zip", "Without a ZIP code the lead waits until an office is chosen by hand."
            )
        )
    return flaws


LEADS = FileLayout(
    "leads.csv",
    (
        Column("source_reference", c.text(60), required=True),
        Column("source_kind", c.listed(SOURCE_KINDS), required=True),
        Column("source_agency", c.text(120), repeats=True),
        Column("source_officer", c.text(120), repeats=True),
        Column("a_number", c.a_number),
        Column("family_name", c.name),
        Column("given_name", c.name),
        Column("birth_date", c.past_partial),
        Column("received_on", c.past_date, required=True),
        Column("line_1", c.text(100)),
        Column("line_2", c.text(60)),
        Column("city", c.text(60), repeats=True),
        Column("state", c.state),
        Column("zip", c.zip5),
        Column("first_seen", c.past_date),
        Column("last_seen", c.past_date),
        Column("notes", c.text(4000)),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

GOVERNMENT_LEADS = Kind(
    "government-leads",
    "Leads from government systems",
    "GOVERNMENT",
    (LEADS,),
    "Each accepted row becomes a lead, linked by its A-Number and sent to the team of its ZIP code.",
    links={
        "leads.csv": Links(
            a_number="a_number",
            family_name="family_name",
            given_name="given_name",
            birth_date="birth_date",
            afterwards=True,
        )
    },
)
