"""Secrets that this installation makes for itself, each in a file that only its own user can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Make `path` (mode 0700) where it is missing; folders that were there before are left as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def sync_folder(path: Path) -> None:
    """Have the names of the files in `path` written to disk, as fsync does for their contents."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _random() -> str:
    return secrets.token_urlsafe(36)


def secret(home: Path, name: str, make: Callable[[], str] = _random) -> str:
    """Return the secret called `name` of the installation in `home`, made by `make` on first use."""
    path = home / "secrets" / name
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        make_home(home)
        private_folder(path.parent)
        return write_first(path, make())


def make_home(home: Path) -> None:
    """Make `home` where it is missing; as root others may pass through it, because the server is not root."""
    home.parent.mkdir(parents=True, exist_ok=True)
    try:
        home.mkdir(mode=0o700)
    except FileExistsError:
        return
    if os.geteuid() == 0:
        home.chmod(0o711)


def write_first(path: Path, value: str) -> str:
    """Write `value` whole or not at all; of two processes at once the first wins, and both return its value."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(value)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
        sync_folder(path.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")
