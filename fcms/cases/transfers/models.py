"""A transfer of a case: nothing until the office that would hold it has accepted (PIA 3.1)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from fcms.accounts.models import User
from fcms.cases.lifecycle import TransferStatus
from fcms.offices.models import Office
from fcms.pia.datum import Datum


class CaseTransfer(models.Model):
    """The proposal to hand a case over to another field office, and what became of it."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="transfers", db_index=False)
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField("why it is proposed")
    status = models.CharField(max_length=9, choices=TransferStatus, default=TransferStatus.WAITING)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answer = models.TextField("what was answered", blank=True)

    class Meta:
        app_label = "cases"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="WAITING", decided_at=None, decided_by=None, answer="")
                | Q(status__in=["ACCEPTED", "WITHDRAWN"], decided_at__isnull=False, decided_by__isnull=False)
                | Q(status="REFUSED", decided_at__isnull=False, decided_by__isnull=False) & ~Q(answer="")
                | Q(status="LAPSED", decided_at__isnull=False) & ~Q(answer=""),
                name="cases_transfer_decided_says_who",
            ),
            models.CheckConstraint(
                condition=~Q(status="ACCEPTED") | ~Q(decided_by=F("proposed_by")),
                name="cases_transfer_accepted_by_another",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_transfer_says_why"),
            models.CheckConstraint(
                condition=~Q(from_office=F("to_office")), name="cases_transfer_to_another_office"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="WAITING"), name="cases_transfer_waits_once"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_transfer_of_case"),
            models.Index(
                fields=["to_office", "proposed_at", "id"],
                condition=Q(status="WAITING"),
                name="cases_transfer_coming_in",
            ),
            models.Index(
                fields=["from_office", "proposed_at", "id"],
                condition=Q(status="WAITING"),
                name="cases_transfer_going_out",
            ),
            models.Index(
                fields=["proposed_by", "decided_at"],
                condition=Q(status__in=["ACCEPTED", "REFUSED"]),
                name="cases_transfer_answered",
            ),
        ]

    class Privacy:
        personal = {"reason": Datum.ACTIVITY_NOTES, "answer": Datum.ACTIVITY_NOTES}
        plain = {
            "case",
            "from_office",
            "to_office",
            "status",
            "proposed_at",
            "proposed_by",
            "decided_at",
            "decided_by",
        }
