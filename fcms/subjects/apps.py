from __future__ import annotations

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "fcms.subjects"
    label = "subjects"

    def ready(self) -> None:
        from fcms.audit.queries import LABELS

        from . import finders, notices, panels, queries, words
        from .gangs import panels as gangs
        from .gangs.merging import JOIN
        from .merging.joins import JOINS

        for table in ("subjects_subject", *(model._meta.db_table for model in queries.FACTS.values())):
            LABELS[table] = words.said_value
        notices.__name__  # noqa: B018 - importing it tells people of its records
        panels.__name__  # noqa: B018 - importing it furnished the first page
        finders.NUMBERS.append(queries.url_of)
        gangs.__name__  # noqa: B018 - as above
        JOINS.append(JOIN)
