"""The Leads menu."""

from __future__ import annotations

from django.urls import path, re_path

from . import views
from .proposals import views as proposals

app_name = "leads"
urlpatterns = [
    path("", views.list_leads, name="list"),
    path("new/", views.enter, name="new"),
    path("zip/", views.show_zip, name="zip"),
    path("several/", views.several, name="several"),
    path("proposals/", proposals.list_proposals, name="proposals"),
    path("proposals/decide/", proposals.decide, name="decide-proposals"),
    re_path(r"^(?P<queue>[a-z]+)/$", views.list_leads, name="queue"),
    path("<str:number>/", views.show_lead, name="lead"),
    path("<str:number>/history/", views.show_history, name="history"),
    path("<str:number>/accept/", views.accept, name="accept"),
    path("<str:number>/assign/", views.assign, name="assign"),
    path("<str:number>/transfer/", views.transfer, name="transfer"),
    path("<str:number>/route/", views.route, name="route"),
    path("<str:number>/close/", views.close, name="close"),
    path("<str:number>/reopen/", views.reopen, name="reopen"),
    path("<str:number>/note/", views.note, name="note"),
    path("<str:number>/correct/", views.correct, name="correct"),
    path("<str:number>/link/", views.link, name="link"),
]
