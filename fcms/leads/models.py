"""A lead: where a subject may be, who said so, which team looks, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.database.defaults import NextNumber
from fcms.database.fields import PartialDateField
from fcms.offices.models import Office, Team
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject

from .lifecycle import Outcome, SourceKind, Status, Step

LIVE_ONLY = ~Q(status="CLOSED")
"""The condition of the indexes that the queues are read by."""


class LeadQuerySet(models.QuerySet["Lead"]):
    """Named sets of leads."""

    def live(self) -> LeadQuerySet:
        return self.filter(LIVE_ONLY)

    def not_taken_back(self) -> LeadQuerySet:
        return self.exclude(outcome=Outcome.ENTERED_IN_ERROR)

    def unrouted(self) -> LeadQuerySet:
        return self.filter(status=Status.NEW)

    def unlinked(self) -> LeadQuerySet:
        return self.live().filter(subject__isnull=True)

    def with_people(self) -> LeadQuerySet:
        return self.select_related("subject", "case", "office", "team", "officer")


class Lead(models.Model):
    """Information that may help to locate a subject."""

    number = models.CharField(max_length=20, unique=True, db_default=NextNumber("L", "leads_number"))
    source_kind = models.CharField("kind of source", max_length=24, choices=SourceKind)
    source_agency = models.CharField(max_length=120, blank=True)
    source_officer = models.CharField(max_length=120, blank=True)
    source_reference = models.CharField(max_length=60, blank=True)
    received_on = models.DateField("received on")
    # Who the source says it is about; the subject is linked when the A-Number is ours, or by a person.
    a_number = models.CharField("A-Number", max_length=10, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    given_name = models.CharField(max_length=80, blank=True)
    birth_on = PartialDateField("date of birth", blank=True)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    line_1 = models.CharField("street address", max_length=100, blank=True)
    line_2 = models.CharField("unit", max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField("ZIP code", max_length=5, blank=True)
    address_key = models.CharField(max_length=32, blank=True)
    first_seen_on = models.DateField("first seen", null=True, blank=True)
    last_seen_on = models.DateField("last seen", null=True, blank=True)
    notes = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.NEW)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    officer = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="leads", db_index=False
    )
    rule = models.CharField("routing rule", max_length=20, blank=True)
    waiting_since = models.DateTimeField("in this state since")
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField("corrected or linked by a person", null=True, blank=True)
    intake = models.CharField(max_length=20, blank=True)
    file = models.CharField(max_length=60, blank=True)
    row = models.IntegerField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="leads_lead_status_listed"),
            models.CheckConstraint(
                condition=Q(source_kind__in=SourceKind.values), name="leads_lead_source_listed"
            ),
            models.CheckConstraint(condition=Q(zip="") | Q(zip__regex=r"^\d{5}$"), name="leads_lead_zip"),
            models.CheckConstraint(
                condition=Q(a_number="") | Q(a_number__regex=r"^A\d{9}$"), name="leads_lead_a_number"
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.CLOSED,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__in=Outcome.values,
                )
                | (~Q(status=Status.CLOSED) & Q(closed_at=None, closed_by=None, outcome="")),
                name="leads_lead_closed_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ROUTED", "WORKING"]) | Q(office__isnull=False),
                name="leads_lead_routed_has_an_office",
            ),
            models.CheckConstraint(
                condition=Q(entered_by__isnull=False) | ~Q(intake=""), name="leads_lead_has_an_origin"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(subject__isnull=False),
                name="leads_lead_case_has_a_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "waiting_since", "id"],
                include=["status", "team", "officer"],
                condition=LIVE_ONLY,
                name="leads_lead_office_queue",
            ),
            models.Index(
                fields=["team", "waiting_since", "id"],
                include=["status", "officer"],
                condition=LIVE_ONLY,
                name="leads_lead_team_queue",
            ),
            models.Index(
                fields=["officer", "waiting_since", "id"],
                include=["status"],
                condition=LIVE_ONLY & Q(officer__isnull=False),
                name="leads_lead_officer_queue",
            ),
            models.Index(
                fields=["waiting_since", "id"], condition=Q(status="NEW"), name="leads_lead_unrouted_queue"
            ),
            models.Index(
                fields=["waiting_since", "id"],
                condition=LIVE_ONLY & Q(subject__isnull=True),
                name="leads_lead_unlinked_queue",
            ),
            models.Index(
                fields=["office", "waiting_since", "id"],
                condition=Q(status="CLOSED"),
                name="leads_lead_closed_queue",
            ),
            models.Index(
                fields=["waiting_since", "id"], condition=LIVE_ONLY, name="leads_lead_live_anywhere"
            ),
            models.Index(
                fields=["waiting_since", "id"],
                condition=Q(status="CLOSED"),
                name="leads_lead_closed_anywhere",
            ),
            models.Index(fields=["case", "id"], name="leads_lead_of_case"),
            models.Index(fields=["subject", "id"], name="leads_lead_of_subject"),
            models.Index(fields=["source_agency", "source_reference"], name="leads_lead_reference"),
            models.Index(fields=["a_number"], name="leads_lead_by_a_number"),
            models.Index(fields=["received_on"], name="leads_lead_by_day"),
            models.Index(fields=["intake"], condition=~Q(intake=""), name="leads_lead_of_intake"),
            models.Index(fields=["address_key"], condition=~Q(address_key=""), name="leads_lead_by_address"),
        ]

    class Privacy:
        personal = {
            "number": Datum.LEAD_NUMBER,
            "source_kind": Datum.LEAD_SOURCE,
            "source_agency": Datum.LEAD_SOURCE,
            "source_officer": Datum.LEAD_SOURCE,
            "source_reference": Datum.LEAD_SOURCE,
            "a_number": Datum.A_NUMBER,
            "family_name": Datum.NAME,
            "given_name": Datum.NAME,
            "birth_on": Datum.BIRTH_DATE,
            "line_1": Datum.LEAD_ADDRESS,
            "line_2": Datum.LEAD_ADDRESS,
            "city": Datum.LEAD_ADDRESS,
            "state": Datum.LEAD_ADDRESS,
            "zip": Datum.LEAD_ADDRESS,
            "address_key": Datum.LEAD_ADDRESS,
            "first_seen_on": Datum.LEAD_ADDRESS,
            "last_seen_on": Datum.LEAD_ADDRESS,
            "notes": Datum.LEAD_NOTES,
            "office": Datum.LEAD_REFERRAL,
            "team": Datum.LEAD_REFERRAL,
            "officer": Datum.LEAD_CONTACT,
        }
        plain = {
            "received_on",
            "subject",
            "case",
            "status",
            "rule",
            "waiting_since",
            "outcome",
            "closed_at",
            "closed_by",
            "entered_at",
            "entered_by",
            "changed_at",
            "intake",
            "file",
            "row",
        }

    def __str__(self) -> str:
        return self.number


class LeadStep(models.Model):
    """A step of a lead, never edited; a routing step keeps the rule and the ZIP edition it was decided by."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="steps", db_index=False)
    step = models.CharField(max_length=12, choices=Step)
    status = models.CharField("state afterwards", max_length=8, choices=Status)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    rule = models.CharField(max_length=20, blank=True)
    edition = models.IntegerField("ZIP edition", null=True)
    zip = models.CharField(max_length=5, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=120)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="leads_step_listed"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="leads_step_status_listed"),
            models.CheckConstraint(
                condition=~Q(step=Step.CLOSED) | Q(status=Status.CLOSED, outcome__in=Outcome.values),
                name="leads_step_closed_says_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lead", "at", "id"], include=["status", "office"], name="leads_step_of_lead"
            ),
            models.Index(fields=["at"], condition=Q(step="CLOSED"), name="leads_step_closings"),
        ]

    class Privacy:
        personal = {
            "note": Datum.LEAD_NOTES,
            "zip": Datum.LEAD_ADDRESS,
            "office": Datum.LEAD_REFERRAL,
            "team": Datum.LEAD_REFERRAL,
            "officer": Datum.LEAD_CONTACT,
        }
        plain = {"lead", "step", "status", "rule", "edition", "outcome", "at", "by", "actor"}


class LeadNote(models.Model):
    """A dated, signed remark on a lead."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["-at", "-id"]

    class Privacy:
        personal = {"text": Datum.LEAD_NOTES}
        plain = {"lead", "at", "by"}


class TransferProposal(models.Model):
    """An open lead whose ZIP code went to another office with an edition of the directory. A person decides."""

    lead = models.ForeignKey(
        Lead, on_delete=models.CASCADE, related_name="transfer_proposals", db_index=False
    )
    from_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=300)
    edition = models.IntegerField("ZIP edition")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    accepted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=None, decided_at=None, decided_by=None, reason="")
                | Q(accepted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="leads_transferproposal_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(accepted=True) | ~Q(reason=""),
                name="leads_transferproposal_declined_says_why",
            ),
            models.UniqueConstraint(
                fields=["lead"], condition=Q(accepted=None), name="leads_transferproposal_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_office", "id"], condition=Q(accepted=None), name="leads_transfers_open"
            ),
            models.Index(fields=["edition", "id"], name="leads_transfers_of_edition"),
            models.Index(fields=["lead", "id"], name="leads_transfers_of_lead"),
        ]

    class Privacy:
        personal = {"from_office": Datum.LEAD_REFERRAL, "to_office": Datum.LEAD_REFERRAL}
        plain = {
            *("lead", "why", "edition", "opened_at", "opened_by"),
            *("accepted", "decided_at", "decided_by", "reason"),
        }


class LeadScore(models.Model):
    """How good a lead is: the sum, its parts with their reasons, and by which version of the table of points."""

    lead = models.OneToOneField(Lead, on_delete=models.CASCADE, primary_key=True, related_name="score")
    points = models.SmallIntegerField()
    parts = models.JSONField(default=list)
    version = models.SmallIntegerField()
    ranked_at = models.DateTimeField()

    class Meta:
        ordering = ["-points"]

    class Privacy:
        personal = {"points": Datum.LEAD_NOTES, "parts": Datum.LEAD_NOTES}
        plain = {"lead", "version", "ranked_at"}


class VendorAnswer(models.Model):
    """What a commercial vendor said of the lead that its answer became: the place in its order and its score."""

    lead = models.OneToOneField(
        Lead, on_delete=models.CASCADE, related_name="vendor_answer", primary_key=True
    )
    vendor = models.CharField(max_length=80)
    batch = models.CharField("batch that was answered", max_length=40)
    rank = models.IntegerField("place in the vendor's order, the best being 1", null=True)
    score = models.DecimalField("relevance score, 0 to 100", max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100), name="leads_vendoranswer_score"
            ),
            models.CheckConstraint(condition=Q(rank=None) | Q(rank__gte=1), name="leads_vendoranswer_rank"),
        ]

    class Privacy:
        personal = {
            "vendor": Datum.LEAD_SOURCE,
            "rank": Datum.LEAD_SOURCE,
            "score": Datum.LEAD_SOURCE,
        }
        plain = {"lead", "batch"}
