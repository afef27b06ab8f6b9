"""The addresses of claims to citizenship, under the Cases menu."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("<str:number>/claims/raise/", views.raise_claim, name="raise-claim"),
    path("<str:number>/claims/<int:claim>/", views.claim, name="claim"),
    path("<str:number>/claims/<int:claim>/ask/", views.ask_counsel, name="ask-counsel"),
    path("<str:number>/claims/<int:claim>/advise/", views.advise, name="advise-claim"),
    path("<str:number>/claims/<int:claim>/decide/", views.decide, name="decide-claim"),
    path("<str:number>/claims/<int:claim>/take-back/", views.take_back, name="take-back-claim"),
]
