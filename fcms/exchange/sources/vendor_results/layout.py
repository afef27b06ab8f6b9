"""The layout of `vendor-results` (`formats.md` 2) and what its rows must hold."""

from __future__ import annotations

from fcms.exchange.intake import cleaners as c
from fcms.exchange.layout import Column, FileLayout, Flaw, Kind

from .checks import SET_CHECKS


def check_together(row: dict[str, str | None]) -> list[Flaw]:
    """What of one answer does not fit together, and what it lacks to be of use."""
    flaws = []
    first, last = row["first_seen"], row["last_seen"]
    if first and last and first > last:
        flaws.append(Flaw("R-ORDER", "last_seen", "Last seen lies before first seen. Correct one of them."))
    if not row["zip"]:
        message = "Without a ZIP code the lead waits until an office is chosen by hand."
        flaws.append(Flaw("R-ZIP-MISSING", "zip", message))
    return flaws


RESULTS = FileLayout(
    "results.csv",
    (
        Column("batch_token", c.text(64)),
        Column("vendor", c.text(80)),
        Column("rank", c.rank),
        Column("relevance_score", c.score),
        Column("line_1", c.text(100)),
        Column("line_2", c.text(60)),
        Column("city", c.text(60)),
        Column("state", c.state),
        Column("zip", c.zip5),
        Column("first_seen", c.past_date),
        Column("last_seen", c.past_date),
    ),
    row_check=check_together,
    set_checks=SET_CHECKS,
)

VENDOR_RESULTS = Kind(
    "vendor-results",
    "Answers of a commercial vendor",
    "COMMERCIAL",
    (RESULTS,),
    "Each accepted row becomes a lead on the subject of its token, sent to the team of its ZIP code with the vendor's "
    "rank and score. It is verified before anyone acts on it in the field.",
)
