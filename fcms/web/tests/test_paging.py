"""Paging by key: every row once, both ways, whatever happens to the rows meanwhile."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from fcms.lib.actor import Job
from fcms.lib.paging import Page, page_of
from fcms.offices.actions import load_reference
from fcms.offices.models import Office

pytestmark = pytest.mark.django_db
SORTS = {"kind": ("kind", "-name", "pk"), "name": ("name", "pk")}


@pytest.fixture(autouse=True)
def offices() -> None:
    load_reference(by=Job("tests"))


def page(query: str = "", size: int = 7) -> Page:
    return page_of(Office.objects.all(), QueryDict(query), sorts=SORTS, default="kind", size=size)


def walk(query: str, step: str) -> list[int]:
    rows: list[int] = []
    for _ in range(100):
        shown = page(query)
        rows = [row.pk for row in shown] + rows if step == "previous" else rows + [row.pk for row in shown]
        query = getattr(shown, step)
        if not query:
            return rows
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("sort", ["kind", "-kind", "name", "-name"])
def test_walking_forth_shows_every_row_once_in_order(sort):
    fields = [f.removeprefix("-") for f in SORTS[sort.removeprefix("-")]]
    signs = ["-" if f.startswith("-") != sort.startswith("-") else "" for f in SORTS[sort.removeprefix("-")]]
    expected = Office.objects.order_by(*(s + f for s, f in zip(signs, fields, strict=True)))
    assert walk(f"sort={sort}", "next") == list(expected.values_list("pk", flat=True))


def test_walking_back_from_the_end_shows_the_rows_before():
    there = walk("sort=name", "next")
    last = page(f"sort=name&after={there[-3]}")
    assert [row.pk for row in last] == there[-2:]
    assert walk(last.previous, "previous") == there[:-2]


def test_the_address_keeps_every_filter_and_no_value_of_a_row():
    shown = page("team=2&team=3&q=&sort=name")
    assert shown.next == f"team=2&team=3&sort=name&after={shown.rows[-1].pk}"
    assert shown.sorted_by("-name") == "team=2&team=3&sort=-name"


@pytest.mark.parametrize(
    "query", ["sort=password", "after=x", "after=999999", "before=-1", "after=" + "9" * 40]
)
def test_a_wrong_or_stale_address_shows_the_first_page(query):
    assert [row.pk for row in page(query)] == [row.pk for row in page()]


def test_a_page_that_holds_all_has_no_neighbours():
    shown = page(size=500)
    assert (shown.next, shown.previous) == ("", "")
