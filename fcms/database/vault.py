"""The keys of sensitive identifiers: one key per person, kept outside the database, wrapped by a master key.

A ring is a file of fixed slots addressed by a number that the database draws from a sequence, so that no two
processes write one slot. Destroying a slot makes everything sealed under it unreadable, in every copy and backup
of the database (PIA-3.2). The master key comes from FCMS_MASTER_KEY (64 hexadecimal digits); only a demonstration
makes one for itself.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .secrets import private_folder, sync_folder, write_first

SLOT = 64
"""Bytes of a slot: version, nonce of 12, wrapped key of 48 (32 and its tag), three zeros."""
NONCE = 12
EMPTY = bytes(SLOT)
IN_USE, DESTROYED = 1, 255
GONE = bytes([DESTROYED]) + bytes(SLOT - 1)
SEALED = b"\x01"
"""The first byte of everything sealed: AES-256-GCM, then a nonce of 12 bytes, then the text and its tag."""


class VaultError(Exception):
    """A key or a sealed value cannot be used; the sentence says why and never holds what was sealed."""


class KeyDestroyed(VaultError):
    """The key was destroyed on purpose: nobody can read this any more."""


class KeyMissing(VaultError):
    """The slot was never opened in this ring, or the master key is not set."""


class SlotTaken(VaultError):
    """The slot already holds a key, or held one; opening it again would lose what is sealed under it."""


class NotGenuine(VaultError):
    """What was sealed is altered, belongs to another slot or field, or the master key is another one."""


class Ring:
    """The keys of one kind of holder. All methods may be called from several processes and after a fork."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._open: tuple[Path, int] | None = None

    def open_slots(self, first: int, count: int = 1) -> None:
        """Make a new key in each of `count` slots from `first` on, safe on disk when this returns.

        Raises `SlotTaken`, and makes none, where one of them has ever held a key.
        """
        ring = self._descriptor()
        if os.pread(ring, count * SLOT, first * SLOT).strip(b"\0"):
            raise SlotTaken(f"A slot from {first} to {first + count - 1} of the ring {self.name} is in use.")
        wrapped = b"".join(self._wrapped(slot) for slot in range(first, first + count))
        _write_all(ring, wrapped, first * SLOT)

    def open_each(self, slots: Iterable[int]) -> None:
        """Make a new key in each of `slots`, which need not follow one another."""
        ordered = enumerate(sorted(set(slots)))
        for _, run in groupby(ordered, key=lambda pair: pair[1] - pair[0]):
            numbers = [slot for _, slot in run]
            self.open_slots(numbers[0], len(numbers))

    def seal(self, slot: int, plain: str, *, context: str) -> bytes:
        """Encrypt `plain` under the key in `slot`; `context` names the field, such as `subject.ssn`."""
        return self.seal_bytes(slot, plain.encode(), context=context)

    def seal_bytes(self, slot: int, plain: bytes, *, context: str) -> bytes:
        """Encrypt bytes, such as a photograph, under the key in `slot`."""
        nonce = os.urandom(NONCE)
        return SEALED + nonce + AESGCM(self.key(slot)).encrypt(nonce, plain, self._about(slot, context))

    def unseal(self, slot: int, sealed: bytes | memoryview, *, context: str) -> str:
        """Return what was sealed. Raises `KeyDestroyed`, `KeyMissing` or `NotGenuine`."""
        return self.unseal_bytes(slot, sealed, context=context).decode()

    def unseal_bytes(self, slot: int, sealed: bytes | memoryview, *, context: str) -> bytes:
        """Return the bytes that were sealed. Raises `KeyDestroyed`, `KeyMissing` or `NotGenuine`."""
        sealed, key = bytes(sealed), self.key(slot)
        body = len(SEALED) + NONCE
        try:
            if not sealed.startswith(SEALED) or len(sealed) < body:
                raise InvalidTag
            return AESGCM(key).decrypt(sealed[len(SEALED) : body], sealed[body:], self._about(slot, context))
        except InvalidTag:
            raise NotGenuine(f"What is sealed as {context} does not open with the key it should.") from None

    def destroy(self, slot: int) -> None:
        """Destroy the key in `slot`, for good; what is sealed under it can never be read again."""
        _write_all(self._descriptor(), GONE, slot * SLOT)
        _unwrapped.cache_clear()

    def key(self, slot: int) -> bytes:
        """Return the key in `slot` (32 bytes). The slot is read each time, so another process's `destroy` counts."""
        wrapped = os.pread(self._descriptor(), SLOT, slot * SLOT) if slot >= 0 else EMPTY
        if wrapped[:1] == bytes([DESTROYED]):
            raise KeyDestroyed(f"The key in slot {slot} of the ring {self.name} was destroyed.")
        if len(wrapped) < SLOT or wrapped == EMPTY:
            raise KeyMissing(f"Slot {slot} of the ring {self.name} holds no key.")
        return _unwrapped(self.name, slot, wrapped, _master())

    def slots(self) -> int:
        """Return the number of the first slot after all that were ever opened."""
        return os.fstat(self._descriptor()).st_size // SLOT

    def _wrapped(self, slot: int) -> bytes:
        nonce = os.urandom(NONCE)
        sealed = _wrapper(_master()).encrypt(nonce, os.urandom(32), _place(self.name, slot))
        return (bytes([IN_USE]) + nonce + sealed).ljust(SLOT, b"\0")

    def _about(self, slot: int, context: str) -> bytes:
        return _place(self.name, slot) + context.encode()

    def _descriptor(self) -> int:
        folder = keys_folder()
        if self._open is None or self._open[0] != folder:
            path = private_folder(folder) / f"{self.name}.keys"
            self._open = (folder, os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            sync_folder(folder)
        return self._open[1]


subjects = Ring("subjects")
"""One slot for each subject (`subjects_subject.key_slot`)."""
intakes = Ring("intakes")
"""One slot for each file taken in."""


def blind(kind: str, plain: str) -> bytes:
    """Return the blind index (32 bytes) of `plain`, which the caller has brought into one form.

    Equal values of one `kind` have equal indexes, so that an identifier can be looked up without being readable.
    """
    return hmac.digest(_derived(_master(), "index"), f"{kind}\0{plain}".encode(), hashlib.sha256)


def keyed_digest(purpose: str, text: str) -> str:
    """Return 32 hexadecimal digits that stand for `text` in a log, and that nobody without the key can guess from."""
    key = _derived(_master(), "digest")
    return hmac.digest(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hex()[:32]


def keys_folder() -> Path:
    """Return where the rings are: `keys` in FCMS_HOME, unless the setting FCMS_KEYS says otherwise."""
    chosen = getattr(settings, "FCMS_KEYS", None)
    return _folder(chosen) if chosen else _folder(settings.FCMS_HOME, "keys")


@lru_cache(maxsize=4)
def _folder(*parts: Path | str) -> Path:
    return Path(*parts)


def _place(ring: str, slot: int) -> bytes:
    return ring.encode() + b"\0" + struct.pack(">Q", slot)


def _write_all(descriptor: int, content: bytes, offset: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written
    os.fsync(descriptor)


@lru_cache(maxsize=4096)
def _unwrapped(ring: str, slot: int, wrapped: bytes, master: bytes) -> bytes:
    nonce, sealed = wrapped[1 : 1 + NONCE], wrapped[1 + NONCE : 1 + NONCE + 48]
    try:
        return _wrapper(master).decrypt(nonce, sealed, _place(ring, slot))
    except InvalidTag:
        raise NotGenuine(
            f"The master key does not open slot {slot} of the ring {ring}. Set FCMS_MASTER_KEY to the key that made it."
        ) from None


@lru_cache(maxsize=4)
def _wrapper(master: bytes) -> AESGCM:
    return AESGCM(_derived(master, "wrap"))


@lru_cache(maxsize=16)
def _derived(master: bytes, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"fcms {purpose}".encode())
    return hkdf.derive(master)


def _master() -> bytes:
    given = os.environ.get("FCMS_MASTER_KEY", "")
    return _decoded(given, "FCMS_MASTER_KEY") if given else _own_master(keys_folder())


@lru_cache(maxsize=4)
def _own_master(folder: Path) -> bytes:
    path = folder / "master.key"
    if not path.exists():
        if not settings.DEMONSTRATION:
            raise KeyMissing("FCMS_MASTER_KEY is not set. It is the key that wraps every subject's key.")
        if any(ring.stat().st_size for ring in folder.glob("*.keys")):
            raise KeyMissing(
                f"{path} is gone, but the keys that it opens are there. Put it back from its backup."
            )
        write_first(private_folder(folder) / path.name, secrets.token_hex(32))
    return _decoded(path.read_text(encoding="ascii"), str(path))


@lru_cache(maxsize=4)
def _decoded(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyMissing(
            f"{name} must be 64 hexadecimal digits (32 bytes). `openssl rand -hex 32` makes one."
        )
    return key
