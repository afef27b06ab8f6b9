"""Taking back the news that an extract brought."""

from __future__ import annotations

from fcms.exchange.sources.proposing import stands_on, undo

__all__ = ["stands_on", "undo"]
