"""The Reports menu."""

from __future__ import annotations

from django.urls import path

from . import views
from .addresses import views as addresses
from .priorities import views as priorities

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("priorities/", priorities.show, name="priorities"),
    path("priorities/file/", priorities.download, name="priorities-file"),
    path("addresses/", addresses.show, name="addresses"),
    path("addresses/file/", addresses.download, name="addresses-file"),
    path("<str:code>/", views.show, name="show"),
    path("<str:code>/<str:form>/", views.download, name="download"),
]
