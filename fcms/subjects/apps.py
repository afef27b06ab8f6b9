from __future__ import annotations

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "fcms.subjects"
    label = "subjects"

    def ready(self) -> None:
        from fcms.audit.queries import LABELS

        from . import finders, queries, words

        LABELS["subjects_subject"] = words.shown_in_history
        finders.NUMBERS.append(queries.url_of)
