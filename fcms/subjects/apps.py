from __future__ import annotations

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "fcms.subjects"
    label = "subjects"

    def ready(self) -> None:
        from fcms.audit.queries import LABELS

        from . import finders, panels, queries, words

        for table in ("subjects_subject", *(model._meta.db_table for model in queries.FACTS.values())):
            LABELS[table] = words.said_value
        panels.__name__  # noqa: B018 - importing it furnished the first page
        finders.NUMBERS.append(queries.url_of)
