"""The program as people run it: `fcms demo` in a home of its own, driven in the system's Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as TimedOut

from .axe import violations

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
SUBJECTS = 300


@dataclass(frozen=True)
class Program:
    """The running program: where it is, its password, and its command line in the same home."""

    address: str
    password: str
    home: Path
    process: subprocess.Popen[str]

    def fcms(self, *arguments: str) -> str:
        """Run `fcms` with these arguments and return what it printed."""
        return _fcms(self.home, *arguments)


def _environment(home: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "FCMS_PORT")},
        "FCMS_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }


def _fcms(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "fcms.operations", *arguments],
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """Start the program with a small synthetic population; stop it as Ctrl-C does and see that nothing stays."""
    home = Path(tempfile.mkdtemp(prefix="fcms-journey-"))
    home.chmod(0o711)  # the database's own user passes through, where the tests run as root
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "fcms.operations", "demo", "--subjects", str(SUBJECTS), "--port", str(port)],
        env=_environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield Program(f"http://127.0.0.1:{port}", _password(process), home, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(40) == 0, "the demonstration did not stop cleanly"
        assert _gone(home), "a process of the demonstration stayed behind"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        _gone(home)
        shutil.rmtree(home, ignore_errors=True)


def _password(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    found = ""
    for line in process.stdout:
        if match := re.match(r"Password\s+(\S+)", line):
            found = match[1]
        if line.startswith("Ctrl-C"):
            return found
    raise AssertionError("the demonstration ended before it was up")


def _gone(home: Path) -> bool:
    """Wait until no process mentions the home any more."""
    for _ in range(150):
        if not any(str(home).encode() in _command_line(entry) for entry in Path("/proc").glob("[0-9]*")):
            return True
        time.sleep(0.2)
    return False


def _command_line(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; the tests say so when it is missing."""
    if not CHROMIUM:
        pytest.fail(
            "The journeys need Chromium: run scripts/system-packages, or install the package chromium."
        )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield opened
        opened.close()


class Person:
    """Somebody at a screen: signs in, goes to pages, and every page is checked for accessibility."""

    def __init__(self, context: BrowserContext, program: Program, username: str) -> None:
        self.page: Page = context.new_page()
        self.program = program
        self.problems: list[str] = []
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.goto(f"{program.address}/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", program.password)
        self.page.get_by_role("button", name="Sign in").click()
        self.sees_heading("Good ")

    def _said(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and "Failed to load resource" not in text:
            self.problems.append(text)

    def goes_to(self, path: str) -> None:
        """Open a page of the program by its path."""
        self.page.goto(f"{self.program.address}{path}")
        self.page_is_accessible()

    def clicks(self, name: str, role: str = "button") -> None:
        """Press the button or follow the link of this name."""
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def sees_heading(self, text: str) -> None:
        """The page's own heading begins with this text."""
        self.page.locator("h1", has_text=text).first.wait_for(timeout=20_000)

    def sees(self, text: str) -> None:
        """The page says this."""
        try:
            self.page.get_by_text(text).first.wait_for(timeout=20_000)
        except TimedOut:
            shown = self.page.locator("main").inner_text()[:3_000]
            raise AssertionError(f"{self.page.url} does not say {text!r} but:\n{shown}") from None

    def page_is_accessible(self) -> None:
        """No rule of WCAG 2.2 AA is broken, and the browser has nothing to complain of."""
        assert violations(self.page) == []
        assert self.problems == []


@pytest.fixture
def signs_in(program: Program, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Let a demonstration user sign in, on a screen of a given width."""
    contexts: list[BrowserContext] = []

    def person(username: str, width: int = 1280) -> Person:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        return Person(context, program, username)

    yield person
    for context in contexts:
        context.close()
