"""What visits and checks of an address found, for the reasons why somebody may still be in the country."""

from __future__ import annotations

from django.db.models import Q

from fcms.cases.likelihood.sightings import Sighting

from .models import Activity, ActivityType, CheckResult, CheckSystem, VisitOutcome

MET = {
    VisitOutcome.FOUND: "Met on a visit",
    VisitOutcome.NOT_THERE: "Lives at an address that was visited, and was not there",
}
CONFIRMED = "An address was confirmed"
MOST = 5


def of_visits(subject: int) -> list[Sighting]:
    """The newest visits and checks that found the subject, or the place where the subject lives.

    What commercial records alone confirm is no sighting.
    """
    told = Q(type=ActivityType.VISIT, visit_outcome__in=MET) | Q(
        type=ActivityType.ADDRESS_CHECK, check_result=CheckResult.ADDRESS_CONFIRMED
    ) & ~Q(check_system=CheckSystem.COMMERCIAL)
    # A union of the two ways: "or" over two joins would read every activity there is.
    found = Activity.objects.filter(told)
    both = found.filter(lead__subject=subject).union(found.filter(case__subject=subject))
    return [_sighting(one) for one in both.order_by("-acted_on", "-id")[:MOST]]


def _sighting(one: Activity) -> Sighting:
    if one.type == ActivityType.VISIT:
        return Sighting(one.acted_on, MET[VisitOutcome(one.visit_outcome)], one.officer_name)
    return Sighting(one.acted_on, CONFIRMED, one.get_check_system_display())
