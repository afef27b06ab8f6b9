"""`fcms report` and `fcms promises`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from fcms.lib.dates import parse_date
from fcms.lib.malformed import Malformed
from fcms.lib.verdict import Refused
from fcms.reports import outputs
from fcms.reports.tables import report as count

from .cli import tell
from .prepare import prepare


def report(options: argparse.Namespace) -> None:
    """Print a report, or write it to a file."""
    prepare(tell)
    try:
        since, until = parse_date(options.start), parse_date(options.end)
    except Malformed as problem:
        raise Refused(f"--from and --to take full dates. {problem.sentence}") from None
    found = count(options.name, since, until, options.office)
    if options.format == "xlsx":
        _write(outputs.as_xlsx(found), options.out)
        return
    text = {"table": outputs.as_text, "csv": outputs.as_csv, "json": outputs.as_json}[options.format](found)
    if options.out:
        Path(options.out).write_text(text, encoding="utf-8", newline="")
    else:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _write(content: bytes, out: str) -> None:
    if out:
        Path(out).write_bytes(content)
    elif sys.stdout.isatty():
        raise Refused("A spreadsheet does not belong on a screen. Say where to write it with --out FILE.")
    else:
        sys.stdout.buffer.write(content)


def promises(options: argparse.Namespace) -> None:
    """Print every promise, its keepers, its proofs, its state."""
    from fcms.pia import witness

    if options.json:
        print(json.dumps(witness.promises_json()))
    else:
        print(witness.promises_text())
