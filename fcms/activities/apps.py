from __future__ import annotations

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "fcms.activities"
    label = "activities"

    def ready(self) -> None:
        """Give the pages of a lead and a case, the first page and the history tab what they ask of activities."""
        from fcms.audit.queries import LABELS
        from fcms.cases import holds
        from fcms.cases.likelihood.sightings import SIGHTINGS
        from fcms.leads.ranking.facts import VISITS
        from fcms.lib.policyfiles import MORE
        from fcms.subjects import finders
        from fcms.subjects.merging.joins import JOINS

        from . import finders as field_finders
        from . import notices, panels, queries, sightings, visits
        from .fieldwork import panels as field_panels
        from .fieldwork.actions import end_with, follow, follow_set, lift_for, stop_at, stop_for, stop_without
        from .gates import panels as gates
        from .ledger import merging
        from .ledger import panels as ledger
        from .ledger.policy import table

        MORE.append(table)
        holds.RAISED.append(lambda subject, sentence, by: stop_for(subject, by=by, reason=sentence))
        holds.LIFTED.append(lambda subject, sentence, by: lift_for(subject, by=by, note=sentence))
        holds.TAKEN_BACK.append(end_with)
        finders.CHANGED.append(follow)
        finders.CHANGED_SETS.append(follow_set)
        field_finders.SHUT_AT.append(stop_at)
        field_finders.WITHDRAWN.append(stop_without)
        VISITS.append(visits.last_visits)
        SIGHTINGS.append(sightings.of_visits)
        notices.__name__  # noqa: B018 - importing it tells people of its records
        panels.__name__  # noqa: B018 - importing it furnished the places
        gates.__name__  # noqa: B018 - as above
        ledger.__name__  # noqa: B018 - as above
        field_panels.__name__  # noqa: B018 - as above
        JOINS.append(merging.JOIN)
        LABELS["activities_activity"] = queries.shown_in_history
