from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "fcms.accounts"
    label = "accounts"

    def ready(self) -> None:
        from fcms.audit.queries import NAMES

        from .queries import names_by_actor

        NAMES.append(names_by_actor)
