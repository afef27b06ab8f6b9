"""The ledger of an address, by a number that says nothing of where it is."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "addresses"
urlpatterns = [
    path("new/", views.new, name="new"),
    path("<str:number>/", views.address, name="address"),
    path("<str:number>/mark/", views.mark, name="mark"),
    path("<str:number>/marks/<int:mark>/lift/", views.lift, name="lift"),
]
