"""What the extract says of custody, removal or death of somebody whose case is live: news for its office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fcms.cases.lifecycle import Road, Status
from fcms.cases.models import Case
from fcms.cases.proposals.actions import News
from fcms.exchange.sources.proposing import in_words, shown
from fcms.subjects.models import CustodyStatus
from fcms.subjects.origin import Origin

CUSTODY = {
    CustodyStatus.ICE_CUSTODY: (Road.ICE_CUSTODY, "EID has the subject in ICE custody"),
    CustodyStatus.OTHER_CUSTODY: (Road.IN_CUSTODY_ELSEWHERE, "EID has the subject in custody elsewhere"),
}


def news_of(case: Case, said: Mapping[str, Any], heard: Mapping[str, Any], origin: Origin) -> News | None:
    """What EID says of the subject of a live case that its office must confirm, from all that it `said` of the person.

    `heard` is the part that differs from what is in force.
    """
    found = _road(case, said, heard, origin)
    if found is None:
        return None
    road, day, summary = found
    evidence = shown(
        ("Custody as EID says", _status(said.get("custody_status"))),
        ("In custody since", in_words(said.get("custody_on"))),
        ("Removed", in_words(said.get("removed_on"))),
        ("Died", in_words(said.get("died_on"))),
    )
    return News(case.pk, road, day, f"{summary}.", evidence, origin)


def _road(
    case: Case, said: Mapping[str, Any], heard: Mapping[str, Any], origin: Origin
) -> tuple[Road, date, str] | None:
    if "died_on" in heard:
        return Road.DIED, date.fromisoformat(said["died_on"]), "EID has the subject as dead"
    status = said.get("custody_status")
    if status == CustodyStatus.REMOVED and said.get("removed_on"):
        return Road.REMOVED, date.fromisoformat(said["removed_on"]), "EID has the subject as removed"
    if status in CUSTODY and said.get("custody_on"):
        road, summary = CUSTODY[CustodyStatus(status)]
        return road, date.fromisoformat(said["custody_on"]), summary
    if status == CustodyStatus.AT_LARGE and case.status == Status.IN_CUSTODY and "custody_status" in heard:
        return Road.RELEASED, origin.as_of, "EID has the subject at large"
    return None


def _status(code: str | None) -> str:
    return CustodyStatus(code).label if code else ""
