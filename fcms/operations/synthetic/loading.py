"""Who loads the chunks: this process for a few, so that numbers follow in order; several processes for many."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, connections

from .places import Places, known_places
from .population import Chunk, invent, load

FEW = 6
"""Up to so many chunks, one process is quick enough, and the numbers of records come out alike each time."""
MOST = 4
"""More processes than this only wait for the database."""

Loaded = tuple[Chunk, bool]
_places: Places | None = None


@contextmanager
def loader(chunks: int) -> Iterator[Callable[[Iterable[Chunk]], Iterator[Loaded]]]:
    """Give a function that loads chunks and yields each with whether it was fresh, in whatever order they finish.

    Each process finishes or rolls back the chunk it has in hand when this one is stopped, and ends by itself.
    """
    global _places
    _places = known_places()
    processes = min(os.cpu_count() or 1, MOST)
    if chunks <= FEW or processes < 2 or connection.in_atomic_block:
        yield lambda given: map(_load, given)
        return
    connections.close_all()  # a connection is never shared with a child
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield lambda given: pool.imap_unordered(_load, given)


def _load(chunk: Chunk) -> Loaded:
    assert _places is not None  # noqa: S101 - set before any chunk is given out
    gc.disable()  # nothing of a chunk refers to itself; looking for what does takes a sixth of the time
    try:
        return chunk, load(invent(chunk, _places))
    finally:
        gc.enable()
