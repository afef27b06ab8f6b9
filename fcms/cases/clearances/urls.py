"""The addresses of clearances, under the Cases menu."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("<str:number>/clearance/", views.give, name="give-clearance"),
    path("<str:number>/clearance/<int:key>/withdraw/", views.withdraw, name="withdraw-clearance"),
]
