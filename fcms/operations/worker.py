"""`fcms worker`: reads and applies extracts, and whatever else takes long."""

from __future__ import annotations

import argparse
import os

from .cli import tell
from .prepare import prepare


def worker(options: argparse.Namespace) -> int:
    """Do background work until stopped; the work in hand is finished first."""
    if os.environ.get("FCMS_PREPARED") != "1":
        prepare(tell)
    from procrastinate.contrib.django import app

    tell("The worker waits for work. Ctrl-C stops it.")
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(name="fcms", concurrency=1, delete_jobs="successful", shutdown_graceful_timeout=10)
    return 0
