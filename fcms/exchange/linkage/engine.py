"""Compares rows with subjects, chunk by chunk, and puts the candidates into zones. No Django, nothing on disk."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import duckdb

from . import blocking, zoning
from .model import NOTHING, gammas, settings
from .policy import Figures
from .prepare import prepare

ROWS = 20_000
"""Rows compared at once: what bounds the memory."""
Report = Callable[[str, int, int], None]

BEST = """
insert into best
select p.ref_l, p.ref_r, p.alias_r, p.match_weight, {columns} from {predicted} p
qualify row_number() over
  (partition by p.ref_l, p.ref_r order by p.match_weight desc, p.alias_r, p.unique_id_l desc) = 1
"""


def opened(memory: str, threads: int) -> duckdb.DuckDBPyConnection:
    """A database in memory only, of at most so much; it never spills to disk and never reaches out."""
    con = duckdb.connect(
        ":memory:",
        config={"memory_limit": memory, "threads": threads, "autoinstall_known_extensions": False},
    )
    con.execute("set temp_directory = ''")
    con.execute("set enable_progress_bar = false")
    return con


def link(
    con: duckdb.DuckDBPyConnection, figures: Figures, report: Report, rows_at_once: int = ROWS
) -> Iterator[dict[str, Any]]:
    """Compare what was read into names, numbers and rows; yield each candidate with its zone and evidence."""
    report("linking: preparing names", 0, 0)
    subjects = prepare(con)
    con.execute(blocking.TOKENS)
    total = int(con.execute("select count(*) from rows").fetchall()[0][0])
    if not subjects or not total:
        return
    linker, api = _linker(con, settings(figures, subjects))
    columns = ", ".join(f"gamma_{one.name} tinyint, weight_{one.name} double" for one in figures.comparisons)
    con.execute(f"create table best (row bigint, subject bigint, alias bigint, score double, {columns})")
    for first in range(0, total, rows_at_once):
        report("linking: comparing rows with subjects", first, total)
        con.execute(blocking.SAME_NUMBER.format(first=first, last=first + rows_at_once))
        con.execute(blocking.ALIKE.format(first=first, last=first + rows_at_once))
        _compare(con, linker, api, figures, "pairs_of_numbers", None)
        _compare(con, linker, api, figures, "pairs_alike", figures.review)
    report("linking: comparing rows with subjects", total, total)
    yield from zoning.candidates(con, figures, gammas(figures))


def _linker(con: duckdb.DuckDBPyConnection, model: dict[str, Any]) -> tuple[Any, Any]:
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(con)
    linker = Linker(api.register("compared", dataset_display_name="compared"), model)
    for column in ("family", "family1", "given1"):
        borne = api.register(f"borne_{column}")
        linker.table_management.register_term_frequency_lookup(borne, column)
    return linker, api


def _compare(
    con: duckdb.DuckDBPyConnection, linker: Any, api: Any, figures: Figures, table: str, least: float | None
) -> None:
    """Weigh the pairs of a table with Splink and keep, of each row and subject, the best that weigh `least`."""
    linker.table_management.register_blocked_pairs_for_predict(api.register(table))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    columns = []
    for one in figures.comparisons:
        borne = any(level.frequency for level in one.levels)
        weight = f"p.mw_{one.name} + p.mw_tf_adj_{one.name}" if borne else f"p.mw_{one.name}"
        columns.append(f"p.gamma_{one.name}, {weight}")
    con.execute(BEST.format(columns=", ".join(columns), predicted=found.physical_name))
    found.drop_table_from_database_and_remove_from_cache()


__all__ = ["NOTHING", "link", "opened"]
