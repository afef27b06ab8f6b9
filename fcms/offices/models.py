"""Headquarters, the field offices with their teams and areas, and the ZIP directory that routes by them."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fcms.pia.datum import Datum

from .rules import Kind, Rule


class DatedQuerySet(models.QuerySet["Dated"]):
    """Named sets of what holds for a time."""

    def on(self, day: date) -> Self:
        """What is in force on `day`; `valid_to` is the first day that it no longer holds."""
        return self.filter(Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day)))


class Dated(models.Model):
    """What every row that holds for a time shares: the first day, and the day from which it no longer holds."""

    valid_from = models.DateField("in force from")
    valid_to = models.DateField("no longer in force from", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def _days_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message="The last day must come after the first.",
    )


class OfficeKind(models.TextChoices):
    """What kind of office it is."""

    HQ = "HQ", "Headquarters"
    FIELD = "FIELD", "Field office"
    SUB = "SUB", "Sub-office"


class Office(Dated):
    """Headquarters, a field office or one of its sub-offices. Cases and leads belong to field offices."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=5, choices=OfficeKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sub_offices"
    )
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=40)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2,3}(-[A-Z]{3})?$"), name="offices_office_code_form"
            ),
            models.CheckConstraint(
                condition=Q(kind="SUB", parent__isnull=False)
                | Q(kind__in=["HQ", "FIELD"], parent__isnull=True),
                name="offices_office_only_a_sub_office_has_a_parent",
            ),
            _days_in_order("offices_office_days"),
        ]

    class Privacy:
        plain = {"code", "name", "kind", "parent", "city", "state", "time_zone", "valid_from", "valid_to"}

    def __str__(self) -> str:
        return self.name

    @property
    def field_office_id(self) -> int:
        """The key of the field office that a sub-office belongs to; of any other office, its own."""
        return self.parent_id or self.pk


class Team(Dated):
    """A Fugitive Operations Team of a field office; it may sit in one of the sub-offices."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="teams")
    based_at = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="teams_based_here"
    )
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["office__code", "number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="offices_team_number_once"),
            _days_in_order("offices_team_days"),
        ]

    class Privacy:
        plain = {"office", "based_at", "number", "name", "valid_from", "valid_to"}

    def __str__(self) -> str:
        return self.name


class Jurisdiction(Dated):
    """An area that a field office answers for: a whole state or, where a state is divided, one county."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="jurisdictions")
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=60, null=True, blank=True)

    class Meta:
        ordering = ["state", F("county").asc(nulls_first=True), "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "county"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="offices_jurisdiction_one_office",
            ),
            models.CheckConstraint(
                condition=Q(county__isnull=True) | ~Q(county=""), name="offices_jurisdiction_county_named"
            ),
            _days_in_order("offices_jurisdiction_days"),
        ]

    class Privacy:
        plain = {"office", "state", "county", "valid_from", "valid_to"}


class TeamArea(Dated):
    """The ZIP codes of its office that a team takes, by their first three to five digits."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="areas")
    zip_prefix = models.CharField(max_length=5)

    class Meta:
        ordering = ["zip_prefix", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(zip_prefix__regex=r"^\d{3,5}$"), name="offices_teamarea_prefix"
            ),
            models.UniqueConstraint(
                fields=["team", "zip_prefix"],
                condition=Q(valid_to__isnull=True),
                name="offices_teamarea_once",
            ),
            _days_in_order("offices_teamarea_days"),
        ]

    class Privacy:
        plain = {"team", "zip_prefix", "valid_from", "valid_to"}


class EditionQuerySet(models.QuerySet["ZipEdition"]):
    """Named sets of editions."""

    def standing(self) -> EditionQuerySet:
        """Those that were not taken back; the newest is in force."""
        return self.filter(withdrawn_at__isnull=True)


class ZipEdition(models.Model):
    """One edition of the ZIP directory: where it came from, when it was loaded, how many rows it has.

    A postal edition has the month it is of and the intake that brought it; the one that ships with the program
    has neither. An edition that was taken back stays, and is never in force again.
    """

    number = models.PositiveIntegerField(unique=True)
    source = models.CharField(max_length=80)
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    month = models.DateField("month of the City State product", null=True)
    intake = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=True, intake="") | Q(month__isnull=False) & ~Q(intake=""),
                name="offices_zipedition_postal_has_its_intake",
            ),
            models.UniqueConstraint(
                fields=["intake"], condition=~Q(intake=""), name="offices_zipedition_of_intake_once"
            ),
        ]

    class Privacy:
        plain = {"number", "source", "loaded_at", "rows", "month", "intake", "withdrawn_at"}

    def __str__(self) -> str:
        return f"{self.number} ({self.source})"


class ZipCode(models.Model):
    """What one edition says of a ZIP code; a code that touches several counties has a row for each.

    `city` is the name to show. `other_cities` are compared with what an address says and never shown.
    """

    zip = models.CharField(max_length=5)
    edition = models.ForeignKey(
        ZipEdition, to_field="number", on_delete=models.PROTECT, related_name="zip_codes"
    )
    city = models.CharField(max_length=60)
    other_cities = ArrayField(models.CharField(max_length=60), default=list)
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=60, null=True)
    county_code = models.CharField("state and county by their FIPS codes", max_length=5, blank=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])

    class Meta:
        ordering = ["zip", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "zip", "state", "county"],
                nulls_distinct=False,
                name="offices_zipcode_once",
            ),
            models.CheckConstraint(condition=Q(zip__regex=r"^\d{5}$"), name="offices_zipcode_form"),
        ]

    class Privacy:
        plain = {"zip", "edition", "city", "other_cities", "state", "county", "county_code", "kind"}


class Doubt(models.TextChoices):
    """In what an address and the ZIP directory differ."""

    UNKNOWN = "UNKNOWN", "ZIP code unknown"
    STATE = "STATE", "Another state"
    CITY = "CITY", "Another city"


class ZipRoute(models.Model):
    """Where an address with this ZIP code goes, computed from areas and directory; no office means the queue."""

    zip = models.CharField(max_length=5, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=20)
    edition = models.ForeignKey(ZipEdition, to_field="number", on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    county = models.CharField(max_length=60, null=True)

    class Meta:
        ordering = ["zip"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rule__in=[rule.value for rule in Rule if rule.routes],
                    office__isnull=False,
                    team__isnull=False,
                )
                | Q(
                    rule__in=[rule.value for rule in Rule if not rule.routes],
                    office__isnull=True,
                    team__isnull=True,
                ),
                name="offices_ziproute_goes_where_its_rule_says",
            ),
        ]

    class Privacy:
        plain = {"zip", "office", "team", "rule", "edition", "city", "state", "county"}


class PlaceDoubt(models.Model):
    """A ZIP code, city and state as stored addresses have them, which an edition of the directory does not."""

    edition = models.ForeignKey(
        ZipEdition, to_field="number", on_delete=models.PROTECT, related_name="doubts"
    )
    zip = models.CharField(max_length=5)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    doubt = models.CharField(max_length=8, choices=Doubt)
    addresses = models.PositiveIntegerField("addresses of subjects that say so")
    leads = models.PositiveIntegerField("open leads that say so")

    class Meta:
        ordering = ["zip", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "zip", "city", "state"], name="offices_placedoubt_once"
            ),
        ]

    class Privacy:
        personal: dict[str, Datum] = {}
        plain = {"edition", "zip", "city", "state", "doubt", "addresses", "leads"}
