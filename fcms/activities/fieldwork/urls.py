"""The pages of field work, below those of activities."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("field/", views.field_work, name="field"),
    path("field/plan/", views.plan, name="field-plan"),
    path("field/<str:number>/", views.field_action, name="field-action"),
    path("field/<str:number>/assign/", views.assign, name="field-assign"),
    path("field/<str:number>/start/", views.start, name="field-start"),
    path("field/<str:number>/replan/", views.replan, name="field-replan"),
    path("field/<str:number>/join/", views.join, name="field-join"),
    path("field/<str:number>/call-off/", views.call_off, name="field-call-off"),
    path("field/<str:number>/record/", views.record, name="field-record"),
]
