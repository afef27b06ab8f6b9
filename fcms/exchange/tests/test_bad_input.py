"""Files from strangers: each fault ends in a clear sentence, nothing is half kept, and the file may come again."""

from __future__ import annotations

import io
import json
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from fcms.exchange import actions
from fcms.exchange.intake import bundle as bundles
from fcms.exchange.intake import rows
from fcms.exchange.intake.rows import RawRow, read_rows
from fcms.exchange.lifecycle import Status
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.leads.models import Lead
from fcms.lib.verdict import Refused

from .make import LEAD, apply, bundle, eid, found, jpeg, leads, load, load_eid, make_analyst, row, table

pytestmark = pytest.mark.django_db
HEADER = ",".join(LEAD).encode() + b"\n"


def refused(content: bytes, says: str, *, kind: str = "government-leads") -> Intake | None:
    """Load a file that is refused with a sentence and a remedy; return the refused intake, if one is kept."""
    by = make_analyst()
    for _ in range(2):  # it may come again, and is refused again for the same reason
        with pytest.raises(Refused, match=says) as refusal:
            load(content, by=by, kind=kind)
        assert refusal.value.sentence.endswith(".")
        assert len(refusal.value.sentence) < 300
    assert not StagedRow.objects.exists()
    assert not Finding.objects.exists()
    assert not Lead.objects.exists()
    kept = Intake.objects.first()
    assert kept is None or (kept.status, kept.refusal) == (Status.REFUSED, refusal.value.sentence)
    return kept


# --- the whole file


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty. Send it again with its header row."),
        (b"\r\n\n\r\n", "The file is empty"),
        (
            leads({}).replace(b"source_kind", b"source_knd"),
            "lacks the column source_kind. Add it to the header",
        ),
        (leads({}).replace(b"notes", b"Zip "), "names a column twice. Remove one"),
        (leads({}).decode().encode("utf-16"), "UTF-16. Save it as CSV UTF-8"),
        (leads({}).decode().encode("utf-16-le"), "The header cannot be read.*NUL"),
        (HEADER.replace(b"notes", b"not\xe9s"), "The header cannot be read.*UTF-8"),
        (
            HEADER.rstrip() + b"," + b",".join(b"c%d" % n for n in range(600)) + b"\n",
            "617 columns.*at most 500",
        ),
        (b'"' + leads({}), "The header cannot be read|lacks the column"),
        (b"x" * 300_000, "The header cannot be read. The row is longer than 256 kB"),
        (leads({}).replace(b"\r\n", b"\r"), "The header cannot be read"),
        (jpeg(), "The header cannot be read"),
    ],
)
def test_a_file_of_which_no_row_can_be_read_is_refused(content: bytes, says: str) -> None:
    refused(content, says)


def test_a_file_with_its_header_alone_has_no_rows_and_no_findings() -> None:
    intake = load(HEADER)
    assert (intake.status, intake.rows, found(intake)) == (Status.REVIEW, 0, [])


def test_a_kind_that_is_not_known_is_refused_with_those_that_are() -> None:
    refused(leads({}), "no kind of extract by that name. Use one of eid-daily, government-leads", kind="tips")


def test_a_kind_of_many_files_does_not_come_as_one_csv() -> None:
    refused(leads({}), "comes as a bundle: a ZIP with manifest.json", kind="eid-daily")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + leads({}, {}),
        leads({}, {}, end="\n"),
        leads({}, {}).replace(b"\r\n", b"\r\n\r\n\n"),
        leads({}, {}).rstrip(),
        leads({}, {}).replace(b"source_reference,", b" Source_Reference ,", 1),
        table([{**LEAD, "source_reference": n} for n in "12"], reversed(LEAD)),
        leads({"notes": "One.\r\nTwo."}, {"notes": 'He said "no", twice.'}),
        leads({}, {}).replace(b"Works nights.", b"   "),
    ],
)
def test_what_rfc_4180_and_habit_allow_is_read(content: bytes) -> None:
    intake = load(content)
    assert (intake.rows, {rule for _, rule, _ in found(intake)}) == (2, {"R-UNLINKED"})


def test_columns_that_nobody_knows_are_a_finding_and_not_kept() -> None:
    secret = "the colour of the car"
    columns = [*LEAD, "vehicle", "x\ty"]
    intake = load(table([{**LEAD, "vehicle": secret}], columns))
    finding = Finding.objects.get(intake=intake, rule="R-COLUMN")
    assert (finding.row, finding.severity) == (0, "WARNING")
    assert "vehicle, x?y" in finding.message
    assert secret not in json.dumps(list(StagedRow.objects.values_list("cells", "canonical")), default=str)
    assert intake.rows == 1


# --- single rows


def faulty(line: bytes, *, before: int = 1, after: int = 2) -> bytes:
    """Good rows around one that is broken."""
    whole = leads(*[{}] * (before + after), end="\n").split(b"\n")
    return b"\n".join([*whole[: before + 1], line, *whole[before + 1 :]])


GOOD = leads({"source_reference": "BAD"}, end="\n").split(b"\n")[1]


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("line", "rule", "says"),
    [
        (GOOD.replace(b"Okonjo", b"Ok\xf4njo"), "R-ENCODING", "Save the file as CSV UTF-8"),
        (GOOD.replace(b"Okonjo", b"Ok\0njo"), "R-NUL", "Export the file again"),
        (GOOD.replace(b",APT 3", b""), "R-CELLS", "16 cells, the header 17"),
        (GOOD + b",more", "R-CELLS", "18 cells, the header 17"),
        (GOOD[:40], "R-CELLS", "Check for a cut line"),
        (GOOD.replace(b"Works", b"W" * 70_000), "R-LINE", "A cell of this row is longer than 64 kB"),
        (GOOD.replace(b"Works", b"W" * 200_000), "R-LINE", "A cell of this row is longer than 64 kB"),
        (GOOD.replace(b"Works", b"W" * 300_000), "R-LINE", "longer than 256 kB"),
        (GOOD.replace(b"Works", b'"Works'), "R-QUOTE", "opened in this row and never closed"),
        (GOOD.replace(b"Works nights.", b'"Works" nights.'), "R-QUOTE", "stands where none belongs"),
        (GOOD.replace(b"Works", b"Works\r at"), "R-QUOTE", "line end stands where none belongs"),
    ],
)
def test_a_broken_row_is_a_finding_and_hides_no_other_row(line: bytes, rule: str, says: str) -> None:
    intake = load(faulty(line))
    finding = Finding.objects.get(intake=intake, rule=rule)
    assert (finding.row, finding.severity) == (2, "ERROR")
    assert says in finding.message
    assert row(intake, 2).state == "ERROR"
    assert (intake.rows, [row(intake, n).state for n in (1, 3, 4)]) == (4, ["WARNING"] * 3)
    assert apply(intake).result["received"] == 3


def test_a_mark_left_open_that_a_later_row_closes_hides_neither() -> None:
    quoted = GOOD.replace(b"Works nights.", b'"Works, nights."').replace(b"BAD", b"Q")
    open_mark = GOOD.replace(b"Dallas", b'"Dallas')
    intake = load(faulty(b"\n".join([open_mark, GOOD.replace(b"BAD", b"M"), quoted])))
    assert intake.rows == 6
    assert [(n, rule) for n, rule, _ in found(intake) if rule != "R-UNLINKED"] == [(2, "R-QUOTE")]


def test_a_character_that_was_lost_is_not_carried_into_the_records_by_an_edit() -> None:
    intake, by = load(leads({"family_name": "Okonjo"}).replace(b"Okonjo", b"Ok\xf4njo")), make_analyst()
    edited = actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={"notes": "Seen."})
    assert (edited.state, [r for _, r, c in found(intake) if c == "family_name"]) == ("ERROR", ["R-FORM"])
    edited = actions.edit_row(intake, by=by, file="leads.csv", row=1, cells={"family_name": "Okônjo"})
    assert edited.state == "WARNING"


def test_a_file_whose_marks_are_all_astray_is_refused_before_it_takes_long() -> None:
    line = GOOD.replace(b"Works", b'"Works')
    refused(
        HEADER + b"\n".join([line] * 400), "More than 100 rows have a quotation mark that is never closed"
    )


def test_a_line_of_200_megabytes_is_passed_over_without_being_held() -> None:
    stream = io.BufferedReader(
        Long(HEADER + GOOD + b"\n", b"x" * (1 << 20), 200, b"\n" + GOOD + b"\n"), 1 << 18
    )
    tracemalloc.start()
    read = list(read_rows(stream))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.fault for one in read[1:]] == ["", "R-LINE", ""]
    assert read[3].cells == read[1].cells
    assert peak < 8 << 20


def test_a_long_line_in_a_file_is_received_sealed_and_staged_in_bounded_memory() -> None:
    make_rows = Long(
        HEADER + GOOD + b"\n", b"x" * (1 << 20), 24, b"\n" + GOOD.replace(b"BAD", b"END") + b"\n"
    )
    stream = io.BufferedReader(make_rows, 1 << 16)
    by = make_analyst()
    tracemalloc.start()
    intake = actions.stage(actions.receive(stream, by=by, kind="government-leads"), by=by)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert intake.rows == 3
    assert [row(intake, n).state for n in (1, 2, 3)] == ["WARNING", "ERROR", "WARNING"]
    assert peak < 12 << 20


class Long(io.RawIOBase):
    """A file that would be long, never held: `head`, `times` times `part`, `tail`."""

    def __init__(self, head: bytes, part: bytes, times: int, tail: bytes) -> None:
        self.parts = [head, *[part] * times, tail]
        self.at = (0, 0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        assert (offset, whence) in {(0, 0)}
        self.at = (0, 0)
        return 0

    def readinto(self, buffer: Any) -> int:
        number, start = self.at
        if number == len(self.parts):
            return 0
        chunk = self.parts[number][start : start + len(buffer)]
        buffer[: len(chunk)] = chunk
        done = start + len(chunk) == len(self.parts[number])
        self.at = (number + 1, 0) if done else (number, start + len(chunk))
        return len(chunk)


def test_lines_read_again_after_an_open_mark_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "LONGEST_LINE", 500)
    content = b'a,b\n1,"x\n' + b"2,y\n" * 500
    read = list(read_rows(io.BytesIO(content)))
    assert (read[1], read[2]) == (RawRow(1, [], *rows._OPEN_QUOTE), RawRow(2, ["2", "y"]))
    assert len(read) == 502


# --- the bundle and its manifest

SUBJECT = eid({})


def manifest(**changes: Any) -> bytes:
    return eid({}, **changes)


def rezipped(content: bytes, change: Callable[[zipfile.ZipFile, zipfile.ZipFile], None]) -> bytes:
    """A bundle made anew by `change(old, new)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        change(old, new)
    return out.getvalue()


def without_manifest(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    new.writestr("subjects.csv", old.read("subjects.csv"))


def with_a_file_twice(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    for name in ("manifest.json", "subjects.csv"):
        new.writestr(name, old.read(name))
    with pytest.warns(UserWarning, match="Duplicate"):
        new.writestr("subjects.csv", old.read("subjects.csv"))


def with_a_bomb(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
    new.writestr("manifest.json", old.read("manifest.json"))
    new.writestr("subjects.csv", bytes(40_000_000))


def encrypted(content: bytes) -> bytes:
    """A bundle whose entries say that they need a password."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.mark.promise("PIA-1.5-1")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (rezipped(SUBJECT, without_manifest), "no manifest.json. Ask the sender for a complete bundle"),
        (eid({}, said=b"{"), "not of the form fcms-extract/1. Ask the sender"),
        (eid({}, said=b"[]"), "not of the form fcms-extract/1"),
        (eid({}, said=b"\xff\xfe{}"), "not of the form fcms-extract/1"),
        (eid({}, said=b"[" * 100_000), "not of the form fcms-extract/1"),
        (eid({}, said=b'{"format": "fcms-extract/1"}'), "not of the form fcms-extract/1"),
        (eid({}, said=b" " * 10_000_001), "larger than 10 MB|far more"),
        (manifest(format="fcms-extract/2"), "Its format must be fcms-extract/1"),
        (manifest(kind="government-leads"), "kind is government-leads, not eid-daily. Choose the right kind"),
        (manifest(kind=""), "not eid-daily|not of the form"),
        (manifest(files=[]), "It lists no file"),
        (manifest(files=3), "not of the form"),
        (manifest(sequence="many"), "not of the form"),
        (manifest(sequence=-1), "out of range"),
        (manifest(sequence=10**12), "out of range"),
        (manifest(sequence=float("inf")), "not of the form"),
        (manifest(as_of="tomorrow"), "A date must be"),
        (manifest(as_of="2999-01-01"), "lies in the future"),
        (manifest(producer="EID\u0000"), "cannot be printed"),
        (manifest(producer="x" * 81), "At most 80 characters"),
        (manifest(extract_id="\ud800"), "cannot be printed"),
        (manifest(files=[{"name": "subjects.csv", "rows": 1, "sha256": "0" * 64}]), "checksum differs"),
        (manifest(files=[{"name": "subjects.csv", "rows": 1, "sha256": "0" * 64}] * 2), "lists a file twice"),
        (
            manifest(files=[{"name": "secrets.csv", "rows": 1, "sha256": ""}]),
            "secrets.csv, which is no file of",
        ),
        (
            manifest(files=[{"name": "../../etc/passwd", "rows": 1, "sha256": ""}]),
            "passwd, which is no file of",
        ),
        (
            manifest(files=[{"name": "/etc/passwd\n", "rows": 1, "sha256": ""}]),
            "passwd\\?, which is no file of",
        ),
        (
            manifest(files=[{"name": "aliases.csv", "rows": 1, "sha256": ""}]),
            "aliases.csv, which is not in the bundle",
        ),
        (rezipped(SUBJECT, with_a_file_twice), "holds a file twice"),
        (rezipped(SUBJECT, with_a_bomb), "unpacks to far more"),
        (encrypted(SUBJECT), "protected by a password. Send it without one"),
        (SUBJECT[: len(SUBJECT) // 2], "cut or damaged. Ask the sender for it again"),
        (b"PK\x03\x04", "cut or damaged"),
    ],
)
def test_a_bundle_that_is_not_what_it_should_be_is_refused_by_name(content: bytes, says: str) -> None:
    intake = refused(content, says, kind="eid-daily")
    assert intake is not None


def lying(**changes: Any) -> bytes:
    """A bundle whose manifest says the truth about all but what `changes` say."""
    with zipfile.ZipFile(io.BytesIO(SUBJECT)) as archive:
        listed = json.loads(archive.read("manifest.json"))["files"]
    return manifest(files=[{**listed[0], **changes}])


def test_a_file_with_other_rows_than_the_manifest_says_is_refused_and_none_of_them_stays() -> None:
    refused(lying(rows=2), "has 1 rows; the manifest says 2", kind="eid-daily")
    refused(lying(rows=0), "has 1 rows; the manifest says 0", kind="eid-daily")
    assert load(lying(sha256=zipped_digest().upper()), kind="eid-daily").rows == 1


def zipped_digest() -> str:
    with zipfile.ZipFile(io.BytesIO(SUBJECT)) as archive:
        return str(json.loads(archive.read("manifest.json"))["files"][0]["sha256"])


def test_a_file_that_is_larger_than_its_own_header_says_is_refused() -> None:
    content = bytearray(SUBJECT)
    at = content.rfind(b"PK\x01\x02")  # the last entry of the directory: subjects.csv
    size = struct.unpack_from("<I", content, at + 24)[0]
    struct.pack_into("<I", content, at + 24, size - 20)
    refused(bytes(content), "cut or damaged|checksum differs", kind="eid-daily")


def test_files_that_the_manifest_does_not_list_are_a_finding_and_never_read() -> None:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name in ("../../evil.csv", "aliases.csv", "p/face.jpg"):
            new.writestr(name, b"x,y\n1,2\n")

    intake = load(rezipped(SUBJECT, change), kind="eid-daily")
    finding = Finding.objects.get(intake=intake, rule="R-FILE")
    assert "../../evil.csv, aliases.csv." in finding.message
    assert (finding.row, intake.rows) == (0, 1)


def test_a_photograph_is_looked_for_in_the_bundle_and_nowhere_else() -> None:
    names = ["../../../etc/hostname", "/etc/hostname", "C:\\x.jpg"]
    intake = load_eid(
        {}, photographs=[{"a_number": "A900700001", "taken_on": "", "file": name} for name in names]
    )
    messages = Finding.objects.filter(intake=intake, rule="R-PHOTOGRAPH").values_list("message", flat=True)
    assert list(messages) == ["The bundle holds no file of this name. Ask the sender for it."] * 3


def test_a_bundle_altered_anywhere_is_refused_or_read_whole_and_never_half() -> None:
    by, rng, good = (
        make_analyst(),
        random.Random(7),
        eid({}, charges=[{"a_number": "A900700001", "charge": "237a1A"}]),
    )
    for _ in range(60):
        content = bytearray(good)
        for _ in range(rng.randint(1, 3)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        if rng.random() < 0.3:
            del content[rng.randrange(len(content)) :]
        try:
            intake = load(bytes(content), by=by, kind="eid-daily")
        except Refused:
            assert not StagedRow.objects.exists()
            continue
        assert intake.rows == 2
        actions.refuse(intake, by=by, reason="Only tried.")


def test_a_csv_altered_anywhere_is_read_row_by_row_or_refused() -> None:
    by, rng, good = make_analyst(), random.Random(11), leads({}, {}, {"notes": 'a "b"\nc'}, {})
    for _ in range(40):
        content = bytearray(good)
        for _ in range(rng.randint(1, 4)):
            content[rng.randrange(len(content))] = rng.choice(b'\0"\r\n,;x\xff\xc3')
        with suppress(Refused):
            actions.refuse(load(bytes(content), by=by), by=by, reason="Only tried.")


# --- order and repetition


@pytest.fixture
def by() -> Iterator[Any]:
    return make_analyst()


def numbered(sequence: int | None, **more: Any) -> bytes:
    return eid(
        {"middle_name": f"N{'' if sequence is None else 'abcdefghij'[sequence % 10]}"},
        sequence=sequence,
        **more,
    )


def test_extracts_of_a_producer_come_in_order_and_the_first_may_have_any_number(by: Any) -> None:
    load(numbered(412), by=by, kind="eid-daily")
    with pytest.raises(Refused, match="sequence 413 is missing: this one is 414. Load that one first"):
        load(numbered(414), by=by, kind="eid-daily")
    with pytest.raises(Refused, match="sequence 412 was loaded already, so 411 comes too late"):
        load(numbered(411), by=by, kind="eid-daily")
    with pytest.raises(
        Refused, match="sequence 412 was loaded already, so 412 comes too late or a second time"
    ):
        load(numbered(412, extract_id="other"), by=by, kind="eid-daily")
    load(numbered(413), by=by, kind="eid-daily")
    load(numbered(7, producer="ENFORCE"), by=by, kind="eid-daily")
    load(numbered(None), by=by, kind="eid-daily")


def test_a_refused_extract_leaves_its_place_in_the_order_free(by: Any) -> None:
    load(numbered(1), by=by, kind="eid-daily")
    actions.refuse(load(numbered(2), by=by, kind="eid-daily"), by=by, reason="Wrong day.")
    assert load(numbered(2), by=by, kind="eid-daily").sequence == 2


def test_the_same_content_is_loaded_once_until_it_is_refused(by: Any) -> None:
    content = leads({})
    first = load(content, by=by)
    with pytest.raises(Refused, match=f"loaded already, as intake {first.number}. Nothing was loaded again"):
        load(content, by=by)
    actions.refuse(first, by=by, reason="Wrong file.")
    again = load(content, by=by)
    apply(again, by=by)
    with pytest.raises(Refused, match=f"loaded already, as intake {again.number}"):
        load(content, by=by)
    assert Lead.objects.count() == 1


def test_a_refused_extract_keeps_its_reason_and_nothing_of_its_content(by: Any, home: Any) -> None:
    intake = load(leads({"zip": "x"}), by=by)
    assert list((home / "intakes").iterdir())
    with pytest.raises(Refused, match="Say why"):
        actions.refuse(intake, by=by, reason=" ")
    intake = actions.refuse(intake, by=by, reason="Wrong agency.")
    assert (intake.status, intake.refusal) == (Status.REFUSED, "Wrong agency.")
    assert not StagedRow.objects.exists()
    assert not Finding.objects.exists()
    with pytest.raises(Refused, match="cannot be refused any more"):
        actions.refuse(intake, by=by, reason="Again.")


def test_an_extract_that_is_refused_while_it_is_read_stays_refused_and_keeps_no_row(by: Any) -> None:
    intake = actions.receive(io.BytesIO(leads({}, {})), by=by, kind="government-leads")

    def refuse(step: str, done: int, total: int) -> None:
        if Intake.objects.get(pk=intake.pk).status == Status.STAGING:
            actions.refuse(intake, by=by, reason="The wrong agency.")

    with pytest.raises(Refused, match="refused this extract while it was read"):
        actions.stage(intake, by=by, report=refuse)
    intake.refresh_from_db()
    assert (intake.status, intake.refusal) == (Status.REFUSED, "The wrong agency.")
    assert not StagedRow.objects.exists()


def test_a_sealed_file_that_was_lost_or_altered_is_refused_and_may_come_again(by: Any, home: Any) -> None:
    for harm in (lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-3])):
        intake = actions.receive(io.BytesIO(leads({})), by=by, kind="government-leads")
        harm(home / "intakes" / f"{intake.number}.sealed")
        with pytest.raises(Refused, match="cannot be read any more. Load the file again"):
            actions.stage(intake, by=by)
    assert load(leads({}), by=by).rows == 1


def test_the_largest_numbers_of_a_manifest_are_those_the_columns_hold() -> None:
    assert bundles.LARGEST_NUMBER == 2**31 - 1
    assert (
        load(
            bundle(
                {"subjects.csv": table([{"a_number": "A900700001", "family_name": "Okonjo"}])},
                sequence=2**31 - 1,
            ),
            kind="eid-daily",
        ).rows
        == 1
    )
