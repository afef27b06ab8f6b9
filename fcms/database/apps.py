from __future__ import annotations

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "fcms.database"
    label = "database"
