"""`python -m fcms.operations`: the same as `fcms`."""

from __future__ import annotations

from .cli import entry

entry()
