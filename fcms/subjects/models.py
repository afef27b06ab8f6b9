"""The person described: the inventory of PIA 1.1, every fact with the statement it came from."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from fcms.accounts.models import User
from fcms.database.defaults import NextNumber, NextValue
from fcms.database.fields import PartialDateField
from fcms.offices.models import Office
from fcms.pia.datum import Datum

from .codes import AliasKind, CustodyStatus, IdentifierKind, Jurisdiction, OrderKind, Sex, SourceKind
from .conflicts.models import Conflict, Kept
from .merging.models import Merge, MergeMove
from .retraction.models import Echo, Retraction

__all__ = ["Conflict", "Echo", "Kept", "Merge", "MergeMove", "Retraction", "SourceKind"]

STANDING = Q(withdrawn_at=None, merged_into=None)
"""Subjects who count: neither taken back with their extract nor merged into another."""


class Subject(models.Model):
    """A person whom a case or a lead is about. What is in force stands here; who said it, in `Statement`."""

    number = models.CharField(max_length=20, unique=True, db_default=NextNumber("S", "subjects_number"))
    key_slot = models.BigIntegerField(unique=True, db_default=NextValue("subjects_key_slot"))
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = PartialDateField("date of birth", blank=True)
    birth_place = models.CharField("place of birth", max_length=120, blank=True)
    gang_affiliation = models.CharField(max_length=120, blank=True)
    last_entry_on = PartialDateField("date of last known entry", blank=True)
    last_entry_place = models.CharField("place of last known entry", max_length=120, blank=True)
    entry_class = models.CharField(max_length=10, blank=True)
    case_category = models.CharField("removal case category", max_length=4, blank=True)
    case_category_on = models.DateField("category as of", null=True, blank=True)
    docket_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="docketed"
    )
    order_kind = models.CharField("kind of order", max_length=12, choices=OrderKind, blank=True)
    final_order_on = models.DateField("date of final order", null=True, blank=True)
    failed_to_report_on = models.DateField("failed to report on", null=True, blank=True)
    custody_status = models.CharField(max_length=14, choices=CustodyStatus, default=CustodyStatus.AT_LARGE)
    custody_on = models.DateField("in custody since", null=True, blank=True)
    removed_on = models.DateField("removed on", null=True, blank=True)
    stay_kind = models.CharField("stay of removal", max_length=40, blank=True)
    stay_until = models.DateField("stay until", null=True, blank=True)
    citizenship_claim = models.BooleanField("claim of citizenship", null=True, blank=True)
    confidential_1367 = models.BooleanField("8 USC 1367 confidentiality", null=True, blank=True)
    died_on = models.DateField("died on", null=True, blank=True)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(family_name=""), name="subjects_subject_has_a_name"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="subjects_subject_sex_listed"),
            models.CheckConstraint(
                condition=Q(custody_status__in=CustodyStatus.values), name="subjects_subject_custody_listed"
            ),
            models.CheckConstraint(
                condition=Q(order_kind__in=["", *OrderKind.values]), name="subjects_subject_order_listed"
            ),
            models.CheckConstraint(
                condition=~Q(custody_status="REMOVED") | Q(removed_on__isnull=False),
                name="subjects_subject_removed_when",
            ),
            models.CheckConstraint(
                condition=Q(birth_on="") | Q(birth_on__regex=r"^(18|19|20)\d\d(-\d\d(-\d\d)?)?$"),
                name="subjects_subject_birth_is_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["family_name", "given_name", "id"], name="subjects_by_name"),
            models.Index(fields=["birth_on"], name="subjects_by_birth"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="subjects_merged_into"
            ),
        ]

    class Privacy:
        personal = {
            "family_name": Datum.NAME,
            "given_name": Datum.NAME,
            "middle_name": Datum.NAME,
            "suffix": Datum.NAME,
            "sex": Datum.SEX,
            "birth_on": Datum.BIRTH_DATE,
            "birth_place": Datum.BIRTH_PLACE,
            "gang_affiliation": Datum.GANG,
            "last_entry_on": Datum.ENTRY_DATE,
            "last_entry_place": Datum.ENTRY_PLACE,
            "entry_class": Datum.ENTRY_CLASS,
            "case_category": Datum.CASE_CATEGORY,
            "case_category_on": Datum.CASE_CATEGORY,
            "docket_office": Datum.DOCKET_OFFICE,
            "order_kind": Datum.ORDER_AND_STAY,
            "final_order_on": Datum.ORDER_AND_STAY,
            "failed_to_report_on": Datum.FAILURE_TO_REPORT,
            "custody_status": Datum.CUSTODY_DATE,
            "custody_on": Datum.CUSTODY_DATE,
            "removed_on": Datum.CUSTODY_DATE,
            "stay_kind": Datum.ORDER_AND_STAY,
            "stay_until": Datum.ORDER_AND_STAY,
            "citizenship_claim": Datum.CITIZENSHIP_CLAIM,
            "confidential_1367": Datum.CONFIDENTIALITY_FLAG,
            "died_on": Datum.DEATH,
        }
        plain = {"number", "key_slot", "entered_at", "changed_at", "withdrawn_at", "merged_into"}

    def __str__(self) -> str:
        return self.number

    @property
    def full_name(self) -> str:
        """The name as a list shows it: `FAMILY, Given Middle Suffix`."""
        given = " ".join(part for part in (self.given_name, self.middle_name, self.suffix) if part)
        return f"{self.family_name}, {given}" if given else self.family_name


class Statement(models.Model):
    """What one source said of a subject at one time: an extract's row, or an officer's entry (PIA 1.2-1)."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="statements")
    source = models.CharField(max_length=12, choices=SourceKind)
    system = models.CharField(max_length=80)
    intake = models.CharField(max_length=20, blank=True)
    file = models.CharField(max_length=60, blank=True)
    row = models.IntegerField(null=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.JSONField(default=dict)
    # The columns of `said` that were kept as said and not put in force: settled before, or for a person to confirm.
    heard = ArrayField(models.CharField(max_length=40), default=list, db_default=[])

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["intake"], name="subjects_statement_intake")]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=False) | ~Q(intake=""), name="subjects_statement_has_a_source"
            )
        ]

    class Privacy:
        personal = {"said": Datum.SOURCE_STATEMENT}
        plain = {
            "subject",
            "source",
            "system",
            "intake",
            "file",
            "row",
            "as_of",
            "recorded_at",
            "recorded_by",
            "heard",
        }


class Fact(models.Model):
    """What every fact beside the subject's own columns shares: whose it is, who said it, whether it stands."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="%(class)ss")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]


FACT_PLAIN = {"subject", "statement", "withdrawn_at"}


class ANumber(Fact):
    """An Alien Number; a person may have several, one of them the primary."""

    number = models.CharField(max_length=10)
    primary = models.BooleanField(default=True)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^A\d{9}$"), name="subjects_anumber_form"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(withdrawn_at__isnull=True), name="subjects_anumber_one_subject"
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(primary=True, withdrawn_at__isnull=True),
                name="subjects_anumber_one_primary",
            ),
        ]

    class Privacy:
        personal = {"number": Datum.A_NUMBER}
        plain = FACT_PLAIN | {"primary"}


class Alias(Fact):
    """Another name of the subject."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="aliases")
    kind = models.CharField(max_length=8, choices=AliasKind)
    family_name = models.CharField(max_length=80)
    given_name = models.CharField(max_length=80, blank=True)
    middle_name = models.CharField(max_length=80, blank=True)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AliasKind.values), name="subjects_alias_kind_listed")
        ]

    class Privacy:
        personal = {"family_name": Datum.ALIAS, "given_name": Datum.ALIAS, "middle_name": Datum.ALIAS}
        plain = FACT_PLAIN | {"kind"}


class Identifier(Fact):
    """A sensitive number: sealed under the subject's own key, found only by an exact look-up."""

    kind = models.CharField(max_length=4, choices=IdentifierKind)
    sealed = models.BinaryField()
    blind = models.BinaryField(max_length=32)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=IdentifierKind.values), name="subjects_identifier_kind_listed"
            ),
            models.UniqueConstraint(
                fields=["subject", "kind", "blind"],
                condition=Q(withdrawn_at__isnull=True),
                name="subjects_identifier_once",
            ),
        ]
        indexes = [models.Index(fields=["blind"], name="subjects_identifier_blind")]

    class Privacy:
        personal = dict.fromkeys(
            ("sealed", "blind"), (Datum.SSN, Datum.FBI_NUMBER, Datum.FIN, Datum.SID, Datum.TECS_NUMBER)
        )
        plain = FACT_PLAIN | {"kind"}


class Address(Fact):
    """A possible address in the United States, as given and as compared (`key`)."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="addresses")
    line_1 = models.CharField(max_length=100)
    line_2 = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=5, blank=True)
    provided_by_subject = models.BooleanField(default=False)
    seen_on = models.DateField("as of", null=True, blank=True)
    key = models.CharField(max_length=32)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(zip="") | Q(zip__regex=r"^\d{5}$"), name="subjects_address_zip"
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="subjects_address_key"),
            models.Index(fields=["zip"], name="subjects_address_by_zip"),
            models.Index(OpClass(Upper("line_1"), name="text_pattern_ops"), name="subjects_address_by_line"),
        ]

    class Privacy:
        personal = {
            "line_1": Datum.ADDRESS,
            "line_2": Datum.ADDRESS,
            "city": Datum.ADDRESS,
            "state": Datum.ADDRESS,
            "zip": Datum.ADDRESS,
            "key": Datum.ADDRESS,
            "seen_on": Datum.ADDRESS,
            "provided_by_subject": Datum.ADDRESS,
        }
        plain = FACT_PLAIN


class RemovalCharge(Fact):
    """A charge of removability, in the notation of the source (`237a2Aiii`)."""

    charge = models.CharField(max_length=20)

    class Meta(Fact.Meta):
        pass

    class Privacy:
        personal = {"charge": Datum.REMOVAL_CHARGE}
        plain = FACT_PLAIN


class Apprehension(Fact):
    """A prior apprehension by the department."""

    apprehended_on = models.DateField()

    class Meta(Fact.Meta):
        pass

    class Privacy:
        personal = {"apprehended_on": Datum.APPREHENSION_DATE}
        plain = FACT_PLAIN


class Conviction(Fact):
    """A conviction: code, summary, date and where."""

    offense_code = models.CharField(max_length=4, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    convicted_on = PartialDateField(blank=True)
    jurisdiction = models.CharField(max_length=7, choices=Jurisdiction, default=Jurisdiction.US)

    class Meta(Fact.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(jurisdiction__in=Jurisdiction.values), name="subjects_conviction_where"
            )
        ]

    class Privacy:
        personal = {
            "offense_code": Datum.CONVICTION_SUMMARY,
            "summary": Datum.CONVICTION_SUMMARY,
            "jurisdiction": Datum.CONVICTION_SUMMARY,
            "convicted_on": Datum.CONVICTION_DATE,
        }
        plain = FACT_PLAIN


class Photograph(Fact):
    """A photograph of the subject (JPEG), sealed; no face is ever matched (PIA 9.3)."""

    taken_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()

    class Meta(Fact.Meta):
        pass

    class Privacy:
        personal = {"taken_on": Datum.PHOTOGRAPH, "sealed": Datum.PHOTOGRAPH}
        plain = FACT_PLAIN


class NameKeys(models.Model):
    """Search keys of one name: spelling, sound and one-letter-off forms. Rebuilt whenever the name changes."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="name_keys")
    alias = models.OneToOneField(Alias, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=260)
    keys = ArrayField(models.CharField(max_length=90))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(alias__isnull=True), name="subjects_namekeys_one_own"
            )
        ]
        indexes = [GinIndex(fields=["keys"], name="subjects_namekeys_keys", fastupdate=False)]

    class Privacy:
        personal = {"name": Datum.NAME, "keys": Datum.NAME}
        plain = {"subject", "alias"}


class StandardAddress(models.Model):
    """The standard writing of an address, each distinct one once, under the key by which addresses are compared.

    Made from what was received and never instead of it; it goes when nothing stored has the address any more.
    """

    key = models.CharField(max_length=32, primary_key=True)
    street = models.CharField(max_length=160, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    zip = models.CharField(max_length=5, blank=True)
    parts = models.JSONField(default=dict)
    flags = ArrayField(models.CharField(max_length=12), default=list)
    version = models.SmallIntegerField()
    standardised_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["street", "zip"], condition=~Q(street=""), name="subjects_standard_building")
        ]

    class Privacy:
        personal = dict.fromkeys(("key", "street", "unit", "zip", "parts", "flags"), Datum.ADDRESS)
        plain = {"version", "standardised_at"}

    @property
    def line(self) -> str:
        """The whole delivery line; "" where the address could not be taken apart."""
        return f"{self.street} {self.unit}".strip()


from .gangs.models import GangReview  # noqa: E402,F401 - a model of this app, in a room of its own
from .ranking.models import AddressScore  # noqa: E402,F401 - a model of this app, in a room of its own
