"""What the rules asked of everything stored have found: standing findings that somebody owns."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "findings"
urlpatterns = [
    path("", views.list_findings, name="list"),
    path("runs/", views.list_runs, name="runs"),
    path("<int:key>/", views.show, name="finding"),
    path("<int:key>/take/", views.take, name="take"),
    path("<int:key>/settle/", views.settle, name="settle"),
]
