"""Which case each applied row brought news about."""

from __future__ import annotations

from fcms.exchange.sources.proposing import became

__all__ = ["became"]
