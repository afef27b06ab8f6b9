"""What the frame of every page needs to know: the menu that this person may use, where search lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from fcms.accounts.permissions import Permission


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu: its word, the name of its address, who sees it, its keys."""

    label: str
    name: str
    permission: Permission
    keys: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a page shows it; `here` marks the part of the program the page belongs to."""

    label: str
    href: str
    keys: str
    here: bool


MENU = (
    Entry("Leads", "leads:list", Permission.LEADS_READ, "g l"),
    Entry("Activities", "activities:list", Permission.ACTIVITIES_READ, "g a"),
    Entry("Cases", "cases:list", Permission.ACTIVITIES_READ, "g c"),
    Entry("Intakes", "exchange:intakes", Permission.INTAKE_LOAD, "g i"),
    Entry("Reports", "reports:index", Permission.REPORTS_READ, "g r"),
    Entry("Users", "accounts:list", Permission.USERS_READ, "g u"),
    Entry("Access log", "web:access-log", Permission.ACCESS_LOG, "g t"),
)
SEARCH = "subjects:search"


def address_of(name: str) -> str:
    """Return the address under `name`, or "" where no app offers it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def menu_of(request: HttpRequest) -> list[Shown]:
    """Return the entries that the person may open, the current one marked."""
    shown = []
    for entry in MENU:
        if not request.user.may(entry.permission):  # type: ignore[union-attr]
            continue
        if href := address_of(entry.name):
            shown.append(Shown(entry.label, href, entry.keys, request.path.startswith(href)))
    return shown


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page its frame."""
    person: Any = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "demonstration": settings.DEMONSTRATION,
        "signed_in": signed_in,
        "menu": menu_of(request) if signed_in else [],
        "search_address": address_of(SEARCH) if signed_in and person.may(Permission.ACTIVITIES_READ) else "",
        "assessment_address": address_of("pia:overview"),
    }
