"""The linkage process: `python -m fcms.exchange.linkage.process`, a process of its own without Django.

It reads three tables of CSV in frames from standard input (`names`, `numbers`, `rows`; an empty name is the end) and
writes lines of JSON: how far it is, the candidates, and at last how many there were. It holds everything in memory,
within a limit, writes no file, and ends when its parent does: the parent keeps standard input open until it has
read the end.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
import threading
from typing import IO, Any

LENGTH = struct.Struct(">I")
"""Before each frame: how many bytes follow. A table is its name, its blocks, and an empty frame."""
MEMORY, THREADS = "1500MB", 2
"""What DuckDB may hold; the whole process stays within `MOST`."""
MOST = 6 << 30
"""Bytes of address space at most: what runs away is ended, not the machine."""
TABLES = {
    "names": ("subject", "alias", "family", "given", "middle", "birth", "sex"),
    "numbers": ("subject", "kind", "value"),
    "rows": ("row", "family", "given", "middle", "birth", "sex", "a", "fbi", "sid", "ssn"),
}
"""The columns of each table, in order."""
WHOLE_NUMBERS = ("subject", "alias", "row")


def read_table(stream: IO[bytes]) -> tuple[str, io.BytesIO] | None:
    """One table of the input: its name and its CSV; None at the end."""
    name = _frame(stream).decode()
    if not name:
        return None
    content = io.BytesIO()
    while block := _frame(stream):
        content.write(block)
    content.seek(0)
    return name, content


def _frame(stream: IO[bytes]) -> bytes:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        os._exit(3)  # the parent is gone
    (size,) = LENGTH.unpack(head)
    return stream.read(size)


def arrow_of(name: str, content: io.BytesIO) -> Any:
    """The CSV of a table as Arrow; an empty cell is unknown."""
    import pyarrow as pa
    from pyarrow import csv

    types = {column: pa.int64() if column in WHOLE_NUMBERS else pa.string() for column in TABLES[name]}
    if not content.getbuffer().nbytes:
        return pa.table({column: pa.array([], type=kind) for column, kind in types.items()})
    return csv.read_csv(
        content,
        read_options=csv.ReadOptions(column_names=list(TABLES[name]), use_threads=False),
        convert_options=csv.ConvertOptions(
            column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=True, null_values=[""]
        ),
    )


def main() -> int:
    """Read, compare, tell."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    stream, out = sys.stdin.buffer, sys.stdout
    from . import engine
    from .policy import figures

    def tell(what: dict[str, Any]) -> None:
        out.write(json.dumps(what, separators=(",", ":")) + "\n")

    def report(step: str, done: int, total: int) -> None:
        tell({"step": step, "done": done, "total": total})
        out.flush()

    con = engine.opened(MEMORY, THREADS)
    while given := read_table(stream):
        name, content = given
        con.register("given", arrow_of(name, content))
        con.execute(f"create table {name} as select * from given")
        con.unregister("given")
        del given, content
    threading.Thread(target=_end_with_the_parent, args=(stream,), daemon=True).start()
    found = 0
    for candidate in engine.link(con, figures(), report):
        tell(candidate)
        found += 1
    tell({"end": found})
    out.flush()
    return 0


def _end_with_the_parent(stream: IO[bytes]) -> None:
    """The parent writes nothing more: what ends its side of the pipe is its own end."""
    stream.read(1)
    os._exit(3)


if __name__ == "__main__":
    try:
        code = main()
    except BaseException as failure:
        # The kind of failure only: its words may repeat what a row says of a person.
        print(json.dumps({"failed": type(failure).__name__}), flush=True)
        code = 1
    sys.stdout.flush()
    os._exit(code)
