"""`make check`: every static check, one after the other; what fails says why, and the rest still runs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
    "lint": [f"{BIN}/ruff", "check", "--quiet", "."],
    "types": [f"{BIN}/mypy"],
    "import contracts": [f"{BIN}/lint-imports"],
    "system checks": [PYTHON, "-m", "django", "check", "--fail-level", "WARNING"],
    "missing migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "generated documents": [PYTHON, "scripts/reference.py", "--check"],
    "templates": [f"{BIN}/djlint", "--lint", "--quiet", "fcms"],
    "promises": [PYTHON, "scripts/witness.py"],
}


def passes(name: str, command: list[str]) -> bool:
    """Run one check and print one line for it, with its output if it fails."""
    print(f"{name:<22}", end="", flush=True)
    begun = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(f"{'FAILS' if done.returncode else 'ok':<6}{time.monotonic() - begun:5.1f} s", flush=True)
    if done.returncode:
        print(f"\n{done.stdout}{done.stderr}".rstrip() + "\n", flush=True)
    return done.returncode == 0


def main(names: list[str]) -> int:
    """Run the checks named, or all; return 1 if one fails."""
    failed = [
        name for name, command in CHECKS.items() if (not names or name in names) and not passes(name, command)
    ]
    if failed:
        print(f"Failed: {', '.join(failed)}. `make fix` repairs what a tool can.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
