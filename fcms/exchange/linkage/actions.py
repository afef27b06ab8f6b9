"""Make it so: candidates are kept, confirmed, rejected and taken back. The only room of linkage that writes."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.audit.events import Event
from fcms.database.bulk import copy_rows
from fcms.exchange import sources
from fcms.exchange.intake import planning
from fcms.exchange.intake.locks import alone
from fcms.exchange.intake.staging import Report
from fcms.exchange.lifecycle import Decision, RowState, Status
from fcms.exchange.models import Intake, StagedRow
from fcms.leads.models import Lead
from fcms.lib.action import action
from fcms.lib.actor import Actor
from fcms.lib.verdict import Refused, no, yes

from . import feed, queries, rules
from .models import Linking, Match, MatchStep
from .policy import figures
from .zones import Choice, Said, Zone

log = logging.getLogger(__name__)
DELETED = "rows about nobody here, deleted"
"""Under this name an intake's result counts them."""


def quiet(step: str, done: int, total: int) -> None:
    """A report that tells nobody."""


# --- proposing


def propose(intake: Intake, *, by: Actor, report: Report = quiet) -> Linking | None:
    """Compare the rows of an intake with all subjects and keep the candidates; nothing where its kind links none.

    What a person decided stays; all else is proposed anew. Killed, nothing is linked and it may run again.
    Raises `feed.LinkageLost` where the linkage process ended early.
    """
    if not sources.kind_named(intake.kind).links:
        return None
    with alone(intake.pk):
        places, found = feed.compared(intake, report)
        report("linking: keeping the candidates", 0, 0)
        return _keep(intake, by=by, places=places, found=found)


def propose_after_staging(intake: Intake, *, by: Actor, report: Report = quiet) -> None:
    """Link the rows of an extract that was just read; where that fails, it waits unlinked and is taken up again."""
    links = sources.kind_named(intake.kind).links
    if not links or any(one.afterwards for one in links.values()):
        return
    try:
        propose(intake, by=by, report=report)
    except feed.LinkageLost as lost:
        log.warning("Intake %s was not linked: %s", intake.number, lost)


@action(Event.MATCHES_PROPOSED)
def _keep(intake: Intake, *, by: Actor, places: list[tuple[str, int]], found: list[feed.Found]) -> Linking:
    kind = sources.kind_named(intake.kind)
    afterwards = any(links.afterwards for links in kind.links.values())
    if intake.status != (Status.APPLIED if afterwards else Status.REVIEW):
        raise Refused("The extract went on while its rows were compared. Nothing was linked.")
    Match.objects.filter(intake=intake, decision="", steps__isnull=True)._raw_delete(using="default")
    kept = list(Match.objects.filter(intake=intake).values_list("file", "row", "subject_id", "zone"))
    copy_rows(
        "exchange_match",
        ("intake_id", "file", "row", "subject_id", "zone", "method", "score", "evidence"),
        _without_doubles(intake, kept, found),
    )
    counted = queries.rows_by_zone(intake)
    rows = len({*places, *((file, row) for file, row, _, _ in kept)})
    linking, _ = Linking.objects.update_or_create(
        intake=intake,
        defaults={
            "at": timezone.now(),
            "model": figures().digest,
            "files": sorted(kind.links),
            "forgets": not afterwards,
            "stale": False,
            "rows": rows,
            "proposed": counted[Zone.PROPOSED],
            "review": counted[Zone.REVIEW],
            "none": rows - counted[Zone.PROPOSED] - counted[Zone.REVIEW],
        },
    )
    return linking


def _without_doubles(
    intake: Intake, kept: list[tuple[str, int, int, str]], found: Iterable[feed.Found]
) -> Iterable[tuple[Any, ...]]:
    """The new candidates beside those that stay: none twice, and no second one proposed for a row or of a subject."""
    same = {(file, row, subject) for file, row, subject, _ in kept}
    rows = {(file, row) for file, row, _, zone in kept if zone == Zone.PROPOSED}
    subjects = {(file, subject) for file, _, subject, zone in kept if zone == Zone.PROPOSED}
    for one in found:
        said = one.said
        if (one.file, one.row, said["subject"]) in same:
            continue
        taken = (one.file, one.row) in rows or (one.file, said["subject"]) in subjects
        yield (
            *(intake.pk, one.file, one.row, said["subject"]),
            *(Zone.REVIEW.value if taken else said["zone"], said["method"], said["score"]),
            Jsonb(said["evidence"]),
        )


# --- deciding


def _must(by: User) -> None:
    (
        yes()
        if by.may(Permission.INTAKE_REVIEW)
        else no("Your role does not include reviewing extracts. Ask headquarters.")
    ).or_refuse()


def _may_decide(match: Match) -> None:
    links = sources.kind_named(match.intake.kind).links.get(match.file)
    afterwards = links is not None and links.afterwards
    rules.may_decide(Status(match.intake.status), afterwards=afterwards).or_refuse()


@action(Event.MATCH_CONFIRMED)
def confirm(match: Match, *, by: User) -> Match:
    """Say that a row is about this subject. The row is accepted with it, unless somebody decided otherwise."""
    _must(by)
    _may_decide(match)
    match = _confirm(match, by)
    StagedRow.objects.filter(
        intake=match.intake,
        file=match.file,
        row=match.row,
        decision="",
        state__in=(RowState.CLEAN, RowState.WARNING),
    ).update(decision=Decision.ACCEPTED, decided_by=by)
    return match


def lead_linked(lead: Lead, by: Actor) -> None:
    """A person linked a lead: where its subject was a candidate for the lead's row, that is the decision about it."""
    if not lead.intake or lead.row is None or not isinstance(by, User):
        return
    match = Match.objects.filter(
        intake__number=lead.intake, file=lead.file, row=lead.row, subject=lead.subject_id
    ).first()
    if match is not None and match.decision != Choice.CONFIRMED:
        _confirm_for_lead(match, by=by)


@action(Event.MATCH_CONFIRMED)
def _confirm_for_lead(match: Match, *, by: User) -> None:
    others = Match.objects.filter(intake=match.intake, file=match.file, row=match.row)
    for other in others.filter(decision=Choice.CONFIRMED):
        _taken_back(other, by, "The lead was linked to another subject.")
    _decided(match, by, Choice.CONFIRMED)


def _confirm(match: Match, by: User) -> Match:
    others = Match.objects.filter(
        intake=match.intake, file=match.file, row=match.row, decision=Choice.CONFIRMED
    )
    subject = match.subject
    rules.may_confirm(
        Choice(match.decision),
        other_confirmed=others.exclude(pk=match.pk).exists(),
        standing=subject.withdrawn_at is None and subject.merged_into_id is None,
    ).or_refuse()
    try:
        with transaction.atomic():
            return _decided(match, by, Choice.CONFIRMED)
    except IntegrityError:
        raise Refused("Somebody confirmed another subject for this row just now. Look again.") from None


@action(Event.MATCH_REJECTED)
def reject(match: Match, *, by: User, reason: str) -> Match:
    """Say that a row is not about this subject, and why."""
    _must(by)
    _may_decide(match)
    rules.may_reject(Choice(match.decision), reason).or_refuse()
    return _decided(match, by, Choice.REJECTED, reason)


def reject_all(matches: Iterable[Match], *, by: User, reason: str) -> int:
    """Say that a row is about none of its candidates that wait; return how many were rejected."""
    waiting = [match for match in matches if match.decision == Choice.WAITING]
    with transaction.atomic():
        for match in waiting:
            reject(match, by=by, reason=reason)
    return len(waiting)


@action(Event.MATCH_TAKEN_BACK)
def take_back(match: Match, *, by: User, reason: str) -> Match:
    """Take a decision back: the candidate waits again, and the decision stays among the steps."""
    _must(by)
    rules.may_take_back(Choice(match.decision), reason, stands_on_it=queries.stands_on(match)).or_refuse()
    _may_decide(match)
    return _taken_back(match, by, reason)


def _taken_back(match: Match, by: User, reason: str) -> Match:
    match.decision, match.decided_by, match.decided_at, match.reason = "", None, None, ""
    match.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    MatchStep.objects.create(
        match=match, said=Said.TAKEN_BACK, at=timezone.now(), by=by, reason=reason.strip()[:300]
    )
    return match


def _decided(match: Match, by: User, choice: Choice, reason: str = "") -> Match:
    match.decision, match.decided_by, match.decided_at = choice, by, timezone.now()
    match.reason = reason.strip()[:300]
    match.save(update_fields=["decision", "decided_by", "decided_at", "reason"])
    MatchStep.objects.create(
        match=match, said=Said(choice.value), at=match.decided_at, by=by, reason=match.reason
    )
    return match


_CONFIRM_PROPOSED = """
with confirmed as (
  update exchange_match m set decision = 'CONFIRMED', decided_by_id = %(by)s, decided_at = %(at)s
  from exchange_stagedrow r, subjects_subject s
  where m.intake_id = %(intake)s and m.zone = 'PROPOSED' and m.decision = ''
    and r.intake_id = m.intake_id and r.file = m.file and r.row = m.row
    and r.state in ('CLEAN', 'WARNING') and r.decision <> 'REJECTED'
    and s.id = m.subject_id and s.withdrawn_at is null and s.merged_into_id is null
    and not exists (select from exchange_match o where o.intake_id = m.intake_id and o.file = m.file
                    and o.row = m.row and o.decision = 'CONFIRMED')
    and not exists (select from exchange_matchstep p where p.match_id = m.id)
  returning m.id
)
insert into exchange_matchstep (match_id, said, at, by_id, reason)
select id, 'CONFIRMED', %(at)s, %(by)s, '' from confirmed
"""


@action(Event.MATCHES_CONFIRMED)
def confirm_proposed(intake: Intake, *, by: User) -> int:
    """Confirm every proposed candidate that nobody decided singly, under the name of one person; return how many."""
    _must(by)
    rules.may_decide(Status(intake.status), afterwards=False).or_refuse()
    planning.for_this_transaction(intake.rows)
    with connection.cursor() as cursor:
        cursor.execute(_CONFIRM_PROPOSED, {"intake": intake.pk, "by": by.pk, "at": timezone.now()})
        return int(cursor.rowcount)


def confirm_proposed_with_rows(intake: Intake, *, by: User) -> None:
    """Who accepts all clean rows of an extract that is linked confirms with them whom the rows propose."""
    if queries.links(intake) and not queries.links_afterwards(intake):
        confirm_proposed(intake, by=by)


def row_changed(intake: Intake, *, by: User, file: str, row: int) -> None:
    """A row says something else now: what was decided of it is taken back, and the rows wait to be linked again.

    Called by the action that corrects the row, within its transaction.
    """
    for match in Match.objects.filter(intake=intake, file=file, row=row).exclude(decision=""):
        _taken_back(match, by, "The row was corrected.")
    Linking.objects.filter(intake=intake).update(stale=True)


# --- nobody here


@action(Event.NOBODY_FORGOTTEN)
def forget_nobody(*, by: Actor) -> int:
    """Delete the rows about people who are nobody here once their days are over, leaving counts; return how many."""
    with connection.cursor() as cursor:
        cursor.execute("select of_intake, of_rows from exchange_forget_nobody(%s)", [figures().keep_days])
        forgotten = dict(cursor.fetchall())
    for intake in Intake.objects.select_for_update().filter(pk__in=forgotten).order_by("pk"):
        intake.result = {
            **intake.result,
            DELETED: intake.result.get(DELETED, 0) + forgotten[intake.pk],
        }
        intake.save(update_fields=["result"])
    return sum(forgotten.values())
