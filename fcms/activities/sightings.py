"""Visits that met a person or the place where they live, for the reasons why somebody may still be in the country."""

from __future__ import annotations

from fcms.cases.likelihood.sightings import Sighting

from .models import Activity, ActivityType, VisitOutcome

MET = {
    VisitOutcome.FOUND: "Met on a visit",
    VisitOutcome.NOT_THERE: "Lives at an address that was visited, and was not there",
}
MOST = 5


def of_visits(subject: int) -> list[Sighting]:
    """The newest visits that found the subject, or the place where the subject lives."""
    # A union of the two ways: "or" over two joins would read every visit there is.
    met = Activity.objects.filter(type=ActivityType.VISIT, visit_outcome__in=MET)
    visits = met.filter(lead__subject=subject).union(met.filter(case__subject=subject))
    return [
        Sighting(one.acted_on, MET[VisitOutcome(one.visit_outcome)], one.officer_name)
        for one in visits.order_by("-acted_on", "-id")[:MOST]
    ]
