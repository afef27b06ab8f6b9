"""Files that are encrypted as they are written: uploads, photographs, documents, exports.

Layout: a mark of 16 bytes, a salt of 16, then chunks of 64 KiB, each sealed by AES-256-GCM with its own tag of 16.
The file's key is derived from a key of a ring and the salt, so that no nonce is ever used twice. Each chunk is bound
to its place and to whether it is the last, so that a missing, moved or cut chunk is seen.
"""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .secrets import sync_folder
from .vault import NotGenuine, Ring

MARK = b"FCMS sealed 1\0\0\0"
SALT = 16
HEAD = len(MARK) + SALT
CHUNK = 64 * 1024
TAG = 16


class SealedWriter(io.RawIOBase):
    """Write `path` (a new file, mode 0600) sealed under the key in `slot` of `ring`.

    The file is whole once `close` returned; leaving a `with` block by an exception, or dropping the writer unclosed,
    removes it. The caller chooses the name, which must tell nothing.
    """

    def __init__(self, path: Path, ring: Ring, slot: int) -> None:
        self.path = path
        salt = os.urandom(SALT)
        self._cipher = _cipher(ring, slot, salt)
        self._waiting = bytearray()
        self._number = 0
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _write_all(self._file, MARK + salt)

    def writable(self) -> bool:
        """Say that this can be written."""
        return True

    def write(self, data: Any) -> int:
        """Seal `data`; the last chunk stays in memory until `close`."""
        if self.closed:
            raise ValueError("The sealed file is closed.")
        view = memoryview(data).cast("B")
        self._waiting += view
        whole = (
            len(self._waiting) - 1
        ) // CHUNK  # one byte at least waits, for the last chunk is marked as such
        for place in range(whole):
            self._seal(self._waiting[place * CHUNK : (place + 1) * CHUNK], last=False)
        if whole > 0:
            del self._waiting[: whole * CHUNK]
        return len(view)

    def close(self) -> None:
        """Seal the last chunk and return once the file is safe on disk."""
        if self.closed:
            return
        try:
            self._seal(self._waiting, last=True)
            os.fsync(self._file)
        except BaseException:
            self.discard()
            raise
        os.close(self._file)
        sync_folder(self.path.parent)
        super().close()

    def discard(self) -> None:
        """Give up: remove what was written so far."""
        if self.closed:
            return
        super().close()
        os.close(self._file)
        self.path.unlink(missing_ok=True)

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            self.discard()

    def _seal(self, plain: bytes | bytearray, *, last: bool) -> None:
        nonce, about = _nonce(self._number), _about(self._number, last=last)
        _write_all(self._file, self._cipher.encrypt(nonce, bytes(plain), about))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Read a sealed file from any place, holding one chunk in memory; `zipfile` and `csv` work on it.

    Raises `NotGenuine` where the file was cut, altered, put together anew, or sealed under another key: a file that
    was cut already when it is opened.
    """

    def __init__(self, path: Path, ring: Ring, slot: int) -> None:
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._file = os.open(path, os.O_RDONLY)
        try:
            head = os.pread(self._file, HEAD, 0)
            body = os.fstat(self._file).st_size - HEAD
            if len(head) < HEAD or head[: len(MARK)] != MARK or body < TAG:
                raise NotGenuine("This is not a whole sealed file.")
            self._cipher = _cipher(ring, slot, head[len(MARK) :])
            self._last = (body - 1) // (CHUNK + TAG)
            self.size = body - (self._last + 1) * TAG
            self._chunk(self._last)
        except BaseException:
            self.close()
            raise

    def readable(self) -> bool:
        """Say that this can be read."""
        return True

    def seekable(self) -> bool:
        """Say that this can be read from any place."""
        return True

    def tell(self) -> int:
        """Return the place in the plain text, in bytes."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in the plain text; beyond its end there is nothing to read."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("There is no place before the start of the file.")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer` up to the end of the chunk at hand, and return the number of bytes."""
        if self.closed:
            raise ValueError("The sealed file is closed.")
        view = memoryview(buffer).cast("B")
        if self._at >= self.size or not view:
            return 0
        number, start = divmod(self._at, CHUNK)
        part = self._chunk(number)[start : start + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        """Forget the chunk at hand and close the file."""
        if not self.closed and hasattr(self, "_file"):
            os.close(self._file)
        self._held = (-1, b"")
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            sealed = os.pread(self._file, CHUNK + TAG, HEAD + number * (CHUNK + TAG))
            about = _about(number, last=number == self._last)
            try:
                self._held = (number, self._cipher.decrypt(_nonce(number), sealed, about))
            except InvalidTag:
                raise NotGenuine("A sealed file was cut or altered, or its key is another one.") from None
        return self._held[1]


def _cipher(ring: Ring, slot: int, salt: bytes) -> AESGCM:
    hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"fcms file")
    return AESGCM(hkdf.derive(ring.key(slot)))


def _nonce(number: int) -> bytes:
    return struct.pack(">IQ", 0, number)


def _about(number: int, *, last: bool) -> bytes:
    return struct.pack(">Q?", number, last)


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]
