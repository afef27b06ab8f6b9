"""The addresses of corrections, under the Cases menu."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<int:key>/", views.tell_correction, name="tell-correction"),
]
