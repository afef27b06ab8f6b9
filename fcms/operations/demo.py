"""`fcms demo`: the whole program on this machine with synthetic people, stopped cleanly by Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from fcms.lib.verdict import Refused
from fcms.subjects.models import Subject

from .cli import tell
from .prepare import demonstration_password, prepare

GRACE = 15
"""Seconds that the web server and the worker are given to finish what they have in hand."""


def demo(options: argparse.Namespace) -> int:
    """Set up what is missing, then serve until stopped."""
    if not settings.DEMONSTRATION:
        raise Refused(
            "fcms demo is for demonstration only. In production the web server and the worker run apart."
        )
    if not options.prepare_only:
        _refuse_taken_port(options.port)
    signal.signal(signal.SIGTERM, _stop)
    prepare(tell)
    if not options.empty and not Subject.objects.exists():
        from .synthesis import load_population
        from .synthetic.days import live_through

        tell(f"Loading {options.subjects:,} synthetic subjects …")
        load_population(subjects=options.subjects, leads=None, seed=options.seed)
        tell("Letting a few offices live through their last days …")
        live_through()
    collect_static()
    if options.prepare_only:
        tell("Set up. `make run` serves it.")
        return 0
    return _serve(options.port)


def collect_static() -> None:
    """Put the static files where the web server finds them, fingerprinted; again only when they changed."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [
        Path(__file__).resolve().parents[1] / "web" / "static",
        Path(settings.BASE_DIR) / "requirements.lock",
    ]
    newest = max(p.stat().st_mtime for s in sources for p in ([s, *s.rglob("*")] if s.is_dir() else [s]))
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        tell("Preparing the static files …")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)


PR_SET_PDEATHSIG = 1
"""`prctl` of Linux: the signal a process gets when its parent dies."""


class Stopped(Exception):
    """Somebody asked the demonstration to stop."""


def _stop(number: int, frame: object) -> None:
    raise Stopped


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(
                f"Port {port} is in use. Stop what uses it, or choose another: FCMS_PORT=8001 make run."
            ) from None


def _serve(port: int) -> int:
    environment = {**os.environ, "FCMS_PREPARED": "1"}
    web = [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket"),
        *("--log-level", "warning", "--graceful-timeout", "10", "--timeout", "120"),
    ]
    work = [sys.executable, "-m", "fcms.operations", "worker"]
    children: list[subprocess.Popen[bytes]] = []
    try:
        # In sessions of their own: Ctrl-C reaches this process alone, which stops them in order.
        for command in (web, work):
            children.append(
                subprocess.Popen(
                    command, env=environment, start_new_session=True, preexec_fn=_end_with_parent
                )
            )
        _wait_until_up(port, children)
        _greet(port)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        tell("A part of the program ended unexpectedly; stopping the rest.")
        return 1
    except (KeyboardInterrupt, Stopped):
        tell("Stopping …")
        return 0
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end(children)


def _end_with_parent() -> None:
    """Have Linux send SIGTERM to this child when the demonstration dies without a chance to stop it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_up(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    for _ in range(300):
        if any(child.poll() is not None for child in children):
            raise Refused("The web server did not start. What it printed above says why.")
        if _healthy(port):
            return
        time.sleep(0.1)
    raise Refused("The web server does not answer. Try again, or look at what it printed above.")


def _healthy(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as asked:
            asked.sendall(b"GET /health/ HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in asked.recv(64)
    except OSError:
        return False


def _greet(port: int) -> None:
    print(f"\nFCMS is at http://127.0.0.1:{port} — every person in it is synthetic.\n")
    print("Sign in as   dal.officer, dal.supervisor, dal.director  (and so for each office: nyc, los, mia …)")
    print("             hq.analyst, hq.supervisor, admin, auditor, counsel, privacy")
    print(f"Password     {demonstration_password()}\n")
    print("Ctrl-C stops it.", flush=True)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
