from __future__ import annotations

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "fcms.offices"
    label = "offices"
