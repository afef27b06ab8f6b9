"""A value that is not well formed, described without repeating it."""

from __future__ import annotations

import re

_CLASSES = (
    ("digit", re.compile(r"[0-9]")),
    ("letter", re.compile(r"[^\W\d_]")),
    ("space", re.compile(r"\s")),
)


class Malformed(ValueError):
    """A value of the wrong form. `sentence` says what to correct and never repeats the value."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def value_class(text: str) -> str:
    """What kind of text it is, without saying it: `9 digits`, `3 letters and 6 digits`, `nothing`."""
    if not text:
        return "nothing"
    counts = {"digit": 0, "letter": 0, "space": 0, "other sign": 0}
    for sign in text:
        name = next((name for name, form in _CLASSES if form.match(sign)), "other sign")
        counts[name] += 1
    parts = [f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
