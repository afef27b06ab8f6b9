"""The accepted records become the edition in force; what follows from it is proposed, never done."""

from __future__ import annotations

from datetime import date
from typing import Any

from fcms.accounts.models import User
from fcms.exchange.actions import accepted_sql
from fcms.exchange.intake.staging import Report
from fcms.exchange.models import Intake
from fcms.leads.proposals.actions import Rerouted, propose_set
from fcms.offices.actions import load_postal_directory, recompute_routes

from .difference import compare, counts, in_force, of_rows
from .read import refuse_far_fewer
from .recheck import recheck
from .rows import directory_rows, records, spelling


def apply(intake: Intake, by: User, report: Report) -> dict[str, Any]:
    """Make a new edition of the accepted rows, route by it, re-check stored addresses, propose transfers."""
    report("reading the accepted records", 0, intake.rows)
    rows = list(directory_rows(records(intake, accepted_sql(intake)), spelling()))
    after = of_rows(rows)
    before = in_force()
    refuse_far_fewer(len(after), len(before))
    changes = compare(before, after)
    report("making the edition", len(after), intake.rows)
    edition = load_postal_directory(rows, by=by, month=month_of(intake), intake=intake.number)
    recompute_routes(by=by)
    report("comparing stored addresses", 0, 0)
    checked = recheck(edition.number)
    report("looking for leads whose office changes", 0, 0)
    moved = {one.zip: Rerouted(one.office_before, one.office_after) for one in changes if one.moves_office}
    why = f"Edition {edition.number} of the ZIP directory ({edition.source}) sends this ZIP code there."
    proposed = propose_set(by=by, changed=moved, edition=edition.number, why=why)
    found = counts(changes)
    return {
        "ZIP codes": len(after),
        "added": found["added"],
        "gone": found["gone"],
        "moved": sum(bool(one.what & {"city", "county", "state"}) for one in changes),
        "ZIP codes of another office": found["office"],
        **checked,
        "transfers proposed": proposed,
    }


def month_of(intake: Intake) -> date:
    """The month that the directory of an intake is of, as its first day."""
    return date.fromisoformat(f"{intake.extract_id}-01")
