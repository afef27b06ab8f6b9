"""What a log may say of a failure: where it happened and of what kind, never the values it happened with."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Writes a traceback without the text of its exceptions: PostgreSQL puts the failing row into that text."""

    def formatException(self, ei: Failure) -> str:
        failure = ei[1]
        lines: list[str] = []
        while failure is not None:
            frames = traceback.extract_tb(failure.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            lines.append(f"{type(failure).__module__}.{type(failure).__qualname__} (its text is left out)")
            failure = failure.__cause__
        return "\n".join(lines)
