"""The Reports menu."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:code>/", views.show, name="show"),
    path("<str:code>/<str:form>/", views.download, name="download"),
]
