"""Signing in and out, and the Users menu."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fcms.audit.actions import record_access
from fcms.audit.events import Event
from fcms.audit.queries import history_of
from fcms.database import vault
from fcms.lib import policyfiles
from fcms.lib.access import public, require, signed_in
from fcms.lib.actor import Job, acting
from fcms.lib.looks import showed
from fcms.lib.paging import page_of

from . import actions, queries
from .forms import NewUserForm, ReasonForm, SignInForm, UserFilter, UserForm
from .permissions import Permission

UNKNOWN = "unknown"


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


def _user(request: HttpRequest) -> Any:
    return request.user


@public("people sign in here")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; every success and every failure is put down in the access log."""
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and _signed_in_with(form, request):
        onward = request.POST.get("next") or request.GET.get("next") or ""
        safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
        return redirect(onward if safe else "web:home")
    status = 422 if form.errors else 200
    return render(
        request, "accounts/sign_in.html", {"form": form, "next": request.GET.get("next", "")}, status=status
    )


def _signed_in_with(form: SignInForm, request: HttpRequest) -> bool:
    # Django may hash the password anew and notes the moment, so the program is named as the author.
    with acting(Job("sign-in"), Event.SIGNED_IN):
        if not form.is_valid():
            _record_failure(request, str(form.data.get("username", "")))
            return False
        user: Any = form.get_user()
        login(request, user)
        record_access(
            actor=user.actor_key, kind="SIGN_IN", view="accounts:sign-in", address=_address(request)
        )
    return True


def _record_failure(request: HttpRequest, username: str) -> None:
    # Whose account; or, for a name nobody has, only a keyed digest: people type passwords there by mistake.
    known = queries.user_named(username)
    record_access(
        actor=known.actor_key if known else UNKNOWN,
        kind="SIGN_IN_FAILED",
        view="accounts:sign-in",
        query_digest=None if known else bytes.fromhex(vault.keyed_digest("sign-in name", username)),
        address=_address(request),
    )


@signed_in("everyone may leave")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, recorded."""
    record_access(
        actor=_user(request).actor_key,
        kind="SIGN_OUT",
        view="accounts:sign-out",
        address=_address(request),
    )
    logout(request)
    messages.success(request, "You have signed out.")
    return redirect("accounts:sign-in")


@require(Permission.USERS_READ)
def list_users(request: HttpRequest) -> HttpResponse:
    """The accounts this person may see."""
    form = UserFilter(request.GET)
    found = queries.narrowed(queries.users_for(_user(request)), **form.chosen())
    page = page_of(
        found, request.GET, sorts={"name": ("name", "id"), "username": ("username", "id")}, default="name"
    )
    showed(request, results=len(page))
    return render(
        request,
        "accounts/list.html",
        {"page": page, "filter": form, "may_manage": _user(request).may(Permission.MANAGE_ACCOUNTS)},
    )


def _found(request: HttpRequest, username: str) -> Any:
    user = queries.users_for(_user(request)).filter(username=username).first()
    if user is None:
        raise Http404("No account of that name lies within your reach.")
    return user


@require(Permission.USERS_READ)
def show_user(request: HttpRequest, username: str) -> HttpResponse:
    """One account, with what its role may do and its history."""
    person = _found(request, username)
    showed(request, record=f"accounts.user:{person.pk}")
    return render(
        request,
        "accounts/user.html",
        {
            "person": person,
            "role": person.policy,
            "rights": ", ".join(policyfiles.rights()[right].name for right in sorted(person.policy.rights)),
            "may_manage": _user(request).may(Permission.MANAGE_ACCOUNTS),
            "history": history_of([("accounts_user", person.pk)]),
            "reason_form": ReasonForm(),
        },
    )


@require(Permission.MANAGE_ACCOUNTS)
@sensitive_post_parameters("password")
def add_user(request: HttpRequest) -> HttpResponse:
    """Add an account."""
    form = NewUserForm(request.POST or None, taken=queries.is_taken)
    if request.method == "POST" and form.is_valid():
        person = actions.add_user(by=_user(request), **form.cleaned_data)
        messages.success(request, f"The account {person.username} was added.")
        return redirect("accounts:user", username=person.username)
    return render(
        request, "accounts/form.html", {"form": form, "person": None}, status=422 if form.errors else 200
    )


@require(Permission.MANAGE_ACCOUNTS)
def change_user(request: HttpRequest, username: str) -> HttpResponse:
    """Change an account."""
    person = _found(request, username)
    form = UserForm(request.POST) if request.method == "POST" else UserForm.of(person)
    if request.method == "POST" and form.is_valid():
        actions.change_user(person, by=_user(request), **form.cleaned_data)
        messages.success(request, "The account was changed.")
        return redirect("accounts:user", username=username)
    return render(
        request, "accounts/form.html", {"form": form, "person": person}, status=422 if form.errors else 200
    )


@require(Permission.MANAGE_ACCOUNTS)
@require_POST
def switch_user(request: HttpRequest, username: str, verb: str) -> HttpResponse:
    """Disable or enable an account, with a reason."""
    person = _found(request, username)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why, so that the record of the account explains itself.")
        return redirect("accounts:user", username=username)
    act = actions.disable_user if verb == "disable" else actions.enable_user
    act(person, by=_user(request), reason=form.cleaned_data["reason"])
    messages.success(request, f"The account was {verb}d.")
    return redirect("accounts:user", username=username)
