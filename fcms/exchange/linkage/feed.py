"""Feeds the linkage process by a pipe, and reads what it found. Nothing of it touches a disk."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from django.db import connection

from fcms.database import vault
from fcms.exchange import sources
from fcms.exchange.intake.staging import Report, unsealed
from fcms.exchange.layout import FileLayout, Links
from fcms.exchange.models import Intake

from .process import LENGTH

ROOT = Path(__file__).resolve().parents[3]
PROCESS = "fcms.exchange.linkage.process"
_NAMES = """
copy (
  select s.id, 0, s.family_name, s.given_name, s.middle_name, s.birth_on, s.sex
  from subjects_subject s where s.withdrawn_at is null and s.merged_into_id is null
  union all
  select s.id, a.id, a.family_name, a.given_name, a.middle_name, s.birth_on, s.sex
  from subjects_alias a join subjects_subject s on s.id = a.subject_id
  where a.withdrawn_at is null and a.kind <> 'MONIKER' and s.withdrawn_at is null and s.merged_into_id is null
) to stdout (format csv)
"""
_NUMBERS = """
copy (
  select subject_id, 'A', number from subjects_anumber where withdrawn_at is null
  union all
  select subject_id, kind, encode(blind, 'hex') from subjects_identifier
  where withdrawn_at is null and kind in ('FBI', 'SID', 'SSN')
) to stdout (format csv)
"""
_WAITING = """
select r.row, r.canonical from exchange_stagedrow r
where r.intake_id = %s and r.file = %s and r.state in ('CLEAN', 'WARNING') and r.decision <> 'REJECTED'
  and not exists (select from exchange_match m where m.intake_id = r.intake_id and m.file = r.file
                  and m.row = r.row and m.decision <> '')
  and ({further})
order by r.row
"""
_UNLINKED_LEAD = """exists (select from leads_lead l where l.intake = '{number}' and l.file = r.file and l.row = r.row
                             and l.subject_id is null and l.status <> 'CLOSED')"""


class LinkageLost(Exception):
    """The linkage process ended before it was done: nothing was linked, and it may be run again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate as the process found it: the row it is for, and what it says."""

    file: str
    row: int
    said: dict[str, Any]


def compared(intake: Intake, report: Report) -> tuple[list[tuple[str, int]], list[Found]]:
    """Compare the waiting rows of an intake with all subjects; return the rows (file, number) and the candidates."""
    places: list[tuple[str, int]] = []
    lines = list(_lines(intake, places))
    if not places:
        return places, []
    found = []
    with _running() as process:
        try:
            _send(process, lines)
            for said in _told(process, report):
                file, row = places[said.pop("row")]
                found.append(Found(file, row, said))
        except (BrokenPipeError, ConnectionError):
            raise LinkageLost("It stopped while it was fed.") from None
    return places, found


@contextmanager
def _running() -> Iterator[subprocess.Popen[bytes]]:
    """The process, with nothing of our surroundings but where programs lie; it is gone when this is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", PROCESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _send(process: subprocess.Popen[bytes], lines: Iterable[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101 - it was asked for
    pipe = process.stdin
    for name, statement in (("names", _NAMES), ("numbers", _NUMBERS)):
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            _frames(pipe, name, _gathered(copy))
    _frames(pipe, "rows", lines)
    pipe.write(LENGTH.pack(0))
    pipe.flush()


def _frames(pipe: IO[bytes], name: str, blocks: Iterable[bytes]) -> None:
    for block in chain([name.encode()], blocks):
        pipe.write(LENGTH.pack(len(block)) + block)
    pipe.write(LENGTH.pack(0))


def _gathered(copy: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The lines of a COPY in blocks of a size worth sending."""
    kept = bytearray()
    for line in copy:
        kept += line
        if len(kept) > 1 << 18:
            yield bytes(kept)
            kept.clear()
    if kept:
        yield bytes(kept)


def _told(process: subprocess.Popen[bytes], report: Report) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    found = 0
    for line in process.stdout:
        try:
            said = json.loads(line)
        except ValueError:
            break
        if "step" in said:
            report(said["step"], said["done"], said["total"])
        elif "end" in said:
            if said["end"] == found:
                return
            break
        elif "failed" in said:
            raise LinkageLost(f"It failed: {said['failed'][:40]}.")
        else:
            found += 1
            yield said
    raise LinkageLost("It ended before it was done.")


# --- the rows


def _lines(intake: Intake, places: list[tuple[str, int]]) -> Iterator[bytes]:
    """The waiting rows as CSV, numbered as they come; `places` learns which row each number is."""
    kind = sources.kind_named(intake.kind)
    for name, links in kind.links.items():
        layout = kind.file(name)
        if layout is None:
            continue
        further = _UNLINKED_LEAD.format(number=intake.number) if links.afterwards else "true"
        with connection.cursor() as cursor:
            cursor.execute(_WAITING.format(further=further), [intake.pk, name])
            while rows := cursor.fetchmany(5_000):
                out = io.StringIO()
                writer = csv.writer(out, lineterminator="\n")
                for row, canonical in rows:
                    writer.writerow([len(places), *_row(intake, layout, links, canonical)])
                    places.append((name, row))
                yield out.getvalue().encode()


def _row(intake: Intake, layout: FileLayout, links: Links, canonical: list[str | None]) -> list[str | None]:
    def cell(column: str) -> str | None:
        return canonical[layout.index[column]] if column else None

    def blind(column: str, kind: str) -> str | None:
        sealed = cell(column)
        if not sealed:
            return None
        sort = layout.columns[layout.index[column]].sealed
        plain = unsealed(intake.key_slot, sort, sealed) if sort else sealed
        return vault.blind(kind, plain).hex()

    return [
        cell(links.family_name),
        cell(links.given_name),
        cell(links.middle_name),
        cell(links.birth_date),
        cell(links.sex),
        cell(links.a_number),
        blind(links.fbi, "FBI"),
        blind(links.sid, "SID"),
        blind(links.ssn, "SSN"),
    ]
