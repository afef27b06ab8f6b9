"""What the signed-in person is told, and the digest by e-mail."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.list_notices, name="list"),
    path("count/", views.count, name="count"),
    path("seen/", views.mark_seen, name="seen"),
    path("digest/", views.digest, name="digest"),
]
