"""Writes a sample extract of a kind to a file, with bounded memory: a bare CSV or a bundle with its manifest."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fcms.exchange.intake.bundle import FORMAT
from fcms.exchange.layout import Kind
from fcms.exchange.sources import kind_named
from fcms.lib.verdict import Refused

from . import city_state_sample, eid_sample, lead_sample, legacy_sample, person_sample, stored, vendor_sample
from .places import Places
from .sheets import Planter, Sheet, Truth, truth_beside

PRODUCERS = {"eid-daily": "EID", "government-leads": "SAMPLE", "legacy-fcms": "FCMS-1"}
ONE_FILE: dict[str, Callable[..., Sheet]] = {
    "government-leads": lead_sample.write,
    "vendor-results": vendor_sample.write,
    **{code: partial(person_sample.write, code) for code in person_sample.NUMBERED},
}
"""What writes a kind of one CSV file."""


@dataclass(frozen=True, slots=True)
class Order:
    """What sample is asked for."""

    kind: Kind
    rows: int
    seed: int
    out: Path
    planted: bool
    today: date


def order(code: str, *, rows: int, seed: int, out: str, planted: bool, today: date) -> Order:
    """Check what is asked for; refuse an unknown kind, or a file that cannot be of this kind."""
    kind, path = kind_named(code), Path(out)
    if kind.reader is not None:
        return _directory_order(Order(kind, rows, seed, path, planted, today))
    if path.suffix not in (".csv", ".zip") or (len(kind.files) > 1 and path.suffix != ".zip"):
        ends = ".zip" if len(kind.files) > 1 else ".csv, or .zip for a bundle"
        raise Refused(f"A sample of {code} goes into a file whose name ends in {ends}. Choose another name.")
    if not path.parent.is_dir():
        raise Refused("There is no such folder to write into. Make it first, or choose another.")
    return Order(kind, rows, seed, path, planted, today)


def _directory_order(order: Order) -> Order:
    if order.out.suffix != ".txt" or not order.out.parent.is_dir():
        raise Refused(
            f"A sample of {order.kind.code} goes into a file whose name ends in .txt, in a folder that is there."
        )
    return order


def _write_directory(
    order: Order, places: Places, report: Callable[[int], Any], head: dict[str, Any]
) -> None:
    truth = city_state_sample.Truth() if order.planted else None
    with _whole(order.out) as path, path.open("wb") as stream:
        noted = city_state_sample.write(
            stream,
            rows=order.rows,
            seed=order.seed,
            places=places,
            today=order.today,
            truth=truth,
            report=report,
        )
    if truth is not None:
        with (order.out.parent / f"{order.out.name}.truth.json").open("w", encoding="utf-8") as beside:
            city_state_sample.write_truth(beside, head, noted)


def write(order: Order, places: Places, report: Callable[[int], Any]) -> None:
    """Write the sample, whole or not at all, and beside a planted one what was planted."""
    (order.out.parent / f"{order.out.name}.truth.json").unlink(missing_ok=True)
    head = {"kind": order.kind.code, "rows": order.rows, "seed": order.seed}
    if order.kind.reader is not None:
        _write_directory(order, places, report, head)
        return
    given: dict[str, Any] = {
        "rows": order.rows,
        "seed": order.seed,
        "places": places,
        "today": order.today,
        "report": report,
    }
    of_one_file = ONE_FILE.get(order.kind.code, lead_sample.write)
    with truth_beside(order.out, head, planted=order.planted) as truth, _whole(order.out) as path:
        if order.out.suffix == ".csv":
            with path.open("wb") as stream:
                main = order.kind.main
                of_one_file(lambda planter: Sheet(stream, main, truth, planter), truth=truth, **given)
            return
        with zipfile.ZipFile(path, "w") as bundle, _files(order, truth) as (sheets_of, folder):
            if order.kind.code == "eid-daily":
                sheets = eid_sample.write(sheets_of, bundle, truth=truth, **given)
            elif order.kind.code == "legacy-fcms":
                sheets = legacy_sample.write(sheets_of, bundle, truth=truth, **given)
            else:
                name = order.kind.main.name
                sheet = of_one_file(lambda one: sheets_of({name: one})[name], truth=truth, **given)
                sheets = {name: sheet}
            _pack(order, bundle, sheets, folder)


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A path to write to, which becomes `out` only when all is written."""
    path = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        yield path
        path.replace(out)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _files(
    order: Order, truth: Truth | None
) -> Iterator[tuple[Callable[[dict[str, Planter]], dict[str, Sheet]], Path]]:
    """A function that opens the CSV files of a kind in a folder of their own, and that folder."""
    with tempfile.TemporaryDirectory(dir=order.out.parent) as name, ExitStack() as stack:
        folder = Path(name)

        def sheets_of(planters: dict[str, Planter]) -> dict[str, Sheet]:
            return {
                layout.name: Sheet(
                    stack.enter_context((folder / layout.name).open("wb")),
                    layout,
                    truth,
                    planters[layout.name],
                )
                for layout in order.kind.files
            }

        yield sheets_of, folder


def _pack(order: Order, bundle: zipfile.ZipFile, sheets: dict[str, Sheet], folder: Path) -> None:
    day = order.today
    for name, sheet in sheets.items():
        sheet.stream.flush()
        info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 2, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with (folder / name).open("rb") as source, bundle.open(info, "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, 1 << 20)
    info = zipfile.ZipInfo("manifest.json", (day.year, day.month, day.day, 2, 0, 0))
    bundle.writestr(info, json.dumps(_manifest(order, sheets), indent=1))


def _manifest(order: Order, sheets: dict[str, Sheet]) -> dict[str, Any]:
    code, producer = order.kind.code, PRODUCERS.get(order.kind.code, "SAMPLE")
    as_of = order.today - timedelta(days=1)
    said = {
        "format": FORMAT,
        "kind": code,
        "producer": producer,
        "extract_id": f"{producer}-{as_of:%Y%m%d}-S{order.seed}",
        "sequence": stored.next_sequence(code, producer),
        "as_of": as_of.isoformat(),
        "created_at": f"{order.today.isoformat()}T02:00:00Z",
        "files": [
            {"name": name, "rows": sheet.rows, "sha256": sheet.sha256.hexdigest()}
            for name, sheet in sheets.items()
        ],
    }
    return said
