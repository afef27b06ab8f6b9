"""The layout of `benefits` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind
from fcms.exchange.sources import people

from .checks import SET_CHECKS

CLASSES = ("LPR", "ASYLUM", "USC", "ORDER_VACATED", "OTHER")


def check_together(row: people.Row) -> list[Flaw]:
    """What of one row does not fit together, and what it lacks to be of use."""
    flaws = people.somebody(row, "a_number") + people.birthday(row)
    if not row["benefit_class"]:
        message = "Nothing says what was granted, so the row can propose nothing. Fill in the class."
        flaws.append(Flaw("R-ROAD", "benefit_class", message, "nothing"))
    elif row["benefit_class"] == "OTHER":
        message = "OTHER does not say that the person may stay. Read the document before deciding."
        flaws.append(Flaw("R-EVIDENCE", "benefit_class", message))
    if not row["document_reference"]:
        message = "A benefit is shown by its document. Ask the agency for the reference."
        flaws.append(Flaw("R-EVIDENCE", "document_reference", message, "nothing"))
    return flaws + people.born_before(row, "granted_on", "the grant")


BENEFITS_FILE = FileLayout(
    "benefits.csv",
    (
        Column("a_number", c.a_number),
        Column("family_name", c.name),
        Column("given_name", c.name),
        Column("birth_date", c.past_partial),
        Column("benefit_class", c.listed(CLASSES)),
        Column("granted_on", c.past_date),
        Column("document_reference", c.text(60)),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

BENEFITS = Kind(
    "benefits",
    "Benefits granted",
    "GOVERNMENT",
    (BENEFITS_FILE,),
    "Each accepted row whose subject a person confirmed proposes that the case is closed: legal status, citizen, or "
    "the order no longer in force. A supervisor of the office that holds the case decides.",
    links={"benefits.csv": people.LINKS},
)
