"""The layout of `facility-roster` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind, Links
from fcms.exchange.sources import people

from .checks import SET_CHECKS

FACILITY_KINDS = ("FEDERAL", "STATE", "LOCAL")


def check_together(row: people.Row) -> list[Flaw]:
    """What of one inmate's row does not fit together, and what it lacks to be of use."""
    flaws = people.somebody(row, "a_number", "fbi_number", "sid") + people.birthday(row)
    booked, release = row["booked_on"], row["projected_release_on"]
    if booked and release and booked > release:
        message = "The release is projected before the booking. Correct one of them."
        flaws.append(Flaw("R-ORDER", "projected_release_on", message))
    elif release and release < c.today_anywhere().isoformat():
        message = "The projected release has passed: the person may be out again. Ask the facility."
        flaws.append(Flaw("R-RELEASED", "projected_release_on", message))
    if not row["facility_name"] and not row["facility_code"]:
        message = "Nothing says which facility holds the person. Fill in its name."
        flaws.append(Flaw("R-FACILITY", "facility_name", message, "nothing"))
    return flaws + people.born_before(row, "booked_on", "the booking")


ROSTER = FileLayout(
    "roster.csv",
    (
        Column("facility_code", c.text(20)),
        Column("facility_name", c.text(120)),
        Column("facility_kind", c.listed(FACILITY_KINDS)),
        Column("facility_state", c.state),
        Column("inmate_number", c.text(30)),
        Column("family_name", c.name),
        Column("given_name", c.name),
        Column("middle_name", c.name),
        Column("birth_date", c.past_partial),
        Column("sex", c.listed(("M", "F", "X", "U"))),
        Column("fbi_number", c.fbi_number, sealed="FBI"),
        Column("sid", c.sid, sealed="SID"),
        Column("a_number", c.a_number),
        Column("booked_on", c.past_date),
        Column("projected_release_on", c.any_date),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

FACILITY_ROSTER = Kind(
    "facility-roster",
    "Roster of a jail or prison",
    "GOVERNMENT",
    (ROSTER,),
    "Each accepted row whose subject a person confirmed proposes that the case is closed, its subject being in "
    "custody elsewhere. A supervisor of the office that holds the case decides.",
    links={
        "roster.csv": Links(
            a_number="a_number",
            family_name="family_name",
            given_name="given_name",
            middle_name="middle_name",
            birth_date="birth_date",
            sex="sex",
            fbi="fbi_number",
            sid="sid",
        )
    },
)
