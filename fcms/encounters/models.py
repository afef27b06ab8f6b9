"""Non-fugitive arrests: the few facts that statistics and the schedule need, and no link to anyone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fcms.offices.models import Office, Team
from fcms.pia.datum import Datum


class StatisticalArrest(models.Model):
    """An arrest of a person who was no fugitive: counted, never shared, never linked (PIA-1.1-4, PIA-2.1-4).

    The restricted database role may insert, count, and set the removal date once; it cannot read `a_number`,
    so ask for named columns: a query of all of them is refused by the database.
    """

    a_number = models.CharField("A-Number", max_length=10)
    arrested_on = models.DateField()
    city = models.CharField(max_length=60)
    state = models.CharField(max_length=2)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    criminal = models.BooleanField("convicted at the time of arrest")
    removed_on = models.DateField(null=True)
    removed_in = models.CharField("extract that told of the removal", max_length=20, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(a_number__regex=r"^A\d{9}$"), name="encounters_arrest_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(city="") & Q(state__regex=r"^[A-Z]{2}$"), name="encounters_arrest_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | Q(removed_on__gte=models.F("arrested_on")),
                name="encounters_arrest_removed_after",
            ),
        ]
        indexes = [
            models.Index(fields=["arrested_on"], name="encounters_arrest_by_day"),
            models.Index(
                fields=["removed_on"],
                condition=Q(removed_on__isnull=False),
                name="encounters_arrest_by_removal",
            ),
            models.Index(
                fields=["removed_in"],
                condition=Q(removed_in__isnull=False),
                name="encounters_removed_in_extract",
            ),
            # Only the functions of this app can use it: they find two rows of one person within a day.
            models.Index(fields=["a_number", "arrested_on", "id"], name="encounters_arrest_once"),
        ]

    class Privacy:
        personal = {
            "a_number": Datum.NON_FUGITIVE_A_NUMBER,
            "arrested_on": Datum.NON_FUGITIVE_ARREST_DATE,
            "city": Datum.NON_FUGITIVE_ARREST_PLACE,
            "state": Datum.NON_FUGITIVE_ARREST_PLACE,
            "criminal": Datum.CRIMINAL_AT_ARREST,
            "removed_on": Datum.NON_FUGITIVE_REMOVAL_DATE,
        }
        plain = {"office", "team", "removed_in"}
