"""Signing in, and the Users menu."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("users/", views.list_users, name="list"),
    path("users/new/", views.add_user, name="new"),
    path("users/<str:username>/", views.show_user, name="user"),
    path("users/<str:username>/change/", views.change_user, name="change"),
    re_path(r"^users/(?P<username>[^/]+)/(?P<verb>disable|enable)/$", views.switch_user, name="switch"),
]
