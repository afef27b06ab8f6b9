from __future__ import annotations

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "fcms.activities"
    label = "activities"

    def ready(self) -> None:
        """Give the pages of a lead and a case, the first page and the history tab what they ask of activities."""
        from fcms.audit.queries import LABELS
        from fcms.leads.ranking.facts import VISITS

        from . import panels, queries, visits

        VISITS.append(visits.last_visits)
        panels.__name__  # noqa: B018 - importing it furnished the places
        LABELS["activities_activity"] = queries.shown_in_history
