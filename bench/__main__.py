"""`make bench`: every benchmark in a home of its own (FCMS_BENCH_HOME, default .bench-home)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(names: list[str]) -> None:
    """Run the benchmarks of these names, or all."""
    os.environ["FCMS_HOME"] = os.environ.get("FCMS_BENCH_HOME", str(ROOT / ".bench-home"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    import django

    django.setup()
    from . import home, intake, linkage, pages

    home.ready()
    for name, bench in (("intake", intake.run), ("linkage", linkage.run), ("pages", pages.run)):
        if not names or name in names:
            bench()


main(sys.argv[1:])
