"""What a team did: checks, visits, interviews, arrests (PIA 1.1-5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.accounts.models import User
from fcms.cases.models import Case
from fcms.leads.models import Lead
from fcms.offices.models import Office, Team
from fcms.pia.datum import Datum
from fcms.subjects.models import Subject


class ActivityType(models.TextChoices):
    """What kind of action was taken."""

    RECORDS_CHECK = "RECORDS_CHECK", "Records check"
    ADDRESS_CHECK = "ADDRESS_CHECK", "Address check"
    INTERVIEW = "INTERVIEW", "Interview"
    SURVEILLANCE = "SURVEILLANCE", "Surveillance"
    VISIT = "VISIT", "Visit"
    ARREST = "ARREST", "Arrest"
    ASSISTANCE = "ASSISTANCE", "Assistance to another agency"
    DOCUMENT_REVIEW = "DOCUMENT_REVIEW", "Document review"
    OTHER_DUTY = "OTHER_DUTY", "Duty outside the programme"


class CheckSystem(models.TextChoices):
    """Which system a records check asked."""

    EID = "EID", "EID"
    NCIC = "NCIC", "NCIC"
    TECS = "TECS", "TECS"
    CIS = "CIS", "CIS"
    COURT = "COURT", "Immigration court"
    STATE = "STATE", "State records"
    COMMERCIAL = "COMMERCIAL", "Commercial records"
    OTHER = "OTHER", "Other"


class CheckResult(models.TextChoices):
    """What a check said of the status that matters before anyone acts (PIA 1.5-4)."""

    STILL_FUGITIVE = "STILL_FUGITIVE", "Still a fugitive"
    NOT_FUGITIVE = "NOT_FUGITIVE", "No longer a fugitive"
    IN_CUSTODY = "IN_CUSTODY", "In custody"
    ADDRESS_CONFIRMED = "ADDRESS_CONFIRMED", "Address confirmed"
    ADDRESS_NOT_CONFIRMED = "ADDRESS_NOT_CONFIRMED", "Address not confirmed"
    NO_RECORD = "NO_RECORD", "No record found"
    UNCLEAR = "UNCLEAR", "Unclear"


class VisitOutcome(models.TextChoices):
    """What a visit found; never a name of anyone who lives there."""

    FOUND = "FOUND", "Subject found"
    NOT_THERE = "NOT_THERE", "Subject not there, lives there"
    MOVED = "MOVED", "Moved"
    UNRELATED = "UNRELATED", "Current resident unrelated"
    VACANT = "VACANT", "Vacant"
    NO_SUCH_UNIT = "NO_SUCH_UNIT", "No such unit"
    NOT_ANSWERED = "NOT_ANSWERED", "Nobody answered"


class Gates(models.TextChoices):
    """How the gates stood when somebody went to an address; "" for what has no gates (PIA-1.5-4)."""

    OPEN = "OPEN", "With its checks"
    OVERRIDDEN = "OVERRIDDEN", "With its checks, one overridden"
    SHUT = "SHUT", "Recorded without its checks"
    TAKEN_OVER = "TAKEN_OVER", "Taken over from before"


CHECKED = (Gates.OPEN, Gates.OVERRIDDEN)
"""What only a field action that went through its gates can be."""

GATED_TYPES = ("VISIT", "SURVEILLANCE", "ARREST")
GATED = Q(type__in=["VISIT", "SURVEILLANCE"]) | Q(type="ARREST", case__isnull=False)
"""Which activities somebody goes to an address for: an arrest that is only counted names no case."""


class Activity(models.Model):
    """An action taken on a lead or a case, signed with the officer's name, title and office as of then."""

    type = models.CharField("type of action", max_length=16, choices=ActivityType)
    # Each leads an index below, so it needs none of its own; nor does a key by which nothing is looked up.
    lead = models.ForeignKey(
        Lead, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="activities", db_index=False)
    officer_name = models.CharField(max_length=120)
    officer_title = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="activities", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    acted_on = models.DateField("date")
    location = models.CharField("place", max_length=200, blank=True)
    # The address of a check, a visit, a surveillance or an arrest, by the key that addresses are compared by.
    address_key = models.CharField(max_length=32, blank=True, default="", db_default="")
    operation_name = models.CharField(max_length=80, blank=True)
    check_system = models.CharField("system asked", max_length=12, choices=CheckSystem, blank=True)
    check_result = models.CharField("result", max_length=24, choices=CheckResult, blank=True)
    visit_outcome = models.CharField("what the visit found", max_length=16, choices=VisitOutcome, blank=True)
    verification = models.CharField(
        "how identity and status were verified (non-fugitive arrest)", max_length=200, blank=True
    )
    verified_on = models.DateField("when they were verified", null=True, blank=True)
    notes = models.TextField(blank=True)
    gates = models.CharField("how the gates stood", max_length=10, choices=Gates, blank=True)
    field_action = models.OneToOneField(
        "activities.FieldAction", on_delete=models.PROTECT, null=True, blank=True, related_name="activity"
    )
    reading = models.ForeignKey(
        "activities.GateReading",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    late = models.BooleanField("entered late", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-acted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(type__in=ActivityType.values), name="activities_activity_type_listed"
            ),
            models.CheckConstraint(
                condition=~Q(type="RECORDS_CHECK") | (~Q(check_system="") & ~Q(check_result="")),
                name="activities_check_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(type="VISIT") | ~Q(visit_outcome=""), name="activities_visit_says_what"
            ),
            models.CheckConstraint(
                condition=Q(check_system__in=["", *CheckSystem.values])
                & Q(check_result__in=["", *CheckResult.values])
                & Q(visit_outcome__in=["", *VisitOutcome.values]),
                name="activities_activity_codes_listed",
            ),
            # An arrest is of the person of a case, or of nobody named here and then verified (PIA-0-10).
            models.CheckConstraint(
                condition=Q(verification="", verified_on=None) & (~Q(type="ARREST") | Q(case__isnull=False))
                | Q(type="ARREST", case=None, lead=None, verified_on__isnull=False, notes="")
                & ~Q(verification="")
                & ~Q(check_system=""),
                name="activities_arrest_of_a_case_or_verified",
            ),
            models.CheckConstraint(
                condition=GATED & Q(gates__in=Gates.values) | ~GATED & Q(gates="", field_action=None),
                name="activities_gated_says_how",
            ),
            # With its checks is only what came from a field action on a reading of the gates (PIA-1.5-4).
            models.CheckConstraint(
                condition=Q(gates__in=["", "TAKEN_OVER"], field_action=None, reading=None)
                | Q(gates="SHUT") & (Q(reading__isnull=False) | Q(case=None))
                | Q(gates__in=CHECKED, field_action__isnull=False, reading__isnull=False, case__isnull=False),
                name="activities_checked_has_its_action",
            ),
        ]
        indexes = [
            models.Index(fields=["acted_on", "id"], name="activities_by_day"),
            models.Index(fields=["officer", "acted_on", "id"], name="activities_by_officer"),
            models.Index(fields=["office", "acted_on", "id"], name="activities_by_office"),
            models.Index(fields=["lead", "id"], name="activities_of_lead"),
            models.Index(fields=["case", "id"], name="activities_of_case"),
            models.Index(
                fields=["office", "acted_on", "id"],
                condition=Q(gates="SHUT"),
                name="activities_without_checks",
            ),
            models.Index(
                fields=["address_key", "acted_on"],
                condition=~Q(address_key=""),
                name="activities_at_address",
            ),
        ]

    class Privacy:
        personal = {
            "type": Datum.ACTIVITY_TYPE,
            "officer": Datum.OFFICER,
            "officer_name": Datum.OFFICER,
            "officer_title": Datum.OFFICER,
            "office": Datum.OFFICER,
            "location": Datum.ACTIVITY_PLACE,
            "address_key": Datum.ACTIVITY_PLACE,
            "operation_name": Datum.OPERATION_NAME,
            "check_system": Datum.LEAD_CHECKS,
            "check_result": Datum.LEAD_CHECKS,
            "visit_outcome": Datum.ACTIVITY_NOTES,
            "verification": Datum.ACTIVITY_NOTES,
            "notes": Datum.ACTIVITY_NOTES,
        }
        plain = {
            *("lead", "case", "team", "acted_on", "verified_on", "late", "recorded_at", "recorded_by"),
            *("gates", "field_action", "reading"),
        }

    @property
    def of_a_non_fugitive(self) -> bool:
        """Whether it is an arrest that was only counted."""
        return bool(self.verification)

    @property
    def subject(self) -> Subject | None:
        """The person it was about, where that is known."""
        record = self.case or self.lead
        return record.subject if record else None

    @property
    def tone(self) -> str:
        """The colour of what came of it."""
        if self.type == ActivityType.ARREST:
            return "good"
        good = (CheckResult.STILL_FUGITIVE, CheckResult.ADDRESS_CONFIRMED)
        bad = (CheckResult.NOT_FUGITIVE, CheckResult.IN_CUSTODY, CheckResult.ADDRESS_NOT_CONFIRMED)
        return "active" if self.check_result in good else "bad" if self.check_result in bad else ""

    @property
    def arrest_made(self) -> Arrest | None:
        """The arrest of a fugitive that it was, if it was one."""
        return getattr(self, "arrest", None)

    @property
    def place(self) -> str:
        """Where it was: the address of an arrest, else what the officer wrote."""
        return self.arrest_made.address if self.arrest_made else self.location

    @property
    def finding(self) -> str:
        """What came of it, in a few words."""
        if self.of_a_non_fugitive:
            return "of a non-fugitive, counted"
        said = [
            self.get_check_system_display(),
            self.get_check_result_display(),
            self.get_visit_outcome_display(),
        ]
        return ": ".join(part for part in said if part)


class Arrest(models.Model):
    """The arrest of a fugitive, with what reports need as it stood at that moment."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="arrest")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="arrests")
    arrested_on = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="arrests")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="arrests")
    line_1 = models.CharField("street address", max_length=100)
    line_2 = models.CharField("unit", max_length=60, blank=True)
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    zip = models.CharField("ZIP code", max_length=5, blank=True)
    criminal = models.BooleanField("convicted at the time of arrest")
    targeted = models.BooleanField("the person the team was looking for", default=True)

    class Meta:
        ordering = ["-arrested_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(line_1="") & ~Q(city="") & Q(state__regex=r"^[A-Z]{2}$"),
                name="activities_arrest_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(zip="") | Q(zip__regex=r"^\d{5}$"), name="activities_arrest_zip"
            ),
        ]
        indexes = [models.Index(fields=["arrested_on"], name="activities_arrest_by_day")]

    class Privacy:
        personal = {
            "arrested_on": Datum.ARREST_DATE,
            "line_1": Datum.ARREST_ADDRESS,
            "line_2": Datum.ARREST_ADDRESS,
            "city": Datum.ARREST_ADDRESS,
            "state": Datum.ARREST_ADDRESS,
            "zip": Datum.ARREST_ADDRESS,
            "criminal": Datum.CONVICTION_SUMMARY,
        }
        plain = {"activity", "case", "office", "team", "targeted"}

    @property
    def address(self) -> str:
        """The whole address in one line."""
        unit = f" {self.line_2}" if self.line_2 else ""
        return f"{self.line_1}{unit}, {self.city} {self.state} {self.zip}".rstrip()


from .fieldwork.models import FieldAction, FieldActionStep  # noqa: E402,F401 - models of this app, in a room
from .gates.models import GateOverride, GateReading, PlaceKind  # noqa: E402,F401 - models of this app, in a room
from .ledger.models import AddressRecord, DoNotReturn  # noqa: E402,F401 - models of this app, in a room of their own
