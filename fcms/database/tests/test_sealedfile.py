"""Sealed files: whole, seekable, and never quietly short or altered."""

from __future__ import annotations

import csv
import gc
import io
import itertools
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fcms.database.sealedfile import CHUNK, HEAD, TAG, SealedReader, SealedWriter
from fcms.database.vault import KeyDestroyed, NotGenuine, Ring

numbers = itertools.count()
sizes = st.one_of(
    st.binary(max_size=300),
    st.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]).map(
        lambda n: bytes(n % 251 for n in range(n))
    ),
)


@pytest.fixture(scope="module")
def ring():
    ring = Ring("sealedfiles")
    ring.open_slots(0, 2)
    return ring


@pytest.fixture
def path(tmp_path):
    return tmp_path / "0f3a"


def sealed(path, ring, plain, slot=0):
    with SealedWriter(path, ring, slot) as file:
        file.write(plain)
    return path


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plain=sizes, cuts=st.lists(st.integers(1, 70_000), max_size=4), seeks=st.lists(st.integers(0, 140_000))
)
def test_any_bytes_come_back_whole_and_from_any_place(tmp_path, ring, plain, cuts, seeks):
    path = tmp_path / str(next(numbers))
    with SealedWriter(path, ring, 0) as writer:
        rest = plain
        for cut in cuts:
            writer.write(rest[:cut])
            rest = rest[cut:]
        writer.write(rest)
    with SealedReader(path, ring, 0) as reader:
        assert reader.size == len(plain)
        assert reader.read() == plain
        buffered, model = io.BufferedReader(reader), io.BytesIO(plain)
        for place in seeks:
            assert buffered.seek(place) == model.seek(place)
            assert buffered.read(1000) == model.read(1000)
    assert len(plain) < 16 or plain[:16] not in path.read_bytes()


@pytest.mark.parametrize("size", [0, 10, CHUNK, 3 * CHUNK, 3 * CHUNK + 5])
@pytest.mark.parametrize("cut", [1, TAG, TAG + CHUNK, HEAD])
def test_a_file_that_was_cut_does_not_open(path, ring, size, cut):
    sealed(path, ring, b"x" * size)
    with path.open("rb+") as file:
        file.truncate(max(0, path.stat().st_size - cut))
    with pytest.raises(NotGenuine):
        SealedReader(path, ring, 0)


def test_chunks_that_changed_places_are_seen(path, ring):
    sealed(path, ring, b"a" * CHUNK + b"b" * CHUNK + b"c")
    content, step = path.read_bytes(), CHUNK + TAG
    first, second = content[HEAD : HEAD + step], content[HEAD + step : HEAD + 2 * step]
    path.write_bytes(content[:HEAD] + second + first + content[HEAD + 2 * step :])
    with SealedReader(path, ring, 0) as reader, pytest.raises(NotGenuine):
        reader.read()


def test_one_altered_bit_is_seen(path, ring):
    sealed(path, ring, b"a" * (CHUNK + 1))
    content = bytearray(path.read_bytes())
    content[HEAD + 100] ^= 1
    path.write_bytes(content)
    with SealedReader(path, ring, 0) as reader, pytest.raises(NotGenuine):
        reader.read()


def test_another_key_does_not_open_it(path, ring):
    with pytest.raises(NotGenuine):
        SealedReader(sealed(path, ring, b"plain"), ring, 1)


def test_a_destroyed_key_makes_it_unreadable(path):
    ring = Ring("destroyedfiles")
    ring.open_slots(0)
    sealed(path, ring, b"plain")
    ring.destroy(0)
    with pytest.raises(KeyDestroyed):
        SealedReader(path, ring, 0)


def test_only_its_own_user_can_read_it(path, ring):
    assert sealed(path, ring, b"plain").stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_not_overwritten(path, ring):
    sealed(path, ring, b"plain")
    with pytest.raises(FileExistsError):
        SealedWriter(path, ring, 0)


def test_a_failure_leaves_no_file_that_looks_whole(path, ring):
    with pytest.raises(TypeError), SealedWriter(path, ring, 0) as file:
        file.writelines([b"half", None])
    assert not path.exists()
    dropped = SealedWriter(path, ring, 0)
    dropped.write(b"half")
    del dropped
    gc.collect()
    assert not path.exists()


def test_a_bundle_of_csv_files_works_on_it(path, ring):
    with SealedWriter(path, ring, 0) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("subjects.csv", "a_number,family_name\r\nA900100001,Okonjo\r\n" * 5000)
    with SealedReader(path, ring, 0) as file, zipfile.ZipFile(file) as bundle:
        assert bundle.testzip() is None
        with bundle.open("subjects.csv") as member:
            rows = list(csv.reader(io.TextIOWrapper(member, "utf-8", newline="")))
    assert len(rows) == 10_000
    assert rows[1] == ["A900100001", "Okonjo"]
