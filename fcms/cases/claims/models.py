"""A claim to United States citizenship, which holds while it is open, and every step that it took."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.pia.datum import Datum

from .lifecycle import OPEN, ClaimStatus, ClaimStep, Outcome, Trigger

_NOBODY_ASKED = Q(asked_at=None, asked_by=None)
_ASKED = Q(asked_at__isnull=False, asked_by__isnull=False)
_NOT_ADVISED = Q(advised_at=None, advised_by=None, advises="", advice="")
_ADVISED = Q(advised_at__isnull=False, advised_by__isnull=False, advises__in=Outcome.values) & ~Q(advice="")
_NOT_DECIDED = Q(decided_at=None, decided_by=None, outcome="", reason="")
_DECIDED = Q(decided_at__isnull=False, decided_by__isnull=False, outcome__in=["CITIZEN", "NONE"]) & ~Q(
    reason=""
)


class CitizenshipClaim(models.Model):
    """A claim to citizenship, or signs of it: nobody acts on the subject until a supervisor has decided (PIA 0-3)."""

    subject = models.ForeignKey(
        "subjects.Subject", on_delete=models.CASCADE, related_name="citizenship_claims", db_index=False
    )
    status = models.CharField(max_length=12, choices=ClaimStatus, default=ClaimStatus.RAISED)
    trigger = models.CharField("what it began with", max_length=8, choices=Trigger)
    indicia = ArrayField(models.CharField(max_length=24), verbose_name="what points to it", default=list)
    note = models.TextField("what was said or seen", blank=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    intake = models.CharField("extract that raised it", max_length=20, blank=True)
    asked_at = models.DateTimeField("counsel asked", null=True, blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    advised_at = models.DateTimeField(null=True, blank=True)
    advised_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    advises = models.CharField("what counsel advises", max_length=9, choices=Outcome, blank=True)
    advice = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ClaimStatus.values), name="cases_claim_status_listed"
            ),
            models.CheckConstraint(
                condition=Q(trigger=Trigger.CLAIM) & ~Q(note="")
                | Q(trigger=Trigger.INDICIA) & ~Q(indicia=[])
                | ~Q(intake=""),
                name="cases_claim_says_what_it_rests_on",
            ),
            models.CheckConstraint(
                condition=Q(status="RAISED", withdrawn_at=None) & _NOBODY_ASKED & _NOT_ADVISED & _NOT_DECIDED
                | Q(status="WITH_COUNSEL", withdrawn_at=None) & _ASKED & _NOT_ADVISED & _NOT_DECIDED
                | Q(status="ADVISED", withdrawn_at=None) & _ASKED & _ADVISED & _NOT_DECIDED
                | Q(status="DECIDED", withdrawn_at=None) & _ASKED & _ADVISED & _DECIDED
                | Q(
                    status="WITHDRAWN",
                    withdrawn_at__isnull=False,
                    decided_at=None,
                    decided_by=None,
                    outcome="",
                )
                & ~Q(reason=""),
                name="cases_claim_status_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("advised_by")),
                name="cases_claim_not_decided_by_its_adviser",
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(status__in=OPEN), name="cases_claim_one_open_each"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="cases_claim_of_subject"),
            models.Index(fields=["raised_at", "id"], condition=Q(status__in=OPEN), name="cases_claim_queue"),
            models.Index(fields=["intake"], condition=~Q(intake=""), name="cases_claim_of_intake"),
        ]

    class Privacy:
        personal = {
            "trigger": Datum.CITIZENSHIP_CLAIM,
            "indicia": Datum.CITIZENSHIP_CLAIM,
            "note": Datum.CITIZENSHIP_CLAIM,
            "advises": Datum.CITIZENSHIP_CLAIM,
            "advice": Datum.CITIZENSHIP_CLAIM,
            "outcome": Datum.CITIZENSHIP_CLAIM,
            "reason": Datum.CITIZENSHIP_CLAIM,
        }
        plain = {
            *("subject", "status", "raised_at", "raised_by", "intake", "asked_at", "asked_by"),
            *("advised_at", "advised_by", "decided_at", "decided_by", "withdrawn_at"),
        }

    def __str__(self) -> str:
        return f"Claim {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it holds."""
        return self.status in OPEN


class CitizenshipClaimStep(models.Model):
    """A step of a claim, never edited: who asked, advised or decided what, and why."""

    claim = models.ForeignKey(
        CitizenshipClaim, on_delete=models.CASCADE, related_name="steps", db_index=False
    )
    step = models.CharField(max_length=9, choices=ClaimStep)
    status = models.CharField("state afterwards", max_length=12, choices=ClaimStatus)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    adviser = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=ClaimStep.values), name="cases_claimstep_listed"),
            models.CheckConstraint(
                condition=Q(step__in=["ADVISED", "DECIDED"], outcome__in=Outcome.values) & ~Q(note="")
                | ~Q(step__in=["ADVISED", "DECIDED"]) & Q(outcome=""),
                name="cases_claimstep_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(step="DECIDED", adviser__isnull=False) & ~Q(adviser=F("by"))
                | ~Q(step="DECIDED") & Q(adviser=None),
                name="cases_claimstep_not_decided_by_the_adviser",
            ),
        ]
        indexes = [models.Index(fields=["claim", "id"], name="cases_claimstep_of_claim")]

    class Privacy:
        personal = {"outcome": Datum.CITIZENSHIP_CLAIM, "note": Datum.CITIZENSHIP_CLAIM}
        plain = {"claim", "step", "status", "at", "by", "adviser"}
