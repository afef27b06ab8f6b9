"""What points to citizenship, and how long a clearance lasts: `policy/claims.toml`, `policy/clearances.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .policytable import read, refuse_twice


@cache
def indicia(folder: Path | None = None) -> Mapping[str, str]:
    """What points to citizenship, code to label, in the order written. A bad file stops the start."""
    file = read("claims.toml", folder)
    file.promises()
    rows = []
    for row in file.tables("indicium"):
        rows.append((row.text("code", form="[A-Z0-9_]{1,24}"), row.text("label")))
        row.done()
    refuse_twice(file, "indicium", [code for code, _ in rows])
    file.done()
    return dict(rows)


@cache
def most_days(folder: Path | None = None) -> int:
    """For how many days a clearance may be given at most."""
    file = read("clearances.toml", folder)
    table = file.table("clearance")
    table.promises()
    days = table.number("most_days")
    if days < 1:
        raise table.fail("most_days", "must be at least one day.")
    table.done()
    file.done()
    return days
