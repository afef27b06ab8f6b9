from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "fcms.exchange"
    label = "exchange"

    def ready(self) -> None:
        from . import panels  # noqa: F401 - puts them on the first page
        from .inbox import panels as inbox_panels  # noqa: F401 - puts them on the first page
        from .directory import panels as directory  # noqa: F401 - as above
