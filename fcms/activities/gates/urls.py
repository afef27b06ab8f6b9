"""The pages of the gates, below those of activities."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("gates/<str:number>/place/", views.place_kind, name="place-kind"),
    path("gates/<str:number>/overrides/<int:key>/", views.given, name="override-given"),
    path("gates/<str:number>/<str:gate>/", views.override, name="override"),
]
