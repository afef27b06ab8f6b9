"""What the layouts about persons share: the columns that linkage reads, and what of one row does not fit together."""

from __future__ import annotations

from fcms.exchange.layout import Flaw, Links

LINKS = Links("a_number", "family_name", "given_name", birth_date="birth_date")
"""The columns by which a row that names a person is linked to a subject."""

Row = dict[str, str | None]


def birthday(row: Row) -> list[Flaw]:
    """What makes a birthday weak evidence: a default, or a day that is not known."""
    birth = row["birth_date"]
    if birth and birth.endswith("-01-01"):
        return [
            Flaw("R-DOB-DEFAULT", "birth_date", "1 January may stand for an unknown birthday. Weigh it so.")
        ]
    if birth and len(birth) < 10:
        return [Flaw("R-DOB-PARTIAL", "birth_date", "The birthday is not known to the day.")]
    return []


def born_before(row: Row, later: str, what: str) -> list[Flaw]:
    """Nobody is born after `later`; `what` says what happened then."""
    birth, then = row["birth_date"], row[later]
    if birth and then and birth > then[: len(birth)]:
        return [Flaw("R-ORDER", "birth_date", f"The birth date lies after {what}. Correct one of them.")]
    return []


def somebody(row: Row, *strong: str) -> list[Flaw]:
    """A row says whom it is about: a family name, or one of the `strong` numbers."""
    if row["family_name"] or any(row[name] for name in strong):
        return []
    message = "There is neither a name nor a number to tell the person by. Nothing can come of this row."
    return [Flaw("R-NOBODY", "family_name", message, "nothing")]
