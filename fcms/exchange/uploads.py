"""An upload is sealed as it arrives: no part of it is ever written in the clear."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import IO, Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST = 2 * 1024**3
"""Bytes of one upload; a larger extract is loaded by `fcms intake load`."""


class Scrambled(io.RawIOBase):
    """A temporary file without a name, encrypted under a key that only this process holds in memory (AES-CTR).

    It can be read and sought while the request lasts and is gone with it; what lasts is the sealed file.
    """

    def __init__(self) -> None:
        folder = Path(settings.FCMS_HOME)
        folder.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._key, self._nonce = os.urandom(32), os.urandom(8)
        self._at = 0
        self.size = 0

    def _stream(self) -> Any:
        block, within = divmod(self._at, 16)
        counter = self._nonce + block.to_bytes(8, "big")
        stream = Cipher(algorithms.AES(self._key), modes.CTR(counter)).encryptor()
        stream.update(b"\0" * within)
        return stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        plain = bytes(data)
        self._file.seek(self._at)
        self._file.write(self._stream().update(plain))
        self._at += len(plain)
        self.size = max(self.size, self._at)
        return len(plain)

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._at)
        sealed = self._file.read(len(buffer))
        buffer[: len(sealed)] = self._stream().update(sealed)
        self._at += len(sealed)
        return len(sealed)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


class ScrambledUpload(FileUploadHandler):
    """Django's handler that receives an upload into a `Scrambled` file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = Scrambled()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST:
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        return UploadedFile(
            file=io.BufferedReader(self.file, 1 << 16),  # type: ignore[arg-type]
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
