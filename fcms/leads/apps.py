from __future__ import annotations

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "fcms.leads"
    label = "leads"
