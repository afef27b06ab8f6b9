"""The generated pages of activities: each is written where its rules are."""

from __future__ import annotations

from .fieldwork import reference as fieldwork
from .gates import reference

__all__ = ["fieldwork", "reference"]
