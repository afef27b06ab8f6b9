from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "fcms.cases"
    label = "cases"

    def ready(self) -> None:
        """Give search, the subject page, the first page and the history tab what they ask of cases."""
        from fcms.audit.queries import LABELS
        from fcms.lib.policyfiles import MORE
        from fcms.subjects import finders as subjects
        from fcms.subjects.merging.joins import JOINS

        from . import finders, notices, panels, queries
        from .basis import panels as basis  # noqa: F401 - importing it furnishes the places
        from .basis.actions import follow, follow_one
        from .claims import panels as claims  # noqa: F401 - as above
        from .claims.merging.actions import JOIN as HOLDS
        from .clearances import panels as clearances  # noqa: F401 - as above
        from .conflicting import panels as conflicting  # noqa: F401 - as above
        from .evidence.needs import needs
        from .likelihood import panels as likelihood  # noqa: F401 - as above
        from .merging.actions import JOIN
        from .priority import panels as priority  # noqa: F401 - importing it furnishes the places
        from .priority.actions import score_subject, score_subjects
        from .reviews import panels as reviews  # noqa: F401 - as above

        notices.__name__  # noqa: B018 - importing it tells people of its records
        panels.__name__  # noqa: B018 - importing it furnished the places
        MORE.append(needs)
        finders.join()
        JOINS.append(JOIN)
        JOINS.append(HOLDS)
        subjects.CHANGED.append(score_subject)
        subjects.CHANGED_SETS.append(score_subjects)
        subjects.CHANGED.insert(0, follow_one)
        subjects.CHANGED_SETS.append(follow)
        LABELS["cases_case"] = queries.shown_in_history
