from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fcms.cases"
    label = "cases"

    def ready(self) -> None:
        """Give search, the subject page, the first page and the history tab what they ask of cases."""
        from fcms.audit.queries import LABELS
        from fcms.subjects.merging.joins import JOINS

        from . import finders, panels, queries
        from .merging.actions import JOIN

        panels.__name__  # noqa: B018 - importing it furnished the places
        finders.join()
        JOINS.append(JOIN)
        LABELS["cases_case"] = queries.shown_in_history
