"""The embedded server's life: one for all, there while anybody is, gone when the last is, however they went."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from fcms.database import keeper, server
from fcms.database.place import Place
from fcms.database.secrets import make_home, secret
from fcms.database.server import ServerNotStarted

USER = """
import sys, time
from pathlib import Path
from fcms.database import server
print(server.ensure(Path(sys.argv[1]), tell=lambda sentence: None), flush=True)
time.sleep(120)
"""

PROGRAM = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
from fcms.database.settings import databases
home = Path(sys.argv[1])
settings.configure(DATABASES=databases(home))
from django.db import connection
def who():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return cursor.fetchone()[0]
print(who())
os.kill(int((home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
connection.close()
print(who())
(home / "secrets" / "fcms_app").unlink()
connection.close()
print(who())
"""


@contextmanager
def home_of_its_own() -> Iterator[Path]:
    """Lend a home that the server's account can reach; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fcms-home-", dir="/tmp"))
    folder.chmod(0o711)
    home = folder / "home"
    make_home(home)
    try:
        yield home
    finally:
        end_all(home)
        shutil.rmtree(folder)


def end_all(home: Path) -> None:
    server.release(home)
    kill_pids(*pids(home))
    shutil.rmtree(Place(home).socket, ignore_errors=True)


@pytest.fixture
def fresh_home() -> Iterator[Path]:
    """A home without a database."""
    with home_of_its_own() as home:
        yield home


@pytest.fixture(scope="module")
def made_home() -> Iterator[Path]:
    with home_of_its_own() as home:
        server.ensure(home)
        yield home


@pytest.fixture
def home(made_home: Path) -> Iterator[Path]:
    """A home whose database was created before, and whose server does not run."""
    end_all(made_home)
    yield made_home
    end_all(made_home)


def start_user(home: Path) -> subprocess.Popen[str]:
    """Start another process that uses the server, without waiting for it."""
    return subprocess.Popen([sys.executable, "-c", USER, str(home)], stdout=subprocess.PIPE, text=True)


def kill(*users: subprocess.Popen[str]) -> None:
    """Kill processes in the rudest way."""
    for user in users:
        user.kill()
        user.communicate()


def kill_pids(*pids: int) -> None:
    """Kill processes that are not our children, and return once they are gone."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: not any(runs(pid) for pid in pids))


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def pids(home: Path) -> list[int]:
    """List the processes of this home's server and keeper, by their command lines."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
        except (OSError, UnicodeDecodeError):
            continue
        if str(home / "postgres") in words or ("fcms.database.keeper" in words and str(home) in words):
            found.append(int(folder.name))
    return found


def keeper_of(home: Path) -> int:
    (found,) = [
        pid for pid in pids(home) if b"fcms.database.keeper" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    return found


def postmaster_of(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split("\n")[0])


def until(true: Callable[[], bool], seconds: float = 8) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def select_one(home: Path) -> int:
    socket = server.ensure(home, again=True)
    password = secret(home, "postgres")
    with psycopg.connect(host=str(socket), port=5432, user="postgres", password=password) as connection:
        return connection.execute("select 1").fetchone()[0]


def test_first_start_says_what_it_does_and_release_leaves_nothing_behind(fresh_home):
    home = fresh_home
    said: list[str] = []
    server.ensure(home, tell=said.append)
    assert said[0].startswith(f"Creating the database in {home}")
    assert select_one(home) == 1
    assert server.release(home)
    assert until(lambda: not pids(home), 1)
    assert not Place(home).socket.exists()
    server.ensure(home, tell=said.append)
    assert len(said) == 2


def test_two_who_start_at_once_get_one_server(fresh_home):
    home = fresh_home
    users = [start_user(home) for _ in range(2)]
    sockets = {user.stdout.readline().strip() for user in users}
    assert sockets == {str(Place(home).socket)}
    assert len(pids(home)) == 2
    kill(*users)
    assert until(lambda: not pids(home))


def test_the_server_stays_while_anybody_uses_it_and_goes_when_the_last_is_killed(home):
    first = start_user(home)
    first.stdout.readline()
    second = start_user(home)
    second.stdout.readline()
    before = postmaster_of(home)
    kill(first)
    time.sleep(0.3)
    assert postmaster_of(home) == before
    kill(second)
    assert until(lambda: not pids(home))


def test_who_comes_while_the_server_stops_gets_a_new_one(home):
    for _ in range(2):
        user = start_user(home)
        user.stdout.readline()
        kill(user)
        assert select_one(home) == 1
        server.release(home, seconds=0)


def test_a_killed_server_is_started_again(home):
    select_one(home)
    before = postmaster_of(home)
    kill_pids(before)
    assert select_one(home) == 1
    assert postmaster_of(home) != before


def test_the_program_connects_again_after_its_server_was_killed_or_its_password_lost(home):
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    command = [sys.executable, "-c", PROGRAM, str(home)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout.split() == ["fcms_app"] * 3


def test_a_killed_keeper_takes_its_server_along_and_both_come_back(home):
    select_one(home)
    kill_pids(keeper_of(home))
    assert select_one(home) == 1
    assert len(pids(home)) == 2


def test_a_killed_keeper_leaves_no_server_when_nobody_comes(home):
    user = start_user(home)
    user.stdout.readline()
    kill_pids(keeper_of(home))
    kill(user)
    assert until(lambda: not pids(home))


def test_all_killed_at_once_is_survived(home):
    user = start_user(home)
    user.stdout.readline()
    kill_pids(*pids(home))
    kill(user)
    assert select_one(home) == 1


def test_a_pid_that_went_to_another_program_does_not_stop_the_start(home):
    (home / "postgres" / "postmaster.pid").write_text(
        f"{os.getpid()}\n{home}/postgres\n0\n5432\n\n\n0\nready\n"
    )
    assert select_one(home) == 1


def test_a_start_killed_half_way_through_creation_is_repeated(fresh_home):
    home = fresh_home
    draft = home / "postgres.new" / "data"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    assert select_one(home) == 1
    assert not (home / "postgres.new").exists()


def test_a_server_that_cannot_start_is_reported_with_the_end_of_its_log(home):
    settings = home / "postgres" / "postgresql.conf"
    before = settings.read_text()
    settings.write_text("no_such_setting = on\n")
    with pytest.raises(ServerNotStarted, match="no_such_setting"):
        server.ensure(home)
    settings.write_text(before)


def test_nobody_else_can_read_data_keys_log_or_socket(home):
    select_one(home)
    for path in (home / "postgres", home / "secrets", Place(home).socket):
        assert path.stat().st_mode & 0o777 == 0o700
    for path in (home / "postgres.log", home / "secrets" / "postgres"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_person_reaches_the_log(home):
    socket = server.ensure(home)
    password = secret(home, "postgres")
    with psycopg.connect(
        host=str(socket), port=5432, user="postgres", password=password, autocommit=True
    ) as c:
        c.execute("create table person (ssn text primary key)")
        c.execute("insert into person values ('900-12-3456')")
        for wrong in (
            "insert into person values ('900-12-3456')",
            "select '900-12-3456'::int",
            "selec 900-12-3456",
        ):
            with pytest.raises(psycopg.Error):
                c.execute(wrong)
    written = (home / "postgres.log").read_text()
    assert not any(part in written for part in ("900-12", "12-3456"))


def test_a_wrong_password_is_refused(home):
    socket = server.ensure(home)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=str(socket), port=5432, user="postgres", password="guess")


def test_a_socket_folder_of_somebody_else_is_not_trusted(home):
    Place(home).socket.mkdir(mode=0o755)
    with pytest.raises(ServerNotStarted, match="belongs to somebody else"):
        server.ensure(home)


def test_the_socket_path_is_short_enough_for_every_system(home):
    assert len(str(Place(home).socket / ".s.PGSQL.5432")) < 104
    assert Place(home).socket != Place(home / "copy").socket


def test_a_second_keeper_leaves_at_once(home):
    select_one(home)
    assert keeper.main([str(home)]) == 0
