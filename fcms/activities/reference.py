"""The generated pages of activities: each is written where its rules are."""

from __future__ import annotations

from .gates import reference

__all__ = ["reference"]
