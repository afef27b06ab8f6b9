"""Files made to do harm: each is refused with a sentence or read row by row, in bounded memory, and runs nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from fcms.exchange import actions
from fcms.exchange.intake import bundle as bundles
from fcms.exchange.lifecycle import RowState, Status
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.leads.models import Lead
from fcms.lib.verdict import Refused

from .killing import DONE, run
from .make import LEAD, apply, bundle, eid, found, leads, load, make_analyst, row, table
from .test_bad_input import GOOD, HEADER, SUBJECT, Long, faulty, manifest, refused, rezipped

pytestmark = pytest.mark.django_db
SUBJECTS_CSV = zipfile.ZipFile(io.BytesIO(SUBJECT)).read("subjects.csv")


# --- bundles


def overlapping() -> bytes:
    """Two entries that share their bytes, as in the bombs that grow without nesting."""
    content = bytearray(SUBJECT)
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    struct.pack_into("<I", content, second + 42, struct.unpack_from("<I", content, first + 42)[0] + 8)
    return bytes(content)


def with_many_members(count: int) -> bytes:
    """A bundle whose list of entries is long."""
    out = io.BytesIO(SUBJECT)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(count):
            archive.writestr(f"p/{number}.jpg", b"")
    return out.getvalue()


def with_a_long_list() -> bytes:
    """A bundle whose end says that its list of entries takes gigabytes."""
    content = bytearray(SUBJECT)
    struct.pack_into("<I", content, content.rfind(b"PK\x05\x06") + 12, 2**31)
    return bytes(content)


def with_a_huge_size() -> bytes:
    """A bundle whose entry says that it unpacks to almost four gigabytes."""
    content = bytearray(SUBJECT)
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    return bytes(content)


def nested() -> bytes:
    """A bundle in the place of a CSV."""
    inner = bytes(10_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("subjects.csv", inner)
    return bundle({"subjects.csv": out.getvalue()})


def linked() -> bytes:
    """An entry that says it is a symbolic link to a file of the machine."""

    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        new.writestr("manifest.json", old.read("manifest.json"))
        link = zipfile.ZipInfo("subjects.csv")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        new.writestr(link, "/etc/passwd")

    return rezipped(SUBJECT, change)


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (overlapping, "lie over each other|cut or damaged"),
        (with_a_long_list, "more than 100,000 files|cut or damaged"),
        (with_a_huge_size, "unpacks to far more"),
        (nested, "The header cannot be read|checksum|rows"),
        (linked, "checksum differs|header cannot be read|lacks the column"),
    ],
)
def test_a_bundle_that_is_a_trap_is_refused(make: Callable[[], bytes], says: str) -> None:
    refused(make(), says, kind="eid-daily")


def test_a_bundle_of_too_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_FILES", 500)
    refused(with_many_members(600), "more than 500 files", kind="eid-daily")


def written(**changes: str) -> bytes:
    """A manifest written out by hand, so that it may say what no writer would."""
    with zipfile.ZipFile(io.BytesIO(SUBJECT)) as archive:
        said = archive.read("manifest.json").decode()
    for old, new in changes.items():
        said = said.replace(f'"{old}"', new, 1)
    return eid({}, said=said.encode())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (written(kind='"kind": "benefits", "kind"'), "It says something twice"),
        (written(kind='"sequence": NaN, "kind"'), "not of the form"),
        (written(kind='"sequence": -Infinity, "kind"'), "not of the form"),
        (written(kind='"sequence": 1' + "0" * 5_000 + ', "kind"'), "not of the form|out of range"),
        (written(kind='"deep": ' + "[" * 5_000 + "]" * 5_000 + ', "kind"'), "not of the form"),
        (manifest(sequence=True), "not of the form"),
        (manifest(sequence=1.5), "not of the form"),
        (manifest(sequence="7"), "not of the form"),
        (manifest(files=[{"name": "subjects.csv", "rows": "1", "sha256": ""}]), "not of the form"),
        (manifest(files=[["subjects.csv", 1, ""]]), "not of the form"),
        (eid({}, said=json.dumps(None).encode()), "not of the form"),
        (eid({}, said="{}".encode("utf-16")), "not of the form"),
    ],
)
def test_a_manifest_that_may_be_read_in_two_ways_is_refused(content: bytes, says: str) -> None:
    refused(content, says, kind="eid-daily")


# --- rows


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (leads({}).decode().encode("utf-32"), "The header cannot be read|UTF-16"),
        (leads({}).decode().encode("utf-16-be"), "The header cannot be read.*NUL"),
        (leads({}).decode().encode("cp037"), "The header cannot be read|lacks the column"),
        (gzip.compress(leads({})), "The header cannot be read"),
        (b"," * 1_000_000 + b"\n", "The header cannot be read. The row is longer than 256 kB"),
        (",".join(f"c{n}" for n in range(20_000)).encode(), "20,000 columns"),
        (b"\0" * 100_000, "The header cannot be read"),
        (b"<!doctype html><p>Sign in to download.</p>\n", "lacks the column"),
    ],
)
def test_a_file_that_is_no_csv_of_this_kind_is_refused(content: bytes, says: str) -> None:
    refused(content, says)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (HEADER.strip(), "R-DATE"),
        (b"," * 200_000, "R-CELLS"),
        (b"," * 1_000_000, "R-LINE"),
        (GOOD.replace(b"Works nights.", "Café".encode("latin-1")), "R-ENCODING"),
        (GOOD.replace(b"Works nights.", b"\xed\xa0\x80"), "R-ENCODING"),
        (GOOD.replace(b"Okonjo", b"=cmd|' /C calc'!A0"), "R-FORM"),
        (b"\0" * 1_000, "R-NUL"),
    ],
)
def test_a_hostile_row_among_good_ones_is_an_error_and_hides_none(line: bytes, rule: str) -> None:
    intake = load(faulty(line))
    assert rule in {one for n, one, _ in found(intake) if n == 2} | set(
        Finding.objects.filter(intake=intake, row=2).values_list("rule", flat=True)
    )
    assert row(intake, 2).state == RowState.ERROR
    assert (intake.rows, apply(intake).result["received"]) == (4, 3)


def test_a_mark_left_open_at_the_very_end_hides_no_row() -> None:
    intake = load(leads({}, {}, end="\n") + GOOD.replace(b"Works", b'"Works'))
    assert (intake.rows, [row(intake, n).state for n in (1, 2, 3)]) == (3, ["WARNING", "WARNING", "ERROR"])


def test_a_formula_is_kept_as_text_with_a_warning() -> None:
    intake = load(leads({"notes": '=HYPERLINK("http://example.invalid","x")'}, {"notes": "+1 street over"}))
    assert (1, "R-FORMULA", "notes") in found(intake)
    assert str(row(intake).canonical[-1]).startswith("=HYPERLINK")


def test_encodings_that_are_mixed_in_one_file_are_told_row_by_row() -> None:
    lines = [
        GOOD.replace(b"Okonjo", name).replace(b"BAD", b"M%d" % n)
        for n, name in enumerate(["Zoë".encode(), "Zoë".encode("latin-1"), "Zoë".encode("cp1252"), b"Zoe"])
    ]
    intake = load(HEADER + b"\n".join(lines))
    assert [row(intake, n).state for n in (1, 2, 3, 4)] == ["WARNING", "ERROR", "ERROR", "WARNING"]


def test_the_same_row_within_a_file_and_in_another_is_repeated() -> None:
    first = load(leads({}, {"source_reference": "R-1"}))
    assert [row(first, n).state for n in (1, 2)] == [RowState.WARNING, RowState.REPEATED]
    apply(first)
    second = load(leads({"notes": "Sent again."}, {}))
    assert [row(second, n).state for n in (1, 2)] == [RowState.REPEATED, RowState.WARNING]
    assert apply(second).result["received"] == 1
    assert Lead.objects.count() == 2


# --- files that move, and files that are huge


class Changing(io.BytesIO):
    """A file in which a byte is other at each reading."""

    readings = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) == (0, 0):
            self.readings += 1
            self.getbuffer()[-4] = ord("a") + self.readings % 26
        return super().seek(offset, whence)


def test_a_file_that_changes_while_it_is_loaded_is_refused_and_nothing_of_it_stays(home: Any) -> None:
    by = make_analyst()
    with pytest.raises(Refused, match="changed while it was read, so nothing was loaded. Load it again"):
        actions.receive(Changing(leads({}, {})), by=by, kind="government-leads")
    assert not Intake.objects.exists()
    assert not list((home / "intakes").iterdir())


def bounded(step: Callable[[], None], *, megabytes: int) -> None:
    """Run a step in a process of its own that may take so much memory more than it has."""

    def limited(report: object) -> None:
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = now + megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        step()

    status, _ = run(limited)
    assert status == DONE


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_memory_in_these_tests_is_one() -> None:
    def too_much() -> None:
        with pytest.raises(MemoryError):
            bytearray(100 * 1024 * 1024)

    bounded(too_much, megabytes=48)


@pytest.mark.django_db(transaction=True)
def test_a_line_of_200_megabytes_is_received_sealed_and_passed_over_in_64() -> None:
    by = make_analyst()
    rows = Long(HEADER + GOOD + b"\n", b"x" * (1 << 20), 200, b"\n" + GOOD.replace(b"BAD", b"END") + b"\n")

    def read() -> None:
        intake = actions.receive(io.BufferedReader(rows, 1 << 16), by=by, kind="government-leads")
        actions.stage(intake, by=by)

    bounded(read, megabytes=64)
    intake = Intake.objects.get()
    assert (intake.status, intake.size > 200 << 20) == (Status.REVIEW, True)
    assert [row(intake, n).state for n in (1, 2, 3)] == ["WARNING", "ERROR", "WARNING"]


@pytest.mark.django_db(transaction=True)
def test_wide_rows_by_the_thousand_are_told_in_64_megabytes() -> None:
    by = make_analyst()
    wide = Long(HEADER, b"," * 200_000 + b"\n", 300, GOOD + b"\n")

    def read() -> None:
        intake = actions.receive(io.BufferedReader(wide, 1 << 16), by=by, kind="government-leads")
        actions.stage(intake, by=by)

    bounded(read, megabytes=64)
    assert StagedRow.objects.filter(state=RowState.ERROR).count() == 300
    assert StagedRow.objects.get(row=301).state == RowState.WARNING


@pytest.mark.django_db(transaction=True)
def test_a_bundle_that_unpacks_to_a_gigabyte_is_refused_in_64_megabytes() -> None:
    by = make_analyst()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", zipfile.ZipFile(io.BytesIO(SUBJECT)).read("manifest.json"))
        with archive.open("subjects.csv", "w") as entry:
            for _ in range(256):
                entry.write(bytes(1 << 20))
    content = out.getvalue()

    def read() -> None:
        with pytest.raises(Refused, match="unpacks to far more"):
            actions.receive(io.BytesIO(content), by=by, kind="eid-daily")

    bounded(read, megabytes=64)
    assert Intake.objects.get().status == Status.REFUSED


def test_columns_in_disorder_and_beside_them_a_thousand_unknown_ones_are_refused() -> None:
    columns = [*reversed(LEAD), *(f"x{n}" for n in range(1_000))]
    refused(table([LEAD], columns), "1,017 columns")
