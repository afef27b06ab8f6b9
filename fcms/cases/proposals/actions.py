"""Make it so: news is proposed, accepted, refused, or withdrawn with the extract that brought it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases.evidence.needs import need_of
from fcms.cases.evidence.rules import Brought, brought
from fcms.cases.lifecycle import ClosureReason, NewsStatus, Road, Status
from fcms.cases.models import Case, Proposal
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused
from fcms.subjects import finders
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import CustodyStatus, SourceKind
from fcms.subjects.origin import Origin

from . import permissions, rules

Evidence = Sequence[tuple[str, str]]
"""What shows it: a label and a text each, in the officer's words."""


@dataclass(frozen=True, slots=True)
class News:
    """What a source says of the subject of a case, and what it would mean."""

    case_id: int
    road: Road
    effective_on: date
    summary: str
    evidence: Evidence
    origin: Origin
    reference: str = ""
    weak: bool = False


def propose(
    case: Case, *, by: Actor, road: Road, evidence: Evidence, origin: Origin, effective_on: date, summary: str
) -> Proposal | None:
    """Put one piece of news before the office that holds the case; None where it was put there before."""
    news = News(case.pk, road, effective_on, summary, evidence, origin)
    propose_set([news], by=by)
    found = Proposal.objects.filter(case=case, road=road, system=origin.system, intake=origin.intake)
    return found.filter(file=origin.file, row=origin.row).first()


@action(Event.CASE_NEWS_PROPOSED)
def propose_set(news: Sequence[News], *, by: Actor) -> Counter[str]:
    """Put news before the offices that hold the cases; return what came of it.

    What the same system says again while its news waits, or after it was decided for that very day, is not put
    before anybody twice. News about a case that has ended, or has gone that way already, is left out.
    """
    done: Counter[str] = Counter()
    standing = dict(Case.objects.filter(pk__in={one.case_id for one in news}).values_list("pk", "status"))
    waiting, decided = _put_before({one.case_id for one in news})
    now, fresh = timezone.now(), []
    for one in news:
        key = (one.case_id, one.road, one.origin.system)
        if not rules.still_possible(one.road, Status(standing[one.case_id])):
            done["news about a case that has gone another way"] += 1
        elif key in waiting or (*key, one.effective_on) in decided:
            done["news put before the office already"] += 1
        else:
            waiting.add(key)
            fresh.append(_row(one, by, now))
    Proposal.objects.bulk_create(fresh, batch_size=1_000)
    if fresh:
        about = Case.objects.filter(pk__in={one.case_id for one in fresh}).order_by()
        finders.tell_of_set(set(about.values_list("subject_id", flat=True)))
    done["news for the office that holds the case"] += len(fresh)
    return +done


def _put_before(
    case_ids: set[int],
) -> tuple[set[tuple[int, str, str]], set[tuple[int, str, str, date]]]:
    """What waits, by case, road and system; and what was decided, by the day it spoke of as well."""
    waiting, decided = set(), set()
    kept = (NewsStatus.WAITING, NewsStatus.ACCEPTED, NewsStatus.REFUSED)
    found = Proposal.objects.filter(case_id__in=case_ids, status__in=kept).order_by()
    for case_id, road, system, day, status in found.values_list(
        "case_id", "road", "system", "effective_on", "status"
    ):
        if status == NewsStatus.WAITING:
            waiting.add((case_id, road, system))
        else:
            decided.add((case_id, road, system, day))
    return waiting, decided


def _row(one: News, by: Actor, now: datetime) -> Proposal:
    return Proposal(
        case_id=one.case_id,
        road=one.road,
        effective_on=one.effective_on,
        summary=one.summary[:300],
        evidence=[list(pair) for pair in one.evidence],
        reference=one.reference,
        weak=one.weak,
        source=one.origin.source,
        system=one.origin.system,
        as_of=one.origin.as_of,
        intake=one.origin.intake,
        file=one.origin.file,
        row=one.origin.row,
        proposed_at=now,
        proposed_by=by if isinstance(by, User) else None,
    )


def decide_proposal(
    proposal: Proposal, *, by: User, accept: bool, reason: str = "", effective_on: date | None = None
) -> Proposal:
    """Accept news, which moves the case with its evidence on the step, or refuse it with a reason; once.

    News that can no longer come true, because the case went another way, lapses instead and says so.
    """
    if accept:
        return _accept(proposal.case, by=by, proposal=proposal, reason=reason, effective_on=effective_on)
    return _refuse(proposal.case, by=by, proposal=proposal, reason=reason)


# Each is called with the case first, so that the case is locked before its news, as everywhere.


@action(Event.CASE_NEWS_ACCEPTED)
def _accept(case: Case, *, by: User, proposal: Proposal, reason: str, effective_on: date | None) -> Proposal:
    proposal = _to_be_decided(case, by, proposal)
    possible = rules.still_possible(Road(proposal.road), Status(case.status))
    if not possible:
        return _decided(proposal, NewsStatus.LAPSED, None, possible.sentence)
    rules.may_accept(weak=proposal.weak, reason=reason).or_refuse()
    proposal = _decided(proposal, NewsStatus.ACCEPTED, by, reason)
    _take_the_road(case, proposal, by, effective_on or proposal.effective_on)
    return proposal


@action(Event.CASE_NEWS_REFUSED)
def _refuse(case: Case, *, by: User, proposal: Proposal, reason: str) -> Proposal:
    proposal = _to_be_decided(case, by, proposal)
    rules.may_refuse(reason).or_refuse()
    return _decided(proposal, NewsStatus.REFUSED, by, reason)


def _to_be_decided(case: Case, by: User, proposal: Proposal) -> Proposal:
    """The news as it stands now, locked, if this person decides it."""
    permissions.may_decide_on(by, case).or_refuse()
    fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    rules.may_decide(NewsStatus(fresh.status)).or_refuse()
    fresh.case = case
    return fresh


def _decided(proposal: Proposal, status: NewsStatus, by: User | None, reason: str) -> Proposal:
    proposal.status, proposal.decided_at, proposal.decided_by = status, timezone.now(), by
    proposal.reason = reason.strip()
    proposal.save(update_fields=["status", "decided_at", "decided_by", "reason"])
    return proposal


def _take_the_road(case: Case, proposal: Proposal, by: User, day: date) -> None:
    road, note = Road(proposal.road), evidence_note(proposal)
    shown = brought_by(proposal, road)
    if road == Road.RELEASED:
        cases.release(case, by=by, note=note, released_on=day, evidence=shown)
    elif road == Road.ICE_CUSTODY:
        cases.arrest(case, by=by, custody_on=day, note=note)
    elif road == Road.REMOVED:
        if case.status != Status.IN_CUSTODY:
            case = cases.arrest(case, by=by, custody_on=day, note=note)
        cases.remove(case, by=by, removed_on=day, note=note, evidence=shown)
    else:
        if road == Road.IN_CUSTODY_ELSEWHERE and proposal.source != SourceKind.EID:
            _keep_what_was_said(case, proposal, by)
        reason = ClosureReason(road.value)
        cases.close(case, by=by, reason=reason, note=note, effective_on=day, evidence=shown)


def _keep_what_was_said(case: Case, proposal: Proposal, by: User) -> None:
    """Keep the source's word beside the supervisor's, so that the fact points to its file and row (PIA 1.2)."""
    origin = Origin(
        proposal.source, proposal.system, proposal.as_of, proposal.intake, proposal.file, proposal.row
    )
    said = {
        "custody_status": CustodyStatus.OTHER_CUSTODY.value,
        "custody_on": proposal.effective_on.isoformat(),
    }
    correct_subject(case.subject, by=by, origin=origin, values={}, heard=said)


def brought_by(proposal: Proposal, road: Road) -> Brought:
    """The evidence of accepted news as the step of the case keeps it."""
    return brought(
        need_of(road),
        proposal.evidence,
        reference=proposal.reference,
        source=_source(proposal),
        as_of=proposal.as_of,
        checked=proposal.reason,
    )


def evidence_note(proposal: Proposal) -> str:
    """What the news said, and from where, as the note of the step says it."""
    shown = [proposal.summary, f"Source: {_source(proposal)}"]
    if proposal.reason:
        shown.append(f"Checked: {proposal.reason}")
    return "\n".join(shown)


def _source(proposal: Proposal) -> str:
    day = proposal.as_of
    place = f", {proposal.intake} {proposal.file} row {proposal.row}" if proposal.intake else ""
    return f"{proposal.system}, as of {day.day} {day:%b %Y}{place}"


@action(Event.CASE_NEWS_WITHDRAWN)
def withdraw_news_of(intake: str, *, by: User, reason: str) -> int:
    """Withdraw the news of an extract that nobody has decided, because the extract is undone; return how much."""
    if not intake:
        raise Refused("Name the extract whose news is withdrawn.")
    return Proposal.objects.filter(intake=intake, status=NewsStatus.WAITING).update(
        status=NewsStatus.WITHDRAWN, decided_at=timezone.now(), decided_by=by, reason=reason
    )
