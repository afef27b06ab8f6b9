"""How good the addresses are that each source gives: visits by what they found. Numbers, nothing of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fcms.activities.models import VisitOutcome
from fcms.database.counting import counted
from fcms.leads.lifecycle import SourceKind

HITS = (VisitOutcome.FOUND, VisitOutcome.NOT_THERE)
"""Outcomes that show that the subject is to be found there."""
FALSE = (VisitOutcome.MOVED, VisitOutcome.UNRELATED, VisitOutcome.VACANT, VisitOutcome.NO_SUCH_UNIT)
"""Outcomes that show that the subject is not to be found there."""

_VISITS = """
    select office_id, source, vendor, sum(visits)::int as visits,
           coalesce(sum(visits) filter (where outcome = any(%(hits)s)), 0)::int as hits,
           coalesce(sum(visits) filter (where outcome = any(%(false)s)), 0)::int as false_addresses,
           coalesce(sum(visits) filter (where outcome = 'UNRELATED'), 0)::int as strangers
    from counts.activities_visits where visited_on between %(since)s and %(until)s
    group by office_id, source, vendor order by office_id, source, vendor
"""


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of an office (by key) on addresses of one source: how many, and what they showed.

    `hits` found the subject or that the subject lives there, `false_addresses` the opposite, `strangers` people who
    have nothing to do with it (they are among the false); the rest was not answered.
    """

    office: int
    source: str
    visits: int
    hits: int
    false_addresses: int
    strangers: int


def visits(since: date, until: date) -> list[Visits]:
    """What visits of a period found, by office of the team and source of the lead; both days inclusive (PIA-2.3-1).

    A vendor counts by its name, everybody else by the kind of source; a visit on no lead as an address of the case.
    """
    given = {"since": since, "until": until, "hits": list(HITS), "false": list(FALSE)}
    return [
        Visits(
            row["office_id"],
            _words(row["source"], row["vendor"]),
            *(row[name] for name in ("visits", "hits", "false_addresses", "strangers")),
        )
        for row in counted(_VISITS, given)
    ]


def _words(source: str, vendor: str) -> str:
    if not source:
        return "Address of the case, no lead"
    return f"Vendor {vendor}" if vendor else str(SourceKind(source).label)
