from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from fcms.lib import policyfiles


class OfficesConfig(AppConfig):
    name = "fcms.offices"
    label = "offices"

    def ready(self) -> None:
        register(policyfiles.check)
        from fcms.audit.queries import KEYS

        from . import queries

        for column in ("office_id", "from_office_id", "docket_office_id"):
            KEYS[column] = queries.office_words
        KEYS["team_id"] = queries.team_words
