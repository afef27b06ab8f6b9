"""Who loads the chunks: this process for a few, so that numbers follow in order; several processes for many."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

from django.db import connection, connections

from fcms.lib.verdict import Refused

from .places import Places, known_places
from .population import Chunk, invent, load

FEW = 6
"""Up to so many chunks, one process is quick enough, and the numbers of records come out alike each time."""
MOST = 4
"""More processes than this only wait for the database."""

Done = tuple[int, bool]
"""How many subjects and leads a chunk has, and whether they were loaded now rather than there already."""


def load_each(chunks: Sequence[Chunk]) -> Iterator[Done]:
    """Load chunks and yield what came of each, in whatever order they finish.

    However this process ends, the others roll back or finish the chunk they have in hand, and end too.
    """
    places = known_places()
    processes = min(os.cpu_count() or 1, MOST)
    if len(chunks) <= FEW or processes < 2 or connection.in_atomic_block:
        for chunk in chunks:
            yield _load(chunk, places)
        return
    connections.close_all()  # a connection is never shared with a child
    ready = dict(_start(chunks[n::processes], places) for n in range(processes))
    try:
        yield from _gather(ready)
    finally:
        for process in ready.values():
            process.terminate()
            process.join()


def _load(chunk: Chunk, places: Places) -> Done:
    gc.disable()  # nothing of a chunk refers to itself; looking for what does takes a sixth of the time
    try:
        return chunk.size, load(invent(chunk, places))
    finally:
        gc.enable()


def _start(chunks: Sequence[Chunk], places: Places) -> tuple[Connection, ForkProcess]:
    fork = multiprocessing.get_context("fork")
    reader, writer = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(chunks, places, writer.send, os.getpid()))
    process.start()
    writer.close()
    return reader, process


def _work(chunks: Sequence[Chunk], places: Places, tell: Callable[[Done], None], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C stops the first process, and that one the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for chunk in chunks:
        if os.getppid() != parent:
            return
        tell(_load(chunk, places))


def _gather(ready: dict[Connection, ForkProcess]) -> Iterator[Done]:
    open_ends = dict(ready)
    while open_ends:
        for reader in [one for one in wait(list(open_ends)) if isinstance(one, Connection)]:
            try:
                yield reader.recv()
            except EOFError:
                process = open_ends.pop(reader)
                process.join()
                if process.exitcode:
                    raise Refused(
                        "A part of the load ended early. Run the command again: it goes on where it stopped."
                    ) from None
