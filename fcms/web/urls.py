"""The frame's own pages: home, help, the gallery of components, health."""

from __future__ import annotations

from django.urls import path

from . import places, trail, views

app_name = "web"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/keys/", views.keys, name="keys"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<str:page>/", views.gallery_page, name="gallery-page"),
    path("access-log/", trail.access_log, name="access-log"),
    path("offices/", places.offices, name="offices"),
    path("purpose/", views.purpose, name="purpose"),
    path("session/", views.session, name="session"),
    path("health/", views.health, name="health"),
]
