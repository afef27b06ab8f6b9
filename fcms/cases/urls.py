"""The Cases menu: the list, the page of a case, and its moves."""

from __future__ import annotations

from django.urls import path

from . import views
from .claims.urls import urlpatterns as claims
from .clearances.urls import urlpatterns as clearances
from .conflicting import views as conflicting
from .corrections.urls import urlpatterns as corrections
from .proposals import views as proposals
from .reviews import views as reviews
from .transfers import views as transfers

app_name = "cases"
urlpatterns = [
    path("", views.cases, name="list"),
    path("open/<str:subject>/", views.open_by_hand, name="open"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("news/", proposals.news, name="news"),
    *corrections,
    *claims,
    *clearances,
    path("<str:number>/review/", reviews.review, name="review"),
    path("<str:number>/news/<int:news>/", proposals.decide, name="decide-news"),
    path("<str:number>/conflicts/<str:column>/", conflicting.lay, name="lay-conflict"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/history/", views.history, name="history"),
    path("<str:number>/go-cold/", views.go_cold, name="go-cold"),
    path("<str:number>/revive/", views.revive, name="revive"),
    path("<str:number>/release/", views.release, name="release"),
    path("<str:number>/remove/", views.remove, name="remove"),
    path("<str:number>/close/", views.close, name="close"),
    path("<str:number>/reopen/", views.reopen, name="reopen"),
    path("<str:number>/transfer/", transfers.propose, name="transfer"),
    path("<str:number>/transfers/<int:transfer>/", transfers.decide, name="decide-transfer"),
    path("<str:number>/transfers/<int:transfer>/withdraw/", transfers.withdraw, name="withdraw-transfer"),
]
