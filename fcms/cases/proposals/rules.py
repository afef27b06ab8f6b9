"""May news about a case be decided, and how? Pure: values in, a verdict out."""

from __future__ import annotations

from fcms.cases.lifecycle import LIVE, CaseLife, NewsLife, NewsStatus, Road, Status
from fcms.lib.verdict import Verdict, first_no, no, yes

POSSIBLE_FROM: dict[Road, tuple[Status, ...]] = {
    **dict.fromkeys(Road, LIVE),
    Road.ICE_CUSTODY: CaseLife.arrest.sources,
    Road.RELEASED: CaseLife.release.sources,
}
"""In which states of a case news of each kind can still come true."""

SAY_WEAK = "What is shown here does not verify it by itself. Say what else you checked."
SAY_WHY = "Say why the news does not hold, or is not about this person."
NOT_YOURS = "News about a case is decided by a supervisor of the office that holds it. Ask yours."
ELSEWHERE = "Another office holds this case, and a supervisor there decides."


def roads_from(status: Status) -> list[Road]:
    """The kinds of news that can still come true for a case in this state."""
    return [road for road, sources in POSSIBLE_FROM.items() if status in sources]


def still_possible(road: Road, status: Status) -> Verdict:
    """Say whether news can still come true for a case in this state; the sentence is why it lapses."""
    if status in POSSIBLE_FROM[road]:
        return yes()
    if status not in LIVE:
        return no(f"The case was {status.label.lower()} meanwhile, so the news lapsed.")
    return no(f"The case is {status.label.lower()} now, so the news lapsed.")


def may_decide(status: NewsStatus) -> Verdict:
    """Say whether news is still to be decided: it is decided once."""
    if NewsLife.accept.allows(status):
        return yes()
    return no(f"This news was decided already: it is {status.label.lower()}. Nothing was decided twice.")


def may_decide_here(*, right: bool, holds: bool) -> Verdict:
    """Say whether the person decides it: a supervisor, in the office that holds the case."""
    return first_no(yes() if right else no(NOT_YOURS), yes() if holds else no(ELSEWHERE))


def may_accept(*, weak: bool, reason: str) -> Verdict:
    """Say whether news may be accepted: what is weak needs a further check, in words."""
    return no(SAY_WEAK) if weak and not reason.strip() else yes()


def may_refuse(reason: str) -> Verdict:
    """Say whether news may be refused, which takes a reason."""
    return yes() if reason.strip() else no(SAY_WHY)
