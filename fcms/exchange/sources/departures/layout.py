"""The layout of `departures` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind
from fcms.exchange.sources import people

from .checks import SET_CHECKS

EVIDENCE = ("I94", "BIOMETRIC", "CONSULAR", "MANIFEST")


def check_together(row: people.Row) -> list[Flaw]:
    """What of one row does not fit together, and what it lacks to be of use."""
    flaws = people.somebody(row, "a_number") + people.birthday(row)
    if not row["departed_on"]:
        message = "Nothing says when the person left, so the row can propose nothing. Fill in the day."
        flaws.append(Flaw("R-ROAD", "departed_on", message, "nothing"))
    if not row["evidence"]:
        message = "Nothing says how the departure was seen. Ask the agency before deciding."
        flaws.append(Flaw("R-EVIDENCE", "evidence", message, "nothing"))
    elif row["evidence"] == "MANIFEST":
        message = (
            "A passenger list alone shows a booking, not a person leaving. Ask for more before deciding."
        )
        flaws.append(Flaw("R-EVIDENCE", "evidence", message))
    return flaws + people.born_before(row, "departed_on", "the departure")


DEPARTURES_FILE = FileLayout(
    "departures.csv",
    (
        Column("a_number", c.a_number),
        Column("family_name", c.name),
        Column("given_name", c.name),
        Column("birth_date", c.past_partial),
        Column("departed_on", c.past_date),
        Column("port", c.text(60)),
        Column("evidence", c.listed(EVIDENCE)),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

DEPARTURES = Kind(
    "departures",
    "Departures from the United States",
    "GOVERNMENT",
    (DEPARTURES_FILE,),
    "Each accepted row whose subject a person confirmed proposes that the case is closed, its subject having left "
    "the country. A supervisor of the office that holds the case decides.",
    links={"departures.csv": people.LINKS},
)
