from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register


class PiaConfig(AppConfig):
    name = "fcms.pia"
    label = "pia"

    def ready(self) -> None:
        """Let the program refuse to start with a field that nobody classified."""
        from fcms.lib.policyfiles import MORE

        from .classification import every_field_is_classified
        from .witness import kept_since

        MORE.append(kept_since)
        register(every_field_is_classified, Tags.models)
