"""Make it so: a claim is raised and holds at once, counsel advises, a supervisor decides."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from fcms.accounts.models import User
from fcms.audit.events import Event
from fcms.cases import actions as cases
from fcms.cases import holds
from fcms.cases.lifecycle import ClosureReason
from fcms.cases.models import Case, CitizenshipClaim, CitizenshipClaimStep
from fcms.disclosures.corrections import actions as corrections
from fcms.lib.action import action, locked
from fcms.lib.verdict import Refused
from fcms.subjects.actions import correct_subject
from fcms.subjects.models import Subject
from fcms.subjects.origin import officer_origin
from fcms.subjects.words import day_words

from . import bulk, queries, rules
from .lifecycle import ClaimLife, ClaimStatus, ClaimStep, Outcome
from .permissions import advised_on, verdicts

_NO_ADVICE: dict[str, Any] = {"advised_at": None, "advised_by": None, "advises": "", "advice": ""}
_NO_DECISION: dict[str, Any] = {"decided_at": None, "decided_by": None, "outcome": "", "reason": ""}


@action(Event.CLAIM_RAISED)
def raise_claim(
    subject: Subject, *, by: User, trigger: str, indicia: Collection[str] = (), note: str = ""
) -> CitizenshipClaim:
    """Raise a claim, or what points to one; from this moment nobody acts on the subject."""
    rules.may_raise(
        queries.standing_to(by, subject.pk, reads=True),
        open_=bool(queries.open_claims([subject.pk])),
        citizen=queries.is_citizen(subject.pk),
        stands=subject.withdrawn_at is None and subject.merged_into_id is None,
        trigger=trigger,
        indicia=indicia,
        note=note,
    ).or_refuse()
    claim = CitizenshipClaim.objects.create(
        subject=subject,
        trigger=trigger,
        indicia=sorted(set(indicia)),
        note=note.strip(),
        raised_at=timezone.now(),
        raised_by=by,
    )
    _step(claim, ClaimStep.RAISED, by=by, note=note)
    if not subject.citizenship_claim:
        correct_subject(subject, by=by, origin=officer_origin(by), values={"citizenship_claim": True})
    holds.raised(subject.pk, rules.HOLDS, by)
    return claim


@action(Event.CLAIM_RAISED)
def raise_claims_of(intake: str, subjects: Collection[int], *, by: User, note: str) -> int:
    """Raise a claim on each subject with a live case of whom an extract says so; return how many."""
    found = bulk.raise_set(subjects, person=by.pk, intake=intake, note=note)
    for subject in found:
        holds.raised(subject, rules.HOLDS, by)
    return len(found)


@action(Event.CLAIM_TO_COUNSEL)
def ask_counsel(claim: CitizenshipClaim, *, by: User, note: str = "") -> CitizenshipClaim:
    """Ask counsel about a claim; who asked and when is kept."""
    _allowed("ask", claim, by)
    return _move(claim, "ask", ClaimStep.ASKED, by=by, note=note, asked_at=timezone.now(), asked_by=by)


@action(Event.CLAIM_ADVISED)
def advise(claim: CitizenshipClaim, *, by: User, advises: str, advice: str) -> CitizenshipClaim:
    """Give counsel's advice: one of the three outcomes, and what it rests on."""
    rules.may_advise(
        ClaimStatus(claim.status), queries.standing_to(by, claim.subject_id), advises=advises, advice=advice
    ).or_refuse()
    given: dict[str, Any] = {
        "advised_at": timezone.now(),
        "advised_by": by,
        "advises": advises,
        "advice": advice.strip(),
    }
    return _move(claim, "advise", ClaimStep.ADVISED, by=by, note=advice, found=advises, **given)


def decide(claim: CitizenshipClaim, *, by: User, outcome: str, reason: str) -> CitizenshipClaim:
    """Decide a claim once counsel has advised. A citizen's live case closes; some evidence goes back to counsel.

    The cases of the subject are locked first, then the subject, then the claim, as everywhere.
    """
    with transaction.atomic():
        list(Case.objects.select_for_update().filter(subject=claim.subject_id).order_by("id"))
        return _decide(claim.subject, by=by, claim=claim, outcome=outcome, reason=reason)


@action(Event.CLAIM_DECIDED)
def _decide(
    subject: Subject, *, by: User, claim: CitizenshipClaim, outcome: str, reason: str
) -> CitizenshipClaim:
    claim = locked(claim)  # type: ignore[assignment]
    if claim.subject_id != subject.pk:
        raise Refused("The subject of this claim was merged meanwhile. Open the claim again.")
    rules.may_decide(
        ClaimStatus(claim.status),
        queries.standing_to(by, claim.subject_id),
        adviser=advised_on(by, claim),
        outcome=outcome,
        reason=reason,
    ).or_refuse()
    said: dict[str, Any] = {"by": by, "note": reason, "found": outcome, "adviser": claim.advised_by}
    if outcome == Outcome.PROBATIVE:
        asked: dict[str, Any] = {"asked_at": timezone.now(), "asked_by": by}
        return _move(claim, "send_back", ClaimStep.DECIDED, **said, **asked, **_NO_ADVICE)
    decided: dict[str, Any] = {
        "decided_at": timezone.now(),
        "decided_by": by,
        "outcome": outcome,
        "reason": reason.strip(),
    }
    claim = _move(claim, "decide", ClaimStep.DECIDED, **said, **decided)
    citizen = outcome == Outcome.CITIZEN
    if subject.citizenship_claim is not citizen:
        correct_subject(subject, by=by, origin=officer_origin(by), values={"citizenship_claim": citizen})
    if citizen:
        _close_for_a_citizen(claim, by)
    else:
        holds.lifted(subject.pk, rules.NOT_A_CITIZEN, by)
    return claim


def _close_for_a_citizen(claim: CitizenshipClaim, by: User) -> None:
    """Close the live case, which lists what is owed; without one, list it here."""
    live = Case.objects.live().filter(subject=claim.subject_id).first()
    if live is not None:
        note = f"{rules.CITIZEN} Counsel advised, and the claim was decided: {claim.reason}"
        shown = {"how": "CLAIM", "document": f"Claim {claim.pk}, decided {day_words(timezone.localdate())}"}
        cases.close(live, by=by, reason=ClosureReason.CITIZEN, note=note, evidence=shown)
    else:
        step = claim.steps.latest("id")
        numbers = queries.numbers_of(claim.subject_id)
        corrections.owe(numbers, by=by, cause=f"{rules.KIND}:claim-step:{step.pk}", because=rules.CITIZEN)


@action(Event.CLAIM_REOPENED)
def take_back_decision(claim: CitizenshipClaim, *, by: User, reason: str) -> CitizenshipClaim:
    """Take back that somebody was found to be a citizen: the claim goes to counsel again, and holds."""
    who = queries.standing_to(by, claim.subject_id)
    rules.may_take_back(ClaimStatus(claim.status), claim.outcome, who, reason=reason).or_refuse()
    if queries.open_claims([claim.subject_id]):
        raise Refused("Another claim of this subject is open. Have that one decided first.")
    asked: dict[str, Any] = {"asked_at": timezone.now(), "asked_by": by}
    claim = _move(
        claim, "reopen", ClaimStep.REOPENED, by=by, note=reason, **asked, **_NO_ADVICE, **_NO_DECISION
    )
    numbers = queries.numbers_of(claim.subject_id)
    corrections.take_back(numbers, by=by, kind=rules.KIND, because=rules.NO_LONGER_CITIZEN)
    holds.raised(claim.subject_id, rules.HOLDS, by)
    return claim


@action(Event.CLAIM_WITHDRAWN)
def withdraw_claims_of(intake: str, *, by: User, reason: str) -> int:
    """Withdraw the claims of an extract that is undone, where nobody has worked on them; return how many.

    Called once nothing counts any longer of what the extract said: a claim stays where another source makes it too.
    """
    if not intake:
        raise Refused("Name the extract whose claims are withdrawn.")
    alone = CitizenshipClaim.objects.filter(intake=intake, status=ClaimStatus.RAISED)
    found = alone.exclude(subject__citizenship_claim=True).order_by("id")
    for claim in found:
        withdraw(claim, by=by, reason=reason)
        holds.lifted(claim.subject_id, rules.WITHDRAWN, by)
    return len(found)


@action(Event.CLAIM_WITHDRAWN)
def withdraw(claim: CitizenshipClaim, *, by: User, reason: str) -> CitizenshipClaim:
    """Take an open claim out: its extract was undone, or it goes on as the claim of the subject it was merged into."""
    if not ClaimLife.withdraw.allows(ClaimStatus(claim.status)):
        raise Refused("Only an open claim is withdrawn.")
    gone: dict[str, Any] = {"withdrawn_at": timezone.now(), "reason": reason.strip()}
    return _move(claim, "withdraw", ClaimStep.WITHDRAWN, by=by, note=reason, **gone)


@action(Event.CLAIM_REOPENED)
def renew(claim: CitizenshipClaim, *, by: User, note: str) -> CitizenshipClaim:
    """Let a claim hold again that was withdrawn because its subject was merged; counsel is asked anew."""
    asked: dict[str, Any] = {"asked_at": timezone.now(), "asked_by": by, "withdrawn_at": None}
    return _move(claim, "reopen", ClaimStep.REOPENED, by=by, note=note, **asked, **_NO_ADVICE, **_NO_DECISION)


def _allowed(what: str, claim: CitizenshipClaim, by: User) -> None:
    verdicts(claim, queries.standing_to(by, claim.subject_id, reads=True), by)[what].or_refuse()


def _move(
    claim: CitizenshipClaim,
    name: str,
    step: ClaimStep,
    *,
    by: User,
    note: str = "",
    found: str = "",
    adviser: User | None = None,
    **columns: Any,
) -> CitizenshipClaim:
    """Set the status that the move leads to, with its companions, and write the step (`found`: its outcome)."""
    move = getattr(ClaimLife, name)
    if not move.allows(ClaimStatus(claim.status)):
        raise Refused("The claim has gone on meanwhile. Open it again.")
    claim.status = move.to
    for column, value in columns.items():
        setattr(claim, column, value)
    claim.save(update_fields=["status", *columns])
    _step(claim, step, by=by, note=note, found=found, adviser=adviser)
    return claim


def _step(
    claim: CitizenshipClaim,
    step: ClaimStep,
    *,
    by: User,
    note: str = "",
    found: str = "",
    adviser: User | None = None,
) -> CitizenshipClaimStep:
    return CitizenshipClaimStep.objects.create(
        claim=claim,
        step=step,
        status=claim.status,
        outcome=found,
        note=note.strip(),
        at=timezone.now(),
        by=by,
        adviser=adviser,
    )
