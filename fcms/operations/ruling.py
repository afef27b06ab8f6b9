"""`fcms rules`: the rules over everything stored, without waiting for the night."""

from __future__ import annotations

import argparse
import json

from fcms.exchange.standing import actions, queries

from .cli import tell
from .intakes import Bar
from .prepare import prepare


def run(options: argparse.Namespace) -> None:
    """Ask the rules of everything stored, and say what they opened and closed."""
    prepare(tell)
    bar = Bar()
    told = queries.summary(actions.run(report=bar))
    bar.close()
    if options.json:
        print(json.dumps(told))
        return
    print(
        f"Asked in {told['seconds']:,} seconds: {told['opened']:,} findings opened, {told['closed']:,} closed,"
        f" {told['standing']:,} standing; {told['addresses']:,} addresses standardised."
    )
    for rule, figures in told["rules"].items():
        print(
            f"  {rule:<20}{figures['so']:>9,} standing{figures['opened']:>9,} opened{figures['closed']:>9,} closed"
        )
