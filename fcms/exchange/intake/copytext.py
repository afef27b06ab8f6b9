"""Rows of text arrays as COPY reads them. Written out here because staging spends most of its time on it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r'[\\"\t\n\r]')
_ESCAPED = str.maketrans({"\\": "\\\\\\\\", '"': '\\\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EMPTY = "{}"


def text_array(values: Iterable[str | None]) -> str:
    """A `text[]` as a column of COPY's text format; None is NULL. NUL characters must be gone already."""
    return (
        "{"
        + ",".join(
            [
                "NULL"
                if value is None
                else f'"{value.translate(_ESCAPED) if _SPECIAL.search(value) else value}"'
                for value in values
            ]
        )
        + "}"
    )
