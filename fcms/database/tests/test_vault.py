"""The vault: a value opens only with its own slot, field and key, and never again once the key is destroyed."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest

from fcms.database import vault
from fcms.database.vault import KeyDestroyed, KeyMissing, NotGenuine, Ring, SlotTaken

SSN = "900-12-3456"
FIELD = "subject.ssn"


@pytest.fixture
def ring():
    ring = Ring(f"vault-{secrets.token_hex(4)}")
    ring.open_slots(1, 3)
    return ring


def test_what_was_sealed_comes_back(ring):
    sealed = ring.seal(1, SSN, context=FIELD)
    assert ring.unseal(1, sealed, context=FIELD) == SSN
    assert ring.unseal(1, memoryview(sealed), context=FIELD) == SSN
    assert SSN.encode() not in sealed


def test_the_same_value_is_never_sealed_alike(ring):
    assert ring.seal(1, SSN, context=FIELD) != ring.seal(1, SSN, context=FIELD)


def test_another_slot_or_field_or_an_altered_value_does_not_open(ring):
    sealed = ring.seal(1, SSN, context=FIELD)
    altered = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for slot, value, field in [
        (2, sealed, FIELD),
        (1, sealed, "subject.fin"),
        (1, altered, FIELD),
        (1, b"", FIELD),
    ]:
        with pytest.raises(NotGenuine) as refused:
            ring.unseal(slot, value, context=field)
        assert SSN not in str(refused.value)


def test_a_slot_copied_over_another_does_not_open(ring):
    path = vault.keys_folder() / f"{ring.name}.keys"
    with path.open("rb+") as file:
        file.seek(vault.SLOT)
        first = file.read(vault.SLOT)
        file.write(first)
    with pytest.raises(NotGenuine, match="master key does not open"):
        ring.key(2)


def test_a_destroyed_key_opens_nothing_and_its_slot_is_never_used_again(ring):
    sealed = ring.seal(1, SSN, context=FIELD)
    ring.destroy(1)
    with pytest.raises(KeyDestroyed):
        ring.unseal(1, sealed, context=FIELD)
    with pytest.raises(SlotTaken):
        ring.open_slots(1)
    assert ring.unseal(2, ring.seal(2, SSN, context=FIELD), context=FIELD) == SSN
    stored = (vault.keys_folder() / f"{ring.name}.keys").read_bytes()[vault.SLOT : 2 * vault.SLOT]
    assert stored == vault.GONE


def test_a_key_destroyed_by_another_process_is_destroyed_here_too(ring):
    sealed = ring.seal(1, SSN, context=FIELD)
    child = os.fork()
    if child == 0:
        ring.destroy(1)
        os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(KeyDestroyed):
        ring.unseal(1, sealed, context=FIELD)


def test_a_slot_that_was_never_opened_has_no_key(ring):
    for slot in (0, 4, 4000, -1):
        with pytest.raises(KeyMissing):
            ring.seal(slot, SSN, context=FIELD)


def test_no_slot_is_opened_twice(ring):
    sealed = ring.seal(3, SSN, context=FIELD)
    with pytest.raises(SlotTaken):
        ring.open_slots(3, 5)
    assert ring.unseal(3, sealed, context=FIELD) == SSN
    with pytest.raises(KeyMissing):
        ring.key(5)


def test_scattered_slots_are_opened_in_runs(ring):
    ring.open_each([9, 7, 8, 20])
    assert len({ring.key(slot) for slot in (7, 8, 9, 20)}) == 4
    assert ring.slots() == 21
    with pytest.raises(KeyMissing):
        ring.key(10)


def test_two_rings_do_not_open_each_other(ring):
    other = Ring(f"{ring.name}-other")
    other.open_slots(1)
    with pytest.raises(NotGenuine):
        other.unseal(1, ring.seal(1, SSN, context=FIELD), context=FIELD)


def test_another_master_key_opens_nothing(ring, monkeypatch):
    monkeypatch.setenv("FCMS_MASTER_KEY", secrets.token_hex(32))
    with pytest.raises(NotGenuine, match="FCMS_MASTER_KEY"):
        ring.key(1)


@pytest.mark.parametrize("value", ["short", "zz" * 32, "ab" * 31])
def test_a_malformed_master_key_is_refused_with_a_sentence(ring, monkeypatch, value):
    monkeypatch.setenv("FCMS_MASTER_KEY", value)
    with pytest.raises(KeyMissing, match="64 hexadecimal digits") as refused:
        ring.key(1)
    assert value not in str(refused.value)


def test_only_a_demonstration_makes_its_own_master_key(settings, tmp_path):
    settings.FCMS_KEYS = tmp_path / "keys"
    settings.DEMONSTRATION = False
    with pytest.raises(KeyMissing, match="FCMS_MASTER_KEY is not set"):
        vault.blind("ssn", SSN)


def test_a_lost_master_key_is_not_quietly_replaced(settings, tmp_path):
    settings.FCMS_KEYS = tmp_path / "keys"
    ring = Ring("subjects")
    ring.open_slots(1)
    (tmp_path / "keys" / "master.key").unlink()
    vault._own_master.cache_clear()
    with pytest.raises(KeyMissing, match="is gone"):
        ring.key(1)


def test_only_its_own_user_can_read_the_keys(ring):
    folder = vault.keys_folder()
    assert folder.stat().st_mode & 0o777 in (0o700,)
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o777 == 0o600


def test_equal_values_have_equal_blind_indexes_within_a_kind():
    assert vault.blind("ssn", SSN) == vault.blind("ssn", SSN)
    assert vault.blind("ssn", SSN) != vault.blind("fin", SSN)
    assert vault.blind("ssn", SSN) != vault.blind("ssn", "900-12-3457")
    assert len(vault.blind("ssn", SSN)) == 32
    assert vault.keyed_digest("search", SSN) != vault.keyed_digest("sign-in", SSN)


def test_an_exception_of_the_vault_is_one_kind():
    assert all(
        issubclass(kind, vault.VaultError) for kind in (KeyDestroyed, KeyMissing, NotGenuine, SlotTaken)
    )


def test_the_key_ring_is_read_the_same_by_a_fresh_process(ring):
    sealed = ring.seal(2, SSN, context=FIELD)
    code = (
        "import sys; from django.conf import settings; from pathlib import Path\n"
        "settings.configure(FCMS_KEYS=Path(sys.argv[1]), DEMONSTRATION=False)\n"
        "from fcms.database.vault import Ring\n"
        "print(Ring(sys.argv[2]).unseal(2, bytes.fromhex(sys.argv[3]), context='subject.ssn'))"
    )
    arguments = [str(vault.keys_folder()), ring.name, sealed.hex()]
    shown = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert shown.stdout.strip() == SSN, shown.stderr
