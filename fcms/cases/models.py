"""The fugitive case: one subject, one office, one state, and every step it took."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.database.defaults import NextNumber
from fcms.offices.models import Office
from fcms.pia.datum import Datum
from fcms.subjects.models import SourceKind, Statement, Subject

from .lifecycle import LIVE, Basis, ClosureReason, NewsStatus, Road, Status, Step


class CaseQuerySet(models.QuerySet["Case"]):
    """Named sets of cases."""

    def live(self) -> CaseQuerySet:
        return self.filter(status__in=LIVE)

    def with_people(self) -> CaseQuerySet:
        return self.select_related("subject", "office")


class Case(models.Model):
    """A fugitive case from its basis to its end."""

    number = models.CharField(max_length=20, unique=True, db_default=NextNumber("C", "cases_number"))
    # Both lead an index below, so they need none of their own; nor does a key by which nothing is looked up.
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases", db_index=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="cases", db_index=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    basis = models.CharField(max_length=16, choices=Basis)
    basis_on = models.DateField("basis as of")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closure_reason = models.CharField(max_length=20, choices=ClosureReason, blank=True)
    custody_on = models.DateField("in custody since", null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    taken_back_at = models.DateTimeField("taken back with its extract", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="cases_case_status_listed"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="cases_case_basis_listed"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(status__in=LIVE), name="cases_case_one_live_each"
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.CLOSED,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closure_reason__in=ClosureReason.values,
                )
                | (~Q(status=Status.CLOSED) & Q(closed_at=None, closed_by=None, closure_reason="")),
                name="cases_case_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["IN_CUSTODY", "REMOVED"], custody_on__isnull=False)
                | ~Q(status__in=["IN_CUSTODY", "REMOVED"]),
                name="cases_case_custody_says_when",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.REMOVED, removed_on__isnull=False)
                | (~Q(status=Status.REMOVED) & Q(removed_on=None)),
                name="cases_case_removed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(status="CLOSED", closure_reason="ENTERED_IN_ERROR"),
                name="cases_case_taken_back_is_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status", "id"], name="cases_case_queue"),
            models.Index(fields=["opened_on", "id"], name="cases_case_by_opening"),
            models.Index(fields=["subject", "id"], name="cases_case_of_subject"),
            models.Index(
                fields=["id"], condition=Q(taken_back_at__isnull=False), name="cases_case_taken_back"
            ),
        ]

    class Privacy:
        personal = {
            "basis": Datum.ORDER_AND_STAY,
            "basis_on": Datum.ORDER_AND_STAY,
            "custody_on": Datum.CUSTODY_DATE,
            "removed_on": Datum.CUSTODY_DATE,
        }
        plain = {
            "number",
            "subject",
            "office",
            "status",
            "statement",
            "opened_at",
            "opened_on",
            "closed_at",
            "closed_by",
            "closure_reason",
            "changed_at",
            "taken_back_at",
        }

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        """Whether the case has not ended."""
        return self.status in LIVE


class CaseStep(models.Model):
    """A step of a case, never edited: the lifecycle and its event in one row (PIA 3.1-1)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    step = models.CharField(max_length=12, choices=Step)
    status = models.CharField("state afterwards", max_length=10, choices=Status)
    was = models.CharField("state before", max_length=10, choices=Status, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=20, choices=ClosureReason, blank=True)
    note = models.TextField(blank=True)
    evidence = models.JSONField(
        "what shows it: the field, its label and what was given, of each",
        default=list,
        db_default=models.Value([], models.JSONField()),
    )
    effective_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=120)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="cases_step_listed"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="cases_step_status_listed"),
            models.CheckConstraint(
                condition=Q(step=Step.TRANSFERRED, from_office__isnull=False)
                | (~Q(step=Step.TRANSFERRED) & Q(from_office=None)),
                name="cases_step_transferred_says_from_where",
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.CLOSED) | Q(reason__in=ClosureReason.values),
                name="cases_step_closed_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_step_of_case"),
            models.Index(fields=["step", "effective_on"], name="cases_step_by_day"),
        ]

    class Privacy:
        personal = {"note": Datum.ACTIVITY_NOTES, "evidence": Datum.SOURCE_STATEMENT}
        plain = {
            "case",
            "step",
            "status",
            "was",
            "office",
            "from_office",
            "reason",
            "effective_on",
            "at",
            "by",
            "actor",
        }


class Proposal(models.Model):
    """News of a subject that would take the case off the backlog: nothing until a supervisor accepts it (PIA 0-3)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proposals", db_index=False)
    road = models.CharField("what it would mean", max_length=20, choices=Road)
    effective_on = models.DateField("since")
    summary = models.CharField("what is said", max_length=300)
    evidence = models.JSONField("what shows it, as pairs of a label and a text", default=list)
    reference = models.CharField("document", max_length=60, blank=True)
    weak = models.BooleanField("does not verify by itself", default=False)
    source = models.CharField(max_length=10, choices=SourceKind)
    system = models.CharField(max_length=80)
    as_of = models.DateField()
    intake = models.CharField(max_length=20, blank=True)
    file = models.CharField(max_length=60, blank=True)
    row = models.IntegerField(null=True, blank=True)
    status = models.CharField(max_length=9, choices=NewsStatus, default=NewsStatus.WAITING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(road__in=Road.values), name="cases_proposal_road_listed"),
            models.CheckConstraint(
                condition=Q(source__in=SourceKind.values), name="cases_proposal_source_listed"
            ),
            models.CheckConstraint(
                condition=Q(status="WAITING", decided_at=None, decided_by=None, reason="")
                | Q(status="ACCEPTED", decided_at__isnull=False, decided_by__isnull=False)
                | Q(status="REFUSED", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")
                | Q(status__in=["LAPSED", "WITHDRAWN"], decided_at__isnull=False) & ~Q(reason=""),
                name="cases_proposal_decided_says_who",
            ),
            models.UniqueConstraint(
                fields=["case", "road", "system"],
                condition=Q(status="WAITING"),
                name="cases_proposal_waits_once",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_proposal_of_case"),
            models.Index(
                fields=["proposed_at", "id"], condition=Q(status="WAITING"), name="cases_proposal_queue"
            ),
            models.Index(fields=["intake", "file", "row"], name="cases_proposal_of_row"),
        ]

    class Privacy:
        personal = {
            "effective_on": Datum.CUSTODY_DATE,
            "summary": Datum.SOURCE_STATEMENT,
            "evidence": Datum.SOURCE_STATEMENT,
            "reference": Datum.SOURCE_STATEMENT,
            "reason": Datum.ACTIVITY_NOTES,
        }
        plain = {
            "case",
            "road",
            "weak",
            "source",
            "system",
            "as_of",
            "intake",
            "file",
            "row",
            "status",
            "proposed_at",
            "proposed_by",
            "decided_at",
            "decided_by",
        }


# The models of the rooms, so that Django finds them.
from .claims.models import CitizenshipClaim, CitizenshipClaimStep  # noqa: E402, F401
from .clearances.models import Clearance  # noqa: E402, F401
from .priority.models import CasePriority, PriorityChange  # noqa: E402, F401
from .reviews.models import CaseReview  # noqa: E402, F401
from .transfers.models import CaseTransfer  # noqa: E402, F401
