"""Sensitive numbers are nowhere in the clear: not staged, not applied, not in the trail, the log or a failure."""

from __future__ import annotations

import io
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from fcms.accounts.models import User
from fcms.exchange import actions, queries
from fcms.exchange.models import Finding, Intake, StagedRow
from fcms.exchange.uploads import Scrambled
from fcms.lib.verdict import Refused

from .make import FBI, FIN, SID, SSN, TECS, apply, leads, load, load_eid, make_analyst, row

pytestmark = pytest.mark.django_db
NUMBERS = {"ssn": SSN, "fbi_number": FBI, "fin": FIN, "sid": SID, "tecs_number": TECS}
SECRETS = (SSN, SSN.replace("-", ""), FBI, FIN, SID, TECS)


def leaks(secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """The tables in which one of the secrets stands, as text or as the bytes of its text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
            " and has_table_privilege(oid, 'SELECT') order by relname"
        )
        for (table,) in cursor.fetchall():
            for secret in secrets:
                cursor.execute(
                    f'select count(*) from "{table}" t where t::text like %s or t::text like %s',
                    [f"%{secret}%", f"%{secret.encode().hex()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{table}: {secret}")
    return found


def test_the_search_for_leaks_finds_one() -> None:
    load(leads({"notes": SSN.replace("-", "")}))
    assert leaks() == ["exchange_stagedrow: 901456781"]


@pytest.mark.promise("PIA-0-6")
def test_no_sensitive_number_stands_in_any_table_staged_edited_or_applied() -> None:
    by = make_analyst()
    wrong = {"a_number": "A900700002", "ssn": f"{SSN}0", "fin": "X" + FIN, "sid": "??" + SID}
    intake = load_eid(NUMBERS, wrong, by=by)
    assert row(intake, 2).state == "ERROR"
    assert leaks() == []
    actions.edit_row(intake, by=by, file="subjects.csv", row=2, cells=dict(NUMBERS, a_number="A900700002"))
    assert row(intake, 2).state == "WARNING"  # two subjects with one number
    assert leaks() == []
    apply(intake, by=by)
    assert leaks() == []
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from subjects_identifier")
        assert cursor.fetchone()[0] == 10


def test_a_masked_cell_can_be_asked_for_and_only_then_is_opened() -> None:
    intake = load_eid(NUMBERS)
    cells = {cell.column: cell.value for cell in queries.cells_of(intake, row(intake))}
    assert {cells[name] for name in NUMBERS} == {"•••••"}
    assert queries.unsealed_cells(intake, row(intake)) == NUMBERS


def test_numbers_that_slipped_into_another_column_are_left_out() -> None:
    intake = load_eid({"birth_place": f"known as {SSN}"}, {"a_number": "A900700003", "middle_name": SSN})
    assert [row(intake, n).state for n in (1, 2)] == ["ERROR", "ERROR"]
    assert leaks() == []
    cells = {cell.column: cell.value for cell in queries.cells_of(intake, row(intake))}
    assert cells["birth_place"] == "known as (number left out)"
    edited = actions.edit_row(
        intake, by=make_analyst(), file="subjects.csv", row=1, cells={"birth_place": f"again {SSN}"}
    )
    assert (edited.state, leaks()) == ("ERROR", [])


def test_a_row_with_a_cell_too_few_keeps_no_cell_that_may_stand_in_the_wrong_place() -> None:
    from .make import PERSON, bundle, table

    content = table([{**PERSON, **NUMBERS}]).replace(b",F,", b",")
    intake = load(bundle({"subjects.csv": content}), kind="eid-daily")
    staged = row(intake)
    assert staged.state == "ERROR"
    assert list(Finding.objects.values_list("rule", flat=True)) == ["R-CELLS"]
    assert set(staged.received) == {""}
    assert leaks() == []


def test_no_message_of_a_finding_repeats_what_a_cell_holds() -> None:
    odd = "zq7w"
    columns = dict.fromkeys(
        ("sex", "birth_date", "ssn", "fbi_number", "fin", "sid", "tecs_number", "case_category"),
        f"{odd}{'x' * 200}",
    )
    more = dict.fromkeys(("family_name", "suffix", "stay_until", "docket_office"), f"{odd}\x07{'y' * 200}")
    load_eid({**columns, **more})
    load(
        leads(
            dict.fromkeys(("zip", "state", "source_kind", "received_on", "a_number", "family_name"), odd * 50)
        )
    )
    assert Finding.objects.count() >= 15
    assert not Finding.objects.filter(message__icontains=odd).exists()
    assert not Finding.objects.filter(value_class__icontains=odd).exists()


def test_a_failure_of_the_program_shows_no_value_of_a_row_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    from fcms.lib.logs import WithoutValues

    intake = load(leads({"notes": "Zebra crossing"}))
    broken = row(intake)
    broken.canonical[-8:] = ["not a state, but Zebra"] * 8
    broken.save()
    caplog.set_level(logging.DEBUG)
    with pytest.raises(DatabaseError, match="Zebra") as failed:
        apply(intake)
    failure = failed.value
    assert "Zebra" in "".join(traceback.format_exception(failure))
    assert "Zebra" not in WithoutValues().formatException((type(failure), failure, failure.__traceback__))
    assert "Zebra" not in caplog.text


def test_a_refusal_names_nothing_that_stands_in_a_row() -> None:
    by = make_analyst()
    for content in (b'"Okonjo', b"Okonjo,Marisol\nx,y\n", leads({}).replace(b"source_kind", b"Marisol")):
        with pytest.raises(Refused) as refusal:
            load(content, by=by)
        assert "okonjo" not in refusal.value.sentence.lower()
        assert "marisol" not in refusal.value.sentence.lower()


# --- files on disk


def on_disk(home: Path, secret: bytes) -> list[str]:
    """The files below `home` in which `secret` stands in the clear."""
    files = (path for path in home.rglob("*") if path.is_file())
    return [str(path) for path in files if secret in path.read_bytes() or secret.decode() in path.name]


@pytest.mark.promise("PIA-0-6")
def test_a_file_is_sealed_as_it_arrives_and_gone_once_it_is_applied(
    home: Path, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = b"SECRETPLACE"
    content = leads(*({"notes": f"{secret.decode()} {n}" * 50} for n in range(400)))
    assert len(content) > 200_000
    seen: list[bytes] = []
    written = Scrambled.write

    def watched(self: Scrambled, data: Any) -> int:
        count = written(self, data)
        self._file.flush()
        here = self._file.tell()
        self._file.seek(0)
        seen.append(self._file.read())
        self._file.seek(here)
        assert on_disk(home, secret) == []
        return count

    monkeypatch.setattr(Scrambled, "write", watched)
    by = make_analyst()
    answer = signed_in(by).post(
        reverse("exchange:upload"), {"kind": "government-leads", "file": SimpleUploadedFile("x.csv", content)}
    )
    intake = Intake.objects.get()
    assert answer.url == intake.get_absolute_url()  # type: ignore[attr-defined]
    assert len(seen) > 3
    assert not any(secret in part for part in seen)
    sealed = list((home / "intakes").iterdir())
    assert [path.name for path in sealed] == [f"{intake.number}.sealed"]
    assert (sealed[0].stat().st_mode & 0o777, sealed[0].parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert on_disk(home, secret) == []
    intake = actions.stage(intake, by=by)
    assert intake.rows == 400
    assert on_disk(home, secret) == []


@pytest.mark.django_db(transaction=True)
def test_the_sealed_file_goes_when_the_extract_is_applied_or_refused(home: Path) -> None:
    by = make_analyst()
    first, second = load(leads({"notes": "One"}), by=by), load(leads({"notes": "Two"}), by=by)
    apply(first, by=by)
    actions.refuse(second, by=by, reason="Wrong file.")
    assert list((home / "intakes").iterdir()) == []


def test_what_arrives_scrambled_reads_as_it_was_from_any_place(home: Path) -> None:
    content = bytes(range(256)) * 1000
    scrambled = Scrambled()
    for start in range(0, len(content), 7777):
        scrambled.write(content[start : start + 7777])
    with io.BufferedReader(scrambled, 1000) as reader:
        for place in (0, 1, 15, 16, 17, 4096, 255_999, 256_000):
            reader.seek(place)
            assert reader.read(50) == content[place : place + 50]
        assert reader.seek(-3, io.SEEK_END) == 255_997
        assert reader.read() == content[-3:]


def test_staged_rows_hold_nothing_of_a_refused_extract() -> None:
    intake = load(leads({}))
    actions.refuse(intake, by=make_analyst(), reason="Wrong file.")
    assert not StagedRow.objects.filter(intake=intake).exists()
