"""Subjects and the search for them. No name, number of a document or address ever stands in an address."""

from __future__ import annotations

from django.urls import path, re_path

from . import searching, views
from .conflicts import views as conflicts
from .gangs import views as gangs
from .merging import views as merging

app_name = "subjects"
_NUMBER = r"^subjects/(?P<number>S[0-9-]+)"
_KINDS = "a-number|alias|identifier|address|charge|apprehension|conviction|photograph"
urlpatterns = [
    path("search/", searching.search_page, name="search"),
    path("subjects/new/", views.new, name="new"),
    re_path(rf"{_NUMBER}/$", views.subject, name="subject"),
    re_path(
        rf"{_NUMBER}/(?P<tab>addresses|immigration|criminal|sources|history)/$", views.subject, name="tab"
    ),
    re_path(rf"{_NUMBER}/edit/(?P<part>who|immigration)/$", views.edit, name="edit"),
    re_path(rf"{_NUMBER}/add/(?P<kind>{_KINDS})/$", views.add, name="add"),
    re_path(
        rf"{_NUMBER}/withdraw/(?P<kind>{_KINDS})/(?P<key>[0-9]{{1,18}})/$", views.withdraw, name="withdraw"
    ),
    path("conflicts/", conflicts.queue, name="conflicts"),
    re_path(rf"{_NUMBER}/conflicts/(?P<key>[0-9]{{1,18}})/$", conflicts.settle, name="settle"),
    path("gangs/", gangs.lapsing, name="gangs"),
    re_path(rf"{_NUMBER}/gangs/review/$", gangs.review, name="gang-review"),
    re_path(rf"{_NUMBER}/gangs/(?P<key>[0-9]{{1,18}})/renew/$", gangs.renew, name="gang-renew"),
    re_path(rf"{_NUMBER}/gangs/(?P<key>[0-9]{{1,18}})/withdraw/$", gangs.withdraw, name="gang-withdraw"),
    re_path(rf"{_NUMBER}/merge/$", merging.name, name="merge"),
    re_path(rf"{_NUMBER}/merge/(?P<other>S[0-9-]+)/$", merging.compare, name="compare"),
    re_path(rf"{_NUMBER}/merges/(?P<key>[0-9]{{1,18}})/$", merging.separate, name="unmerge"),
    path("subjects/<str:number>/reveal/<int:key>/", views.reveal, name="reveal"),
    path("subjects/<str:number>/photographs/<int:key>/", views.photograph, name="photograph"),
]
