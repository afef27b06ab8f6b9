from __future__ import annotations

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "fcms.leads"
    label = "leads"

    def ready(self) -> None:
        """Furnish the pages of others, and extend reach: an open lead opens its case and its subject."""
        from fcms.audit import queries as audit
        from fcms.cases import reach as cases
        from fcms.cases.likelihood.sightings import SIGHTINGS
        from fcms.subjects import finders
        from fcms.subjects import reach as subjects
        from fcms.subjects.merging.joins import JOINS

        from . import (
            notices,  # noqa: F401 - importing it tells people of its records
            panels,  # noqa: F401 - importing it furnishes the places
            queries,
            sightings,
        )
        from .merging.actions import JOIN
        from .proposals import panels as proposals  # noqa: F401 - as above
        from .ranking import panels as ranking  # noqa: F401 - as above
        from .ranking.actions import rank_subject

        JOINS.append(JOIN)
        finders.CHANGED.append(rank_subject)
        SIGHTINGS.append(sightings.of_leads)
        cases.GROUNDS.append(queries.cases_of_open_leads)
        subjects.GROUNDS.append(queries.subjects_of_open_leads)
        finders.NUMBERS.append(queries.url_of_number)
        audit.LABELS["leads_lead"] = queries.shown_in_history
