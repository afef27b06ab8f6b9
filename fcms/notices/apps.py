from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "fcms.notices"
    label = "notices"

    def ready(self) -> None:
        from . import panels  # noqa: F401 - importing it furnishes the frame
