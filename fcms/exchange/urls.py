"""Extracts that came in."""

from __future__ import annotations

from django.urls import path

from . import views
from .deciding.views import by_rule
from .directory import views as directory
from .inbox.views import list_arrivals
from .linkage import views as linkage
from .takeover import views as takeover
from .undoing.views import undo

app_name = "exchange"
urlpatterns = [
    path("", views.list_intakes, name="intakes"),
    path("arrivals/", list_arrivals, name="arrivals"),
    path("new/", views.upload, name="upload"),
    path("directory/", directory.show_directory, name="directory"),
    path("<str:number>/", views.show_intake, name="intake"),
    path("<str:number>/difference/", directory.show_difference, name="difference"),
    path("<str:number>/progress/", views.progress, name="progress"),
    path("<str:number>/rows/", views.decide_rows, name="decide-rows"),
    path("<str:number>/accept-all-clean/", views.accept_all_clean, name="accept-all-clean"),
    path("<str:number>/apply/", views.apply, name="apply"),
    path("<str:number>/refuse/", views.refuse, name="refuse"),
    path("<str:number>/by-rule/<str:rule>/", by_rule, name="by-rule"),
    path("<str:number>/undo/", undo, name="undo"),
    path("<str:number>/takeover/", takeover.show_takeover, name="takeover"),
    path("<str:number>/takeover/<str:file>/", takeover.show_records, name="takeover-file"),
    path("<str:number>/subjects/", linkage.list_matches, name="matches"),
    path("<str:number>/subjects/progress/", linkage.link_progress, name="link-progress"),
    path("<str:number>/subjects/again/", linkage.link_again, name="link-again"),
    path("<str:number>/<str:file>/<int:row>/", views.show_row, name="row"),
    path("<str:number>/<str:file>/<int:row>/subject/", linkage.show_match, name="match"),
    path("<str:number>/<str:file>/<int:row>/subject/decide/", linkage.decide_match, name="decide-match"),
    path("<str:number>/<str:file>/<int:row>/edit/", views.edit_row, name="edit-row"),
    path("<str:number>/<str:file>/<int:row>/decide/", views.decide_row, name="decide-row"),
]
