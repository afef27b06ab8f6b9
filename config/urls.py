"""Every address of the program, app by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("assessment/", include("fcms.pia.urls")),
    path("", include("fcms.web.urls")),
    path("", include("fcms.accounts.urls")),
]
