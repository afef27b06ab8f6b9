"""Rows by the page without OFFSET: a page starts after the last row shown; the URL keeps its key only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

SIZE = 50
_PLACE = ("after", "before")


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, how they are sorted, and the query strings of its neighbours ("" for none)."""

    rows: Sequence[Any]
    sort: str
    next: str
    previous: str
    kept: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def sorted_by(self, sort: str) -> str:
        """Return the query string that keeps every filter and sorts by `sort`, from the first page."""
        return urlencode([pair for pair in self.kept if pair[0] != "sort"] + [("sort", sort)])


def page_of(
    rows: QuerySet[Any],
    query: Mapping[str, str],
    *,
    sorts: Mapping[str, tuple[str, ...]],
    default: str,
    size: int = SIZE,
) -> Page:
    """Cut one page from `rows` by the URL's `sort`, `after` and `before`.

    `sorts` maps a name to the fields it orders by, as `{"waiting": ("received_on", "pk")}`; the last must be
    unique, none nullable, relations by `__`. `sort=-waiting` in the URL turns all of them around. A wrong or
    stale `sort` or key falls back to the default or the first page.
    """
    sort = query.get("sort", default)
    if sort.removeprefix("-") not in {name.removeprefix("-") for name in sorts}:
        sort = default
    fields = _fields(sorts, sort)
    cursor = _values_at(rows, query.get("before") or query.get("after") or "", fields)
    backwards = bool(cursor) and "before" in query
    walked = [_flip(field) for field in fields] if backwards else list(fields)
    ordered = rows.order_by(*walked)
    found = list((ordered.filter(_beyond(walked, cursor)) if cursor else ordered)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    kept = _kept(query)
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and bool(cursor) and (more if backwards else True)
    return Page(
        rows=found,
        sort=sort,
        next=urlencode([*kept, ("after", _key(found[-1]))]) if has_next else "",
        previous=urlencode([*kept, ("before", _key(found[0]))]) if has_previous else "",
        kept=kept,
    )


def _kept(query: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = query.lists() if isinstance(query, MultiValueDict) else ((key, [query[key]]) for key in query)
    return tuple((key, value) for key, values in pairs for value in values if value and key not in _PLACE)


def _fields(sorts: Mapping[str, tuple[str, ...]], sort: str) -> list[str]:
    if sort in sorts:
        return list(sorts[sort])
    twin = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    return [_flip(field) for field in sorts[twin]]


def _flip(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _beyond(fields: Sequence[str], cursor: Sequence[Any]) -> Q:
    """Rows after the cursor in the order of `fields`: (a > x) or (a = x and b > y) …"""
    beyond = Q()
    for place, field in enumerate(fields):
        name, way = field.removeprefix("-"), "lt" if field.startswith("-") else "gt"
        same = {fields[i].removeprefix("-"): cursor[i] for i in range(place)}
        beyond |= Q(**same, **{f"{name}__{way}": cursor[place]})
    first, way = fields[0].removeprefix("-"), "lte" if fields[0].startswith("-") else "gte"
    return Q(**{f"{first}__{way}": cursor[0]}) & beyond


def _key(row: Any) -> int:
    return int(row["id"] if isinstance(row, dict) else row.pk)


def _values_at(rows: QuerySet[Any], key: str, fields: Sequence[str]) -> tuple[Any, ...]:
    """What the row under `key` is sorted by, also when it has left the list meanwhile; () without it."""
    if not key.isdecimal() or len(key) > 18:
        return ()
    names = [field.removeprefix("-") for field in fields]
    found = rows.order_by().filter(pk=key).values_list(*names).first()
    if found is None and not set(names) & set(rows.query.annotations):
        found = rows.model._base_manager.filter(pk=key).values_list(*names).first()
    return () if found is None or None in found else found
