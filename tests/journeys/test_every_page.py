"""Every page of the menus, for each kind of person, wide and on a telephone: accessible, and never wider than it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Person

PAGES = {
    "dal.officer": (
        "/",
        "/leads/",
        "/leads/office/",
        "/leads/new/",
        "/cases/",
        "/activities/",
        "/activities/non-fugitive/",
    ),
    "dal.supervisor": ("/", "/leads/", "/users/", "/reports/leads/", "/notices/", "/notices/digest/"),
    "hq.analyst": (
        "/",
        "/intakes/",
        "/intakes/new/",
        "/reports/",
        "/reports/enforcement/",
        "/leads/unrouted/",
    ),
    "admin": ("/", "/users/", "/users/new/", "/users/dal.officer/"),
    "auditor": ("/", "/access-log/"),
    "privacy": ("/", "/cases/", "/offices/", "/help/keys/", "/gallery/", "/assessment/", "/assessment/data/"),
}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("username", PAGES)
def test_every_page_is_accessible_and_fits_its_screen(
    signs_in: Callable[..., Person], username: str, width: int
) -> None:
    person = signs_in(username, width)
    for path in PAGES[username]:
        person.goes_to(path)
        wide = person.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} pixels wide on a screen of {width}"
