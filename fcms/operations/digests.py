"""`fcms notices`: the digest by e-mail, without waiting for its hour."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from fcms.lib.actor import Job
from fcms.notices import actions, mail

from .cli import REFUSED, tell
from .prepare import prepare


def digest(options: argparse.Namespace) -> int:
    """Send the digests of today that were not sent yet, and say how many."""
    prepare(tell)
    try:
        run = actions.send_due(by=Job("digest of notices"), hour=0)
    except mail.FAULTS as fault:
        tell(
            f"The mail server does not answer ({type(fault).__name__}). Nothing was sent; run the command again."
        )
        return REFUSED
    if options.json:
        print(json.dumps(asdict(run)))
    else:
        print(f"Digests sent: {run.sent:,}; nothing new: {run.nothing:,}; failed: {run.failed:,}.")
    return REFUSED if run.failed else 0
