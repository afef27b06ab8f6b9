"""Who may open a page: said once, on the view; login and the access map read it from there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])

NOT_YOURS = (
    "Your role does not include this page. If your duties need it, ask your supervisor to request the role."
)


def require(permission: Any) -> Callable[[View], View]:
    """Let only those open the view who hold `permission` (a member of `accounts.permissions.Permission`)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(permission):  # type: ignore[union-attr]
                raise PermissionDenied(NOT_YOURS)
            return view(request, *args, **kwargs)

        guarded.required_permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def public(why: str) -> Callable[[View], View]:
    """Let anyone open the view, signed in or not, for the reason given."""

    def decorate(view: View) -> View:
        view.public_because = why  # type: ignore[attr-defined]
        return view

    return decorate


def unrecorded(why: str) -> Callable[[View], View]:
    """Leave the opening of a view out of the access log, for the reason given: it shows nobody's record."""

    def decorate(view: View) -> View:
        view.unrecorded_because = why  # type: ignore[attr-defined]
        return view

    return decorate


def signed_in(why: str) -> Callable[[View], View]:
    """Let every signed-in person open the view, for the reason given (home, sign-out, help)."""

    def decorate(view: View) -> View:
        view.signed_in_because = why  # type: ignore[attr-defined]
        return view

    return decorate
