from __future__ import annotations

from django.apps import AppConfig


class PiaConfig(AppConfig):
    name = "fcms.pia"
    label = "pia"
