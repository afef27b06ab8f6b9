from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from fcms.lib import policyfiles


class OfficesConfig(AppConfig):
    name = "fcms.offices"
    label = "offices"

    def ready(self) -> None:
        register(policyfiles.check)
