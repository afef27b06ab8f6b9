"""`fcms synth` and `fcms extract-sample`: invented people in the database, and invented extracts in a file."""

from __future__ import annotations

import argparse
import time
from typing import NoReturn

from django.conf import settings
from django.utils import timezone
from tqdm import tqdm

from fcms.leads.tasks import rank_everything_soon
from fcms.lib.verdict import Refused

from .cli import tell
from .prepare import prepare
from .synthetic import samples
from .synthetic.loading import load_each
from .synthetic.places import known_places
from .synthetic.population import Plan

LARGEST_SEED = 99_999_999


def synth(options: argparse.Namespace) -> None:
    """Load a synthetic population."""
    refuse_outside_demonstration()
    prepare(tell)
    started = time.monotonic()
    rows = load_population(subjects=options.subjects, leads=options.leads, seed=options.seed)
    took = time.monotonic() - started
    tell(f"Loaded {rows:,} subjects and leads in {took:.1f} s ({rows / max(took, 0.01):,.0f} a second).")


def load_population(*, subjects: int, leads: int | None, seed: int) -> int:
    """Load a population into a prepared home; return how many subjects and leads were loaded.

    `leads` is twice the subjects if None. What is there from the same seed is not loaded again.
    """
    refuse_outside_demonstration()
    refuse_seed(seed)
    plan = Plan(subjects, subjects * 2 if leads is None else leads, seed, timezone.localdate())
    loaded = 0
    with bar(plan.subjects + plan.leads, "synthetic people") as shown:
        for size, fresh in load_each(list(plan.chunks())):
            loaded += size * fresh
            shown.update(size)
    if loaded:
        rank_everything_soon()
    return loaded


def extract_sample(options: argparse.Namespace) -> None:
    """Write a synthetic extract of a kind, on people of this home where there are any."""
    refuse_outside_demonstration()
    order = samples.order(
        options.kind,
        rows=options.rows,
        seed=refuse_seed(options.seed),
        out=options.out,
        planted=options.planted,
        today=timezone.localdate(),
    )
    prepare(tell)
    with bar(options.rows, f"sample of {options.kind}") as shown:
        samples.write(order, known_places(), shown.update)
    beside = f", and what is wrong in it to {order.out.name}.truth.json" if options.planted else ""
    tell(f"Wrote {options.rows:,} rows of {options.kind} to {order.out.name}{beside}.")


def refuse_seed(seed: int) -> int:
    """Return a seed that names of loads can carry, or refuse it."""
    if not 0 <= seed <= LARGEST_SEED:
        raise Refused(f"A seed is a whole number from 0 to {LARGEST_SEED:,}. Choose another.")
    return seed


def bar(total: int, what: str) -> tqdm[NoReturn]:
    """A progress bar on standard error; silent where nobody looks."""
    return tqdm(total=total, unit=" rows", unit_scale=True, desc=what, disable=None, leave=False)


def refuse_outside_demonstration() -> None:
    """Invented people belong only where every person is invented."""
    if not settings.DEMONSTRATION:
        raise Refused("Synthetic people are for demonstration only. This installation holds real records.")
