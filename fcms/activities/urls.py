"""The Activities menu: the list, one activity, and the forms that record."""

from __future__ import annotations

from django.urls import path

from . import views
from .fieldwork.urls import urlpatterns as fieldwork
from .gates.urls import urlpatterns as gates

app_name = "activities"
urlpatterns = [
    *gates,
    *fieldwork,
    path("", views.activities, name="list"),
    path("new/", views.record, name="new"),
    path("arrest/", views.arrest, name="arrest"),
    path("non-fugitive/", views.non_fugitive, name="non-fugitive"),
    path("<int:number>/", views.activity, name="activity"),
    path("<int:number>/correct/", views.correct, name="correct"),
]
