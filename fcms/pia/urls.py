"""The public pages of the assessment."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

app_name = "pia"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("text/", views.text, name="text"),
    path("data/", views.data, name="data"),
    re_path(r"^(?P<promise_id>PIA-\d(\.\d)?-\d+)/$", views.promise, name="promise"),
]
