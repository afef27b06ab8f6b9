from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fcms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from fcms.audit.queries import KEYS, NAMES

        from . import panels  # noqa: F401 - puts them on the first page
        from .queries import PERSON_COLUMNS, names_by_actor, names_by_key

        NAMES.append(names_by_actor)
        for column in PERSON_COLUMNS:
            KEYS[column] = names_by_key
