"""What the pages of the ZIP directory show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.http import urlencode

from fcms.exchange.models import Intake
from fcms.exchange.sources.city_state.difference import (
    ADDED,
    CITY,
    COUNTY,
    GONE,
    KIND,
    OFFICE,
    STATE,
    ZipChange,
    counts,
    differences,
)
from fcms.exchange.sources.city_state.policy import limits
from fcms.leads.models import LIVE_ONLY, Lead
from fcms.lib.paging import SIZE, Page
from fcms.offices.models import PlaceDoubt, ZipEdition
from fcms.offices.queries import doubts, edition_in_force, office_names, today
from fcms.offices.rules import Rule

from . import rules

WORDS = {
    OFFICE: "to another office",
    ADDED: "added",
    GONE: "gone",
    CITY: "another city",
    COUNTY: "another county",
    STATE: "another state",
    KIND: "another kind",
}
"""In what a ZIP code may change, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A changed ZIP code as a line of the page."""

    zip: str
    what: str
    before: str
    after: str
    goes_before: str
    goes_after: str
    why: str
    moves_office: bool
    leads: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a load would change: the counts by what, and one page of the ZIP codes."""

    counts: list[tuple[str, str, int]]
    total: int
    page: Page


def difference(intake: Intake, *, what: str = "", after: str = "") -> Difference:
    """The ZIP codes that a load under review changes in `what` (all where empty), from the one behind `after`."""
    changes = differences(intake)
    counted: Counter[str] = counts(changes)
    narrowed = [one for one in changes if not what or what in one.what]
    rest = [one for one in narrowed if one.zip > after]
    shown = rest[:SIZE]
    kept = (("what", what),) if what else ()
    page = Page(
        rows=_lines(shown),
        sort="zip",
        next=urlencode([*kept, ("after", shown[-1].zip)]) if len(rest) > SIZE else "",
        previous=urlencode(kept) or "what=" if after else "",
        kept=kept,
    )
    return Difference([(code, word, counted[code]) for code, word in WORDS.items()], len(narrowed), page)


def _lines(changes: Sequence[ZipChange]) -> list[Line]:
    offices = office_names()
    zips = [one.zip for one in changes]
    waiting = (
        Lead.objects.filter(LIVE_ONLY, zip__in=zips).order_by().values_list("zip").annotate(n=Count("pk"))
    )
    leads = dict(waiting)

    def name(key: int | None) -> str:
        return offices[key][1] if key is not None else ""

    return [
        Line(
            zip=one.zip,
            what=", ".join(word for code, word in WORDS.items() if code in one.what),
            before=one.before.words if one.before else "",
            after=one.after.words if one.after else "",
            goes_before=name(one.office_before),
            goes_after=name(one.office_after),
            why="" if one.office_after else Rule(one.rule_after).sentence,
            moves_office=one.moves_office,
            leads=leads.get(one.zip, 0),
        )
        for one in changes
    ]


def in_force() -> ZipEdition | None:
    """The edition in force."""
    return edition_in_force()


def editions() -> QuerySet[ZipEdition]:
    """Every edition, the newest first."""
    return ZipEdition.objects.order_by("-number")


def doubtful() -> QuerySet[PlaceDoubt]:
    """What stored addresses have otherwise than the edition in force."""
    return doubts()


def is_late() -> str:
    """Why a directory should be loaded, in a sentence; "" while the one in force will do."""
    edition = edition_in_force()
    if edition is None:
        return ""
    return rules.late(edition.month, today(), limits().late_from_day)
