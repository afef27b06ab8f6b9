"""Rows of text arrays as COPY reads them. Written out here because staging spends most of its time on it."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r'[\\"\t\n\r]')
_ESCAPED = str.maketrans({"\\": "\\\\\\\\", '"': '\\\\"', "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EMPTY = "{}"


def text_array(values: list[str | None]) -> str:
    """A `text[]` as a column of COPY's text format; None is NULL. NUL characters must be gone already."""
    if _SPECIAL.search("".join(filter(None, values))):
        values = [value and value.translate(_ESCAPED) for value in values]
    return "{" + ",".join(["NULL" if value is None else f'"{value}"' for value in values]) + "}"
