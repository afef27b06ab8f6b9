"""What a person is told of leads: one was assigned to them, or a proposed transfer waits for their decision."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from fcms.accounts.models import User
from fcms.accounts.permissions import Permission
from fcms.cases.claims.queries import open_ones
from fcms.cases.models import Case
from fcms.cases.reach import own
from fcms.lib.notices import Kind, Notice, tells

from .lifecycle import HELD, Step
from .models import Lead, LeadStep
from .proposals.queries import waiting_for

ASSIGNED = Kind(
    "lead-assigned", "Leads assigned to me", "lead was assigned to you", "leads were assigned to you"
)
HOLDS = Kind("lead-hold", "Holds on leads", "hold was raised on a lead", "holds were raised on leads")
TRANSFERS = Kind(
    *("lead-transfer", "Transfers of leads to decide"),
    *(
        "proposed transfer of a lead waits for your office",
        "proposed transfers of leads wait for your office",
    ),
)


@tells(ASSIGNED, order=10)
def assigned(user: User, most: int) -> Iterator[Notice]:
    """The leads that somebody else gave to the person, and nothing has happened to since."""
    if not user.may(Permission.LEADS_READ):
        return
    last = LeadStep.objects.filter(lead=OuterRef("pk")).order_by("-at", "-id")
    mine = Lead.objects.live().filter(officer=user, office_id=user.office.field_office_id)
    given = mine.annotate(last_step=Subquery(last.values("pk")[:1]))
    rows = (
        LeadStep.objects.filter(pk__in=given.order_by().values("last_step"))
        .filter(Q(by=None) | ~Q(by=F("officer")), step=Step.ASSIGNED, officer=user)
        .order_by("-at", "-id")
        .values_list("pk", "at", "lead__number")
    )
    for key, at, number in rows[:most]:
        sentence = f"Lead {number} was assigned to you."
        yield Notice(f"step {key}", sentence, at, reverse("leads:lead", args=[number]))


@tells(HOLDS, order=5)
def holds(user: User, most: int) -> Iterator[Notice]:
    """The holds on subjects of other offices' cases on whom the person's office has a lead."""
    if user.policy.reach != "office" or not user.may(Permission.LEADS_READ):
        return
    here = Lead.objects.live().filter(office_id=user.office.field_office_id, status__in=HELD)
    held = here.filter(subject=OuterRef("subject")).order_by("-pk").values("number")[:1]
    own_case = Case.objects.filter(own(user), subject=OuterRef("subject"))
    rows = open_ones().exclude(raised_by=user).filter(~Exists(own_case)).annotate(lead=Subquery(held))
    found = rows.filter(lead__isnull=False).order_by("-raised_at", "-pk")
    for key, at, number in found.values_list("pk", "raised_at", "lead")[:most]:
        sentence = f"A hold was raised on whom lead {number} is about: nobody acts on it until it is decided."
        yield Notice(f"claim {key}", sentence, at, reverse("leads:lead", args=[number]))


@tells(TRANSFERS, order=30)
def transfers(user: User, most: int) -> Iterator[Notice]:
    """The proposed transfers that the person decides, in their own office."""
    if user.reads_all_offices:
        return
    rows = waiting_for(user).order_by("-pk").values_list("pk", "opened_at", "lead__number", "to_office__name")
    for key, at, number, office in rows[:most]:
        sentence = f"Lead {number} would go to {office}: its ZIP code belongs there now."
        yield Notice(f"proposal {key}", sentence, at, reverse("leads:proposals"))
