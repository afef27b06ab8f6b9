"""Values that a merge changes, row by row written down, and put back from what was written down."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model, QuerySet

from .models import Merge, MergeMove


def move(merge: Merge, rows: QuerySet[Any], column: str, value: Any) -> int:
    """Set `column` (as it is named in the table) of the rows to `value`, keeping what each was; return how many."""
    table = rows.model._meta.db_table
    before = list(rows.order_by("pk").values_list("pk", column))
    became = _plain(value)
    MergeMove.objects.bulk_create(
        MergeMove(merge=merge, table=table, row=key, column=column, was=_plain(was), became=became)
        for key, was in before
        if _plain(was) != became
    )
    return rows.model._base_manager.filter(pk__in=[key for key, _ in before]).update(**{column: value})


def put_back(
    merge: Merge, model: type[Model], column: str, *, but: frozenset[int] = frozenset()
) -> list[int]:
    """Give every row that still is as the merge left it its old value; return the keys of those put back."""
    moves = MergeMove.objects.filter(merge=merge, table=model._meta.db_table, column=column)
    alike: dict[tuple[str, str], list[MergeMove]] = defaultdict(list)
    for one in moves.order_by("id"):
        alike[repr(one.was), repr(one.became)].append(one)
    back = []
    for same in alike.values():
        rows = model._base_manager.filter(pk__in={one.row for one in same} - but)
        rows = rows.filter(
            **({column: same[0].became} if same[0].became is not None else {f"{column}__isnull": True})
        )
        found = sorted(rows.order_by().values_list("pk", flat=True))
        model._base_manager.filter(pk__in=found).update(**{column: same[0].was})
        back += found
    return back


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
